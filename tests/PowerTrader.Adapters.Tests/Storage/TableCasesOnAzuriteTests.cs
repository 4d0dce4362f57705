using System.Diagnostics;
using System.Security.Cryptography;
using PowerTrader.Compliance.TableCases;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Storage;

/// <summary>Plays the very cases that the stores pass on Azurite, through the service's own JavaScript client. Needs Node and npm on the path.</summary>
public sealed class TableCasesOnAzuriteTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private static string Driver { get; } = Path.Combine(TableCase.Folder, "driver");

    [Fact]
    [Trait("Tier", "full")]
    public async Task Cases_PlayedOnAzurite_Agree()
    {
        var folder = await InstallAsync();

        var (code, said) = await RunAsync("node", folder, "run.mjs", TableCase.Folder);

        code.ShouldBe(0, said);
        said.ShouldContain($"{TableCase.All.Count} cases, ");
        said.ShouldContain(", 0 disagreements");
    }

    /// <summary>Every rule cites the service's documentation, and every deviation of Azurite says what is followed.</summary>
    [Fact]
    public void Cases_All_CiteTheirSource()
    {
        TableCase.All.Values.ShouldAllBe(each => each.Reference.StartsWith("https://learn.microsoft.com/", StringComparison.Ordinal));
        foreach (var each in TableCase.All.Values)
        {
            foreach (var step in each.Steps.EnumerateArray())
            {
                if (step.TryGetProperty("azurite", out var deviation)) deviation.GetProperty("why").GetString().ShouldNotBeNullOrEmpty(each.Id);
            }
        }
    }

    /// <summary>The driver with the packages of its lock file, kept below <c>artifacts/</c> until the lock file changes.</summary>
    private static async Task<string> InstallAsync()
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Driver, "package-lock.json"))))[..16];
        var parent = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "table-cases"));
        var installed = Path.Combine(parent.FullName, version);
        if (!Directory.Exists(installed))
        {
            var fresh = Path.Combine(parent.FullName, $"{version}.{Environment.ProcessId}");
            Copy(Directory.CreateDirectory(fresh).FullName);
            var (code, said) = await RunAsync(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", fresh, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
            code.ShouldBe(0, said);
            Directory.Move(fresh, installed);
        }
        Copy(installed);
        return installed;
    }

    private static void Copy(string to)
    {
        foreach (var path in Directory.EnumerateFiles(Driver)) File.Copy(path, Path.Combine(to, Path.GetFileName(path)), overwrite: true);
    }

    private static async Task<(int Code, string Said)> RunAsync(string program, string folder, params string[] arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
