using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader on an exchange where things go wrong by a schedule.</summary>
public sealed class ScheduledFaultTests : IDisposable
{
    private const long Seed = 2;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-faults-");
    private readonly TraderSettings settings = TraderSettings.Default with { Coins = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT")] };

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_FaultsBySchedule_GoesOnAndEndsTheSameOverRestarts()
    {
        var whole = await RunAsync("whole.db", 1500);
        for (var cycles = 100; cycles < 1500; cycles += 130) await RunAsync("parts.db", cycles);
        var parts = await RunAsync("parts.db", 1500);

        parts.State.ShouldBe(whole.State);
        whole.Faults.ShouldBeGreaterThan(10);
        (await RunAsync("quiet.db", 1500, new FaultPlan())).Faults.ShouldBe(0);
    }

    private async Task<(string State, long Faults)> RunAsync(string name, long cycles, FaultPlan? plan = null)
    {
        var store = SqliteStore.Open(Path.Combine(folder.FullName, name), new SqliteStoreOptions { VerifyOnOpen = false });
        var choice = new MarketChoice(MarketId.Simulated(Seed), MarketKind.Simulated, Seed, null, default);
        using var system = new TradingSystem(
            choice, store, settings.Coins, settings, double.PositiveInfinity, null, wiring: new MarketWiring { Faults = plan ?? FaultPlan.Scheduled(Seed) });
        await Preparation.RunAsync(system, settings.Cash, new Silent(), default);
        await system.Runtime.RunAsync(() => system.Work.Ticks.Count >= cycles, default);
        var head = (await system.BookAsync(default)).Head;
        var fills = new List<Fill>();
        await foreach (var fill in system.Sessions.Store.ReadAsync<Fill>(TradingSystem.DefaultPortfolio, "fill", default)) fills.Add(fill);
        return ($"{system.Clock.Now:u} {TradesHash.Of(fills)} {head.LastAuditHash} {head.Cash} {head.Fees} {head.Halt} {head.OrderCount}", system.Runtime.Counters.ScheduleFaults);
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
