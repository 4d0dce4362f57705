using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace PowerTrader.Testing;

/// <summary>The folder <c>tests/table-cases/driver</c> with the packages of its lock file, kept below <c>artifacts/</c> until the lock file changes.</summary>
public static class NodePackages
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private static string Driver { get; } = Path.Combine(Repository.Root, "tests", "table-cases", "driver");

    /// <exception cref="InvalidOperationException">npm is not there, or could not install.</exception>
    public static async Task<string> InstallAsync(CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await InstallOnceAsync(cancellationToken);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    public static async Task<(int Code, string Said)> RunAsync(string program, string folder, CancellationToken cancellationToken, params string[] arguments)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var process = Start(program, folder, arguments);
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

    /// <summary>A program of Node's with its streams redirected.</summary>
    /// <exception cref="InvalidOperationException">It is not on the path.</exception>
    public static Process Start(string program, string folder, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception fault)
        {
            process.Dispose();
            throw new InvalidOperationException($"'{program}' is not on the path: install Node.js 20 or newer, with npm", fault);
        }
    }

    private static async Task<string> InstallOnceAsync(CancellationToken cancellationToken)
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Driver, "package-lock.json"), cancellationToken)))[..16];
        var parent = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "table-cases"));
        var installed = Path.Combine(parent.FullName, version);
        if (!Directory.Exists(installed))
        {
            var fresh = Path.Combine(parent.FullName, $"{version}.{Environment.ProcessId}");
            Copy(Directory.CreateDirectory(fresh).FullName);
            var (code, said) = await RunAsync(
                OperatingSystem.IsWindows() ? "npm.cmd" : "npm", fresh, cancellationToken, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
            if (code != 0) throw new InvalidOperationException($"npm could not install {fresh}: {said}");
            Take(fresh, installed);
        }
        Copy(installed);
        return installed;
    }

    /// <summary>Test projects run side by side: whoever comes second finds the folder there.</summary>
    private static void Take(string fresh, string installed)
    {
        try
        {
            Directory.Move(fresh, installed);
        }
        catch (IOException) when (Directory.Exists(installed))
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    private static void Copy(string to)
    {
        foreach (var path in Directory.EnumerateFiles(Driver)) File.Copy(path, Path.Combine(to, Path.GetFileName(path)), overwrite: true);
    }
}
