using PowerTrader.Adapters.Metering;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Costing;

/// <summary>Runs a real trader of some tenants over hours of the simulated market, and counts what it asks of its ports. The same shape counts the same.</summary>
internal sealed class CountedTrader : IDisposable
{
    /// <summary>Under this name one portfolio is loaded into memory at the end of a run.</summary>
    public const string LoadWork = "load";

    private const long Seed = 1;

    /// <summary>Books and settings are loaded by then; the daily close is yet to come.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(270);

    /// <summary>From there: the close of the day, three hourly repairs and the daily training.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromHours(3.5);

    private static readonly MarketChoice Market = new(MarketId.Simulated(Seed), MarketKind.Simulated, Seed, null, default);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-cost-");
    private int runs;

    private string Prepared => Path.Combine(folder.FullName, "prepared.db");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>History and models of every coin, once for all runs.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var shape = new RunShape(1, RunShape.MaxCoins, TimeSpan.FromMinutes(1), TimeSpan.Zero, Trading: false);
        using var system = Open(Prepared, shape, null, SystemLayout.Default);
        await Preparation.RunAsync(system, shape.Settings().Cash, new NoProgress(), cancellationToken);
    }

    public async Task<CountedRun> RunAsync(RunShape shape, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder.FullName, $"{++runs}.db");
        File.Copy(Prepared, path);
        var time = new LateTime();
        var meter = new PortMeter(shape.GateAge > TimeSpan.Zero ? tables => new AgingTableStore(tables, time, shape.GateAge) : null);
        TradingSystem? running = null;
        using var system = running = Open(path, shape, meter, new SystemLayout
        {
            Portfolios = [.. Enumerable.Range(0, shape.Tenants).Select(KeyOf)],
            MarketTick = shape.Schedule(0),
            TradeTick = shape.Schedule(15),
            BeforeWork = (item, token) => BeforeAsync(running!, meter, item, token),
        });
        time.Inner = system.Clock.TimeProvider;
        await OpenPortfoliosAsync(system, cancellationToken);
        await Preparation.RunAsync(system, shape.Settings().Cash, new NoProgress(), cancellationToken);
        var start = system.Clock.Now;
        await system.Runtime.RunUntilAsync(start + WarmUp, cancellationToken);
        meter.Clear();
        var orders = await OrdersAsync(system, cancellationToken);
        await system.Runtime.RunUntilAsync(start + WarmUp + Counted, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        meter.Work = LoadWork;
        await LoadAnewAsync(system, cancellationToken);
        var works = await WithWorkflowsAsync(meter.Uses, system.Store, start + WarmUp, cancellationToken);
        var busiest = meter.Partitions.MaxBy(each => each.Value);
        return new CountedRun(shape, works, await OrdersAsync(system, cancellationToken) - orders, ($"{busiest.Key.Table} {busiest.Key.Partition}", busiest.Value));
    }

    private static PortfolioKey KeyOf(int tenant) => tenant == 0 ? TradingSystem.DefaultPortfolio : new PortfolioKey($"tenant-{tenant}", "main");

    private static TradingSystem Open(string path, RunShape shape, PortMeter? meter, SystemLayout layout)
    {
        var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false });
        var settings = shape.Settings();
        return new TradingSystem(Market, store, settings.Coins, settings, double.PositiveInfinity, null, meter, layout: layout);
    }

    /// <summary>Labels what follows. In the cloud each call reads anew what it decides on: quotes, forecasts, measures of risk, instruments.</summary>
    private static async Task BeforeAsync(TradingSystem system, PortMeter meter, WorkItem item, CancellationToken cancellationToken)
    {
        meter.Work = item.Name;
        if (system.Catalogue.Schedules.Any(schedule => schedule.Name == item.Name)) meter.Add(CloudMeter.Units);
        await system.Work.LoadAsync(cancellationToken);
    }

    private static async Task OpenPortfoliosAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        foreach (var key in system.Sessions.Keys.Skip(1))
        {
            var version = await system.Work.Versions.KeepAsync(key, system.Settings.Canonical(), system.Clock.Now, cancellationToken);
            var book = PortfolioBook.Open(key, system.Choice.Id, PortfolioMode.Paper, "counted", system.Coins[0].Quote, system.Settings.Cash, system.Coins, system.Clock.Now);
            book.SetSettingsVersion(version.Number, [], system.Clock.Now);
            await system.Sessions.Store.CommitAsync(book, null, $"open|{key}", cancellationToken);
        }
    }

    private static async Task<double> OrdersAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        double orders = 0;
        foreach (var key in system.Sessions.Keys) orders += (await system.Sessions.GetAsync(key, cancellationToken)).Head.OrderCount;
        return orders;
    }

    private static async Task LoadAnewAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        var sessions = new PortfolioSessions(new PortfolioStore(system.Ports.Tables), system.Sessions.Keys);
        await sessions.GetAsync(system.Sessions.Keys[0], cancellationToken);
        await new SettingsStore(system.Ports.Tables).ListAsync(system.Sessions.Keys[0], cancellationToken);
        await new HaltBoard(system.Ports.Tables).OfTenantAsync(system.Sessions.Keys[0].Tenant, cancellationToken);
    }

    /// <summary>Adds the instances that began since, with their activities and timers, as the journal has them.</summary>
    private static async Task<IReadOnlyDictionary<string, CloudUse>> WithWorkflowsAsync(
        IReadOnlyDictionary<string, CloudUse> uses, SqliteStore store, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var works = new Dictionary<string, CloudUse>(uses, StringComparer.Ordinal);
        var history = new SqliteWorkflowHistory(store);
        string? next = null;
        do
        {
            var page = await history.ListAsync(new WorkflowQuery(PageSize: 1000), next, cancellationToken);
            foreach (var instance in page.Instances.Where(instance => instance.CreatedAt >= since))
            {
                var events = await history.EventsAsync(instance.InstanceId, cancellationToken);
                works[instance.Name] = works.GetValueOrDefault(instance.Name, CloudUse.None)
                    .Plus(CloudUse.Of(CloudMeter.Units, 1))
                    .Plus(CloudUse.Of(CloudMeter.Activities, events.Count(e => e.Kind is WorkflowEventKind.ActivityCompleted or WorkflowEventKind.ActivityFailed)))
                    .Plus(CloudUse.Of(CloudMeter.Timers, events.Count(e => e.Kind == WorkflowEventKind.TimerFired)));
            }
            next = page.Next;
        }
        while (next is not null);
        return works;
    }

    /// <summary>The store is decorated before its market's clock is there.</summary>
    private sealed class LateTime : TimeProvider
    {
        public TimeProvider Inner { get; set; } = System;

        public override DateTimeOffset GetUtcNow() => Inner.GetUtcNow();
    }
}
