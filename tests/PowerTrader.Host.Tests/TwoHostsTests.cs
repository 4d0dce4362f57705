using System.Diagnostics;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Host.Tests;

/// <summary>Several processes on one data folder.</summary>
public sealed class TwoHostsTests : IDisposable
{
    private const int Seed = 2;

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Run_WhereATraderRuns_IsRefusedWithTheWaysOut()
    {
        using var running = await StartedAsync(5000);

        var second = await Trader.RunAsync(trader.Simulation(5000, Seed));

        second.ExitCode.ShouldBe(1);
        second.Output.ShouldBeEmpty();
        second.ErrorLines.ShouldHaveSingleItem().ShouldBe(
            $"Another trader (process {running.Id}) is running on 'sim-{Seed}' in '{trader.Data}'; "
            + "stop it, choose another folder with --data DIR, or wait for its end with 'run --standby'.");
        await KillAsync(running);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_KilledWithAnotherStandingBy_IsTakenOverAndEqualsASingleRun()
    {
        const int cycles = 9000;
        using var single = new Trader();
        var expected = await FactsAsync(await single.SimulateAsync(cycles, Seed), single);

        var host = await StartedAsync(cycles);
        for (var kill = 0; kill < 3; kill++)
        {
            var standby = Start(cycles);
            (await standby.StandardError.ReadLineAsync()).ShouldNotBeNull().ShouldStartWith($"Standing by: process {host.Id} trades on 'sim-{Seed}' here.");
            await KillAsync(host);
            host.Dispose();
            host = standby;
            // A line for each step of its preparation tells that it has taken over.
            (await standby.StandardError.ReadLineAsync()).ShouldNotBeNull();
        }
        var output = host.StandardOutput.ReadToEndAsync();
        var error = host.StandardError.ReadToEndAsync();
        await host.WaitForExitAsync();

        host.ExitCode.ShouldBe(0, await error);
        (await FactsAsync(JsonDocument.Parse(await output).RootElement, trader)).ShouldBe(expected);
        host.Dispose();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_HeldUpForLongerThanItsTerm_IsReplacedAndStopsWithoutWriting()
    {
        if (OperatingSystem.IsWindows()) return;
        const int cycles = 9000;
        using var single = new Trader();
        var expected = await FactsAsync(await single.SimulateAsync(cycles, Seed), single);
        using var held = await StartedAsync(cycles);
        using var standby = Start(cycles);
        (await standby.StandardError.ReadLineAsync()).ShouldNotBeNull().ShouldStartWith("Standing by");

        await SignalAsync("-STOP", held);
        (await standby.StandardError.ReadLineAsync()).ShouldNotBeNull();
        await SignalAsync("-CONT", held);
        var words = await held.StandardError.ReadToEndAsync();
        await held.WaitForExitAsync();
        var output = await standby.StandardOutput.ReadToEndAsync();
        await standby.WaitForExitAsync();

        held.ExitCode.ShouldBe(1);
        words.ShouldContain($"Another trader has taken over 'sim-{Seed}'");
        words.ShouldNotContain("   at ");
        (await FactsAsync(JsonDocument.Parse(output).RootElement, trader)).ShouldBe(expected);
    }

    private Process Start(int cycles) => Trader.Start([.. trader.Simulation(cycles, Seed), "--standby"]);

    /// <summary>A trader that has the place, and says so by the file of its last market.</summary>
    private async Task<Process> StartedAsync(int cycles)
    {
        var process = Trader.Start(trader.Simulation(cycles, Seed));
        while (!process.HasExited && !File.Exists(Path.Combine(trader.Data, "last-market"))) await Task.Yield();
        return process;
    }

    private static async Task KillAsync(Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    private static async Task SignalAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    private static async Task<string> FactsAsync(JsonElement report, Trader trader)
    {
        using var store = SqliteStore.Open(Path.Combine(trader.Data, $"sim-{Seed}.db"));
        var ledger = await CrashWorld.LedgerHashAsync(new PortfolioStore(new SqliteTableStore(store)));
        return string.Join(' ', new[] { "tradesHash", "auditHash", "cash", "fees", "orders", "fills", "cycles", "time" }.Select(name => $"{name}={report.GetProperty(name)}"))
            + " ledger=" + ledger;
    }
}
