using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>The day on the embedded engine: SQLite, its own journal and queue, simulated time.</summary>
internal static class EmbeddedDay
{
    public static async Task<string> PlayAsync(RecordedDay day, string path)
    {
        using var store = SqliteStore.Open(path);
        var clock = SimulatedClock.Open(store, day.Begin);
        var catalogue = new WorkCatalogue();
        var ports = EmbeddedPorts.Over(store, catalogue, clock, TimeProvider.System);
        var work = new TraderWork(
            new WorkPorts(ports.Tables, ports.Blobs, ports.Queue, ports.Workflows, clock, ports.Wall), new WorkMarket(day.Market, day.Data(clock.TimeProvider), null),
            RecordedDay.Settings.Coins, RecordedDay.Settings, [RecordedDay.Portfolio],
            prices => new PaperBrokers(ports.Tables, prices, clock.TimeProvider, RecordedDay.Settings.Costs, IPortDecorator.None));
        // At the instants at which the other engine is asked too.
        work.Register(catalogue, new WorkHooks { Schedules = new WorkSchedules { MarketTick = "10 20,40 * * * *", Reconcile = "12 20,40 * * * *", TradeTick = "15 20,40 * * * *" } });
        await PrepareAsync(work);
        await new EmbeddedRuntime(catalogue, ports, new EmbeddedRuntimeOptions { Speed = double.PositiveInfinity }).RunUntilAsync(day.Begin.AddHours(24).AddSeconds(-1), default);
        return await RecordedDay.CanonicalAsync(ports.Tables);
    }

    private static async Task PrepareAsync(TraderWork work)
    {
        var setup = new TraderSetup(work);
        (await setup.ListAsync(default)).ShouldBeEmpty();
        (await setup.FetchAsync(RecordedDay.Coin, default)).ShouldBeTrue();
        await setup.LearnAsync(RecordedDay.Coin, default);
        await setup.SaveFirstAsync(default);
        (await setup.OpenAsync(RecordedDay.Settings.Cash, () => RecordedDay.Epoch, default)).ShouldBeNull();
    }
}
