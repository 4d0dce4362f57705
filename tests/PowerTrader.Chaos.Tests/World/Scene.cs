using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Chaos.Tests.Mutants;
using PowerTrader.Chaos.Tests.Plans;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>What every schedule begins with: three coins that share one cash, forecasts that let the strategy enter, and a portfolio that has traded nothing.</summary>
internal static class Scene
{
    public const decimal Cash = 3000;

    public const string FeeCoin = "KCS";

    public static readonly DateTimeOffset Start = new(2025, 3, 5, 10, 6, 0, TimeSpan.Zero);

    public static readonly PortfolioKey Key = new("local", "main");

    public static readonly Symbol[] Coins = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT"), Symbol.Parse("SOL-USDT")];

    /// <summary>Enters at once, steps and sells at small moves; all coins together want more cash than there is.</summary>
    private static readonly TraderSettings Settings = TraderSettings.Parse(
        """
        coins=BTC,ETH,SOL
        cash=3000
        strategy.startLevel=1
        strategy.ladderPercents=-0.3,-0.6
        strategy.maxDcaPerDay=100
        strategy.dcaMultiplier=0.5
        strategy.trailingStartPercent=0
        strategy.trailingStartAfterDcaPercent=0
        strategy.trailingGapPercent=0.01
        risk.positionPercent=60
        risk.allCoinsPercent=95
        risk.orderCapPercent=60
        risk.heldCapPercent=95
        risk.dailyCapPercent=1000
        risk.ordersPerHour=1000
        risk.dailyLossPercent=90
        risk.weeklyLossPercent=90
        risk.monthlyLossPercent=90
        risk.annualLossPercent=90
        """,
        "chaos");

    /// <summary>The first reconciliation on the schedule at or after the instant, and a little later.</summary>
    public static DateTimeOffset AfterReconcile(DateTimeOffset instant)
    {
        var five = TimeSpan.FromMinutes(5);
        var offset = TimeSpan.FromSeconds(45);
        return new DateTimeOffset(((instant - offset).UtcTicks + five.Ticks - 1) / five.Ticks * five.Ticks, TimeSpan.Zero) + offset + TimeSpan.FromSeconds(10);
    }

    public static SimulatedVenue VenueOf(ChaosPlan plan, TimeProvider time)
    {
        var path = new PricePath(plan.Seed);
        var venue = new SimulatedVenue(time, Coins.Select(coin => new SimulatedPair(coin, 0.01m, 0.0001m, 0.001m, 10_000, 1)), plan.Venue) { QuoteAt = path.At };
        venue.MoveOutside("USDT", Cash);
        venue.MoveOutside(FeeCoin, 1);
        return venue;
    }

    /// <param name="tap">Null for a guest, who asks no venue.</param>
    public static TraderWork WorkOver(EmbeddedPorts ports, ChaosRun run, ChaosTap? tap, Mutant mutant)
    {
        var broker = tap is null ? new SimulatedVenueBroker(run.Venue) : run.BrokerFor(tap);
        IMarketData market = new VenueMarket(run.Venue, new SimulatedVenueBroker(run.Venue));
        if (tap is not null) market = tap.Over(market);
        var work = new WorkPorts(mutant.Over(ports.Tables), ports.Blobs, ports.Queue, ports.Workflows, ports.Clock, ports.Wall);
        return new TraderWork(work, new WorkMarket(VenueMarket.Id, market, null, Seed: 1, Grows: false), Coins, Settings, [Key], _ => new OneBroker(broker));
    }

    /// <summary>As a start does it: nothing is fetched that is there already.</summary>
    public static async Task PrepareAsync(TraderWork work)
    {
        await work.LoadAsync(default);
        var setup = new TraderSetup(work);
        if (await setup.ListAsync(default) is { Count: > 0 } faults) throw new InvalidOperationException(faults[0]);
        if (await setup.OpenAsync(new Money(Cash), () => "chaos", default) is { } refusal) throw new InvalidOperationException(refusal);
    }

    /// <summary>A store as it is before the first life.</summary>
    public static async Task CreateStoreAsync(string path)
    {
        using var run = new ChaosRun(ChaosPlan.Undisturbed(0), Mutant.None, path + ".unused");
        using var store = SqliteStore.Open(path);
        var ports = EmbeddedPorts.Over(store, new WorkCatalogue(), run.Clock, run.Time);
        foreach (var coin in Coins)
        {
            var forecast = new Forecast(Timeframe.Week1, Timeframe.Week1.OpenOf(Start), 100, 1_000_000, 900_000, "scripted", 1, null);
            var row = TableRow.OfJson(ForecastFlow.Partition(VenueMarket.Id, coin, Timeframe.Week1), ForecastFlow.Row(forecast.CandleOpen, forecast.ModelId), Wire.Write(new ForecastRecord(forecast, null)));
            await ports.Tables.UpsertAsync(Names.Forecasts, row, default);
        }
        await PrepareAsync(WorkOver(ports, run, null, Mutant.None));
    }

    private sealed class OneBroker(IBroker broker) : IBrokers
    {
        public IBroker For(PortfolioHead portfolio) => broker;
    }
}
