using System.Diagnostics;

namespace PowerTrader.Host.Tests;

/// <summary>Disks that are full, read-only or lose the end of the log: one clear line, exit code 1, and a store that goes on afterwards.</summary>
[Trait("Tier", "full")]
public sealed class DiskFaultTests(OpenDealStore open) : IClassFixture<OpenDealStore>, IDisposable
{
    private const int More = 120;

    private readonly Trader trader = new();
    private readonly Trader other = new();

    private string StorePath => Path.Combine(trader.Data, PlayedTrader.StoreName);

    public void Dispose()
    {
        trader.Dispose();
        other.Dispose();
    }

    [Fact]
    public async Task Run_DiskFullWhileTrading_StopsWithOneLine_AndGoesOnWhenThereIsRoom()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The limit on a file's size is the shell's.");
        open.CopyTo(trader.Data);
        open.CopyTo(other.Data);
        var limit = (new FileInfo(StorePath).Length / 1024) + 8;

        var full = await LimitedAsync(limit, "run", "--cycles", "1000000", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", "--data", trader.Data);

        full.ExitCode.ShouldBe(1, full.Output + full.Error);
        full.ErrorLines.ShouldContain(line => line.Contains(StorePath) && line.Contains("full") && line.Contains("try again"));
        full.Error.ShouldNotContain("   at ");
        var reached = (await RunOnAsync(trader, 1)).GetProperty("cycles").GetInt32();
        reached.ShouldBeGreaterThan((int)open.Cycle);
        var end = reached + More;
        Facts(await RunOnAsync(trader, end)).ShouldBe(Facts(await RunOnAsync(other, end)));
    }

    [Fact]
    public async Task Verbs_ReadOnlyStore_SayWhatToDo()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        open.CopyTo(trader.Data);
        File.SetAttributes(StorePath, FileAttributes.ReadOnly);

        var outcome = await Trader.RunAsync("run", "--cycles", "1", "--seed", "2", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("is read-only");
        File.SetAttributes(StorePath, FileAttributes.Normal);
        (await RunOnAsync(trader, (int)open.Cycle + 1)).GetProperty("cycles").GetInt32().ShouldBe((int)open.Cycle + 1);
    }

    /// <summary>What a power cut leaves: the file, and a beginning of the log.</summary>
    [Fact]
    public async Task Run_TornLog_GoesOnFromTheLastWholeCommit_AndEndsLikeTheUndisturbedRun()
    {
        open.CopyTo(trader.Data);
        open.CopyTo(other.Data);
        using (var process = Trader.Start("run", "--cycles", "1000000", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", "--data", trader.Data))
        {
            while (!process.HasExited && !(File.Exists(StorePath + "-wal") && new FileInfo(StorePath + "-wal").Length > 500_000)) await Task.Yield();
            process.Kill();
            await process.WaitForExitAsync();
        }
        var log = await File.ReadAllBytesAsync(StorePath + "-wal");
        await File.WriteAllBytesAsync(StorePath + "-wal", log[..(log.Length * 3 / 5)]);

        var end = (await RunOnAsync(trader, 1)).GetProperty("cycles").GetInt32() + More;

        Facts(await RunOnAsync(trader, end)).ShouldBe(Facts(await RunOnAsync(other, end)));
    }

    private static async Task<System.Text.Json.JsonElement> RunOnAsync(Trader trader, int cycles)
    {
        var outcome = await Trader.RunAsync("run", "--cycles", $"{cycles}", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", "--data", trader.Data);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome.Json;
    }

    private static string Facts(System.Text.Json.JsonElement report) => string.Join(
        ' ', new[] { "tradesHash", "auditHash", "cash", "fees", "orders", "fills", "cycles", "time" }.Select(name => $"{name}={report.GetProperty(name)}"));

    /// <summary>No file may grow beyond so many kilobytes; writes beyond fail as on a full disk.</summary>
    private static async Task<Outcome> LimitedAsync(long kilobytes, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true };
        // Ignored, the signal of the limit leaves an error of the write. The runtime's own code pages are no files then.
        foreach (var each in (string[])["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\"", $"{kilobytes * 2}", "dotnet", Path.Combine(AppContext.BaseDirectory, "powertrader.dll"), .. arguments])
            start.ArgumentList.Add(each);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }
}
