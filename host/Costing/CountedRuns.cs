using PowerTrader.Adapters.Metering;

namespace PowerTrader.Host.Costing;

/// <summary>Runs that differ in one thing each: their differences are what a tenant, a coin and an order cost, and what remains is shared.</summary>
internal sealed class CountedRuns
{
    /// <summary>Several, because each has its own instants at which it is looked at.</summary>
    private const int Few = 4, Many = 12;

    private readonly CountedRun few, many, fewCoins, manyCoins, trading, tradingCoins;

    private CountedRuns(IReadOnlyList<CountedRun> runs) =>
        (few, many, fewCoins, manyCoins, trading, tradingCoins) = (runs[0], runs[1], runs[2], runs[3], runs[4], runs[5]);

    /// <summary>Orders that were counted.</summary>
    public double Orders => trading.Orders;

    /// <summary>Rows read or written there for each tick, at the busiest partition of a tenant that trades.</summary>
    public double TenantRowsPerTick => trading.BusiestPartition.Rows / trading.Of(Core.Names.TradeTick)[CloudMeter.Units];

    /// <summary>Of loading one portfolio with its settings into an instance that does not know it.</summary>
    public required CloudUse Load { get; init; }

    public static async Task<CountedRuns> CountAsync(TimeSpan tick, TimeSpan gateAge, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        RunShape[] shapes =
        [
            new(Few, 1, tick, gateAge, Trading: false), new(Many, 1, tick, gateAge, Trading: false), new(Few, 2, tick, gateAge, Trading: false),
            new(Many, 2, tick, gateAge, Trading: false), new(Few, 1, tick, gateAge, Trading: true), new(Few, 2, tick, gateAge, Trading: true),
        ];
        using var trader = new CountedTrader();
        progress?.Report(0);
        await trader.PrepareAsync(cancellationToken);
        var runs = new List<CountedRun>();
        foreach (var shape in shapes)
        {
            progress?.Report(runs.Count + 1);
            runs.Add(await trader.RunAsync(shape, cancellationToken));
        }
        return new CountedRuns(runs) { Load = runs[0].Of(CountedTrader.LoadWork) };
    }

    /// <summary>Steps that <see cref="CountAsync"/> reports.</summary>
    public const int Steps = 7;

    /// <summary>One occurrence or instance where nothing is traded: shared + coins + tenants + tenants × coins, through the four runs.</summary>
    public CloudUse Each(string work, double tenantCount, double symbolCount)
    {
        var (f1, m1, f2, m2) = (few.Each(work), many.Each(work), fewCoins.Each(work), manyCoins.Each(work));
        var crossed = m2.Minus(f2).Minus(m1).Plus(f1).Times(1d / (Many - Few));
        var tenant = m1.Minus(f1).Times(1d / (Many - Few)).Minus(crossed);
        var coin = f2.Minus(f1).Minus(crossed.Times(Few));
        var shared = f1.Minus(tenant.Times(Few)).Minus(coin).Minus(crossed.Times(Few));
        // A tenant's instants are its own: a few of them can make what is shared look like less than nothing.
        return shared.AtLeastNone().Plus(coin.Times(symbolCount)).Plus(tenant.Times(tenantCount)).Plus(crossed.Times(tenantCount * symbolCount));
    }

    /// <summary>What an order adds to the work: the trading run less the one where nothing is traded. A coin that is only looked at adds to it.</summary>
    public CloudUse PerOrder(string work, double symbolCount)
    {
        var single = trading.Of(work).Minus(few.Of(work)).Times(1 / trading.Orders);
        var twin = tradingCoins.Of(work).Minus(fewCoins.Of(work)).Times(1 / tradingCoins.Orders);
        return single.Plus(twin.Minus(single).Times(symbolCount - 1));
    }
}
