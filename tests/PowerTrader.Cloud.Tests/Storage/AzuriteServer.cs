using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Storage;

/// <summary>Azurite on free loopback ports, with an account of its own and its data in a folder that goes away with it.</summary>
public sealed class AzuriteServer : IAsyncLifetime
{
    private const string Account = "powertrader";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>One for the process, whose environment the emulator inherits.</summary>
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    private readonly string folder = Directory.CreateTempSubdirectory("powertrader-azurite-").FullName;
    private Process? process;

    public TableServiceClient Tables { get; private set; } = null!;

    public BlobServiceClient Blobs { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var packages = await NodePackages.InstallAsync(CancellationToken.None);
        var (blob, queue, table) = (FreePort(), FreePort(), FreePort());
        Environment.SetEnvironmentVariable("AZURITE_ACCOUNTS", $"{Account}:{Key}");
        process = NodePackages.Start(
            "node", folder, Path.Combine(packages, "node_modules", "azurite", "dist", "src", "azurite.js"),
            "--blobHost", "127.0.0.1", "--blobPort", $"{blob}", "--queueHost", "127.0.0.1", "--queuePort", $"{queue}", "--tableHost", "127.0.0.1", "--tablePort", $"{table}",
            "--location", folder, "--silent", "--disableTelemetry", "--skipApiVersionCheck");
        await ListeningAsync(process);
        Tables = new TableServiceClient(new Uri($"http://127.0.0.1:{table}/{Account}"), new TableSharedKeyCredential(Account, Key));
        Blobs = new BlobServiceClient(new Uri($"http://127.0.0.1:{blob}/{Account}"), new StorageSharedKeyCredential(Account, Key));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>It says so once for each of its three services.</summary>
    private static async Task ListeningAsync(Process process)
    {
        using var patience = new CancellationTokenSource(Patience);
        var services = 0;
        var said = new List<string>();
        while (services < 3 && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            said.Add(line);
            if (line.Contains("successfully listen", StringComparison.Ordinal)) services++;
        }
        if (services < 3) throw new InvalidOperationException($"Azurite ended before it listened: {string.Join('\n', said)}{await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
