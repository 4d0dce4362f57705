using PowerTrader.Adapters.Metering;
using PowerTrader.Core;
using static PowerTrader.Host.Costing.CloudAssumptions;

namespace PowerTrader.Host.Costing;

/// <summary>A limit of a service or of time, and at how many tenants it is met.</summary>
/// <param name="Steady">Tenants at which the month's average reaches it; null where tenants do not bring it nearer.</param>
/// <param name="Rush">Tenants at which it is reached when every one of them orders within one tick.</param>
/// <param name="Answer">What the design does about it.</param>
internal sealed record CostLimit(string Name, double Limit, string Unit, double Now, double? Steady, double? Rush, string Answer);

internal static class CostLimits
{
    private const double Most = 1e9;

    public static IReadOnlyList<CostLimit> Of(CountedRuns runs, CostQuestion question, PriceList prices)
    {
        CostBill Bill(double tenants) => CostBill.Of(runs, question with { Tenants = tenants }, prices);
        var single = CostBill.Of(runs, question with { Tenants = 1, Orders = 1 }, prices);
        CostLimit Rate(string name, double limit, string unit, Func<CostBill, double> month, Func<CostBill, double> order, string answer) => new(
            name, limit, unit, month(Bill(question.Tenants)) / Month, Reached(tenants => month(Bill(tenants)) / Month, limit),
            limit * question.Tick.TotalSeconds / order(single), answer);
        CostLimit Time(string name, double limit, Func<CostBill, double> seconds, string answer) => new(
            name, limit, "s", seconds(Bill(question.Tenants)), Reached(tenants => seconds(Bill(tenants)), limit), null, answer);
        var loadSeconds = MonthOfWork.SecondsOf(runs.Load);
        return
        [
            new("rows of one tenant's partition", 2000, "/s", runs.TenantRowsPerTick / question.Tick.TotalSeconds, null, null,
                "a portfolio is a partition of its own: more tenants are more partitions"),
            Rate("rows of the shared quotes partition", 2000, "/s", bill => QuoteRows(bill, question.Symbols), bill => CycleUnits(bill) * question.Symbols,
                "an instance keeps quotes for a tick: cycles on it share one read"),
            Rate("requests to the storage account", 20_000, "/s", Requests, OrderRequests, "tenants in shards, an account each (not built): no batch spans two partitions"),
            Rate("Service Bus credits of the namespace", 1000, "/s", bill => bill.Works.Sum(work => work.Use[CloudMeter.BusOperations]),
                bill => OrderWorks(bill).Sum(work => work.Use[CloudMeter.BusOperations]), "throttled sends stay in the outbox and go later; beyond it a namespace per shard (not built)"),
            new("orders handled within their minute", MostInstances * SessionsAtOnce * 60 / OrderSeconds(Bill(1)), "/min", question.Tenants * question.Orders / Month * 60,
                MostInstances * SessionsAtOnce * Month / OrderSeconds(Bill(1)) / question.Orders, MostInstances * SessionsAtOnce * 60 / OrderSeconds(Bill(1)),
                "an order is refused once it is stale, never sent late; more instances"),
            Rate("actions of the Durable scheduler (Consumption)", 500, "/s", bill => bill.Works.Sum(work => work.Episodes + work.Use[CloudMeter.Activities]),
                bill => OrderWorks(bill).Sum(work => work.Episodes + work.Use[CloudMeter.Activities]), "actions wait, nothing is lost; the dedicated tier has 2,000 a unit"),
            Time("trade tick within its interval", question.Tick.TotalSeconds, bill => bill.Work(Names.TradeTick).UnitSeconds,
                "missed ticks collapse into one; beyond it tenants in shards, a timer each (not built)"),
            Time("reconciliation within five minutes", 300, bill => bill.Work(Names.Reconcile).UnitSeconds,
                "unreconciled for fifteen minutes, a portfolio only sells; beyond it shards (not built)"),
            new("a new instance's first tick", question.Tick.TotalSeconds, "s", question.Tenants * loadSeconds / question.AtOnce, question.Tick.TotalSeconds * question.AtOnce / loadSeconds, null,
                "that tick takes longer once; nothing is skipped"),
            new("memory of loaded portfolios", Memory * BookShare * 1000, "MB", question.Tenants * BookBytes / 1e6, Memory * BookShare * 1e9 / BookBytes, null, "an instance of 4 GB; beyond it shards (not built)"),
            .. Venue(runs, question),
        ];
    }

    private static IEnumerable<CostLimit> Venue(CountedRuns runs, CostQuestion question)
    {
        var tick = runs.Each(Names.MarketTick, 1, question.Symbols)[CloudMeter.VenueWeight];
        var order = OrderNames.Sum(name => runs.PerOrder(name, question.Symbols)[CloudMeter.VenueWeight]);
        var account = OrderNames.Append(Names.Reconcile).Sum(name => runs.PerOrder(name, question.Symbols)[CloudMeter.AccountWeight]);
        var windows = question.Tick.TotalSeconds / 30;
        yield return new("KuCoin's public weights of one address", 2000, "/30 s", tick + question.Tenants * question.Orders * order / Month * 30,
            (2000 - tick) / order * Month / 30 / question.Orders, (2000 - tick) / order * Math.Max(1, windows),
            "ticks ask once for all tenants; orders ask for themselves and, where the window is full, are refused as stale: sharing quotes that are still fresh is not built");
        yield return new("KuCoin's spot weights of one account", 4000, "/30 s", question.Orders * account / Month * 30, null, null,
            "each account has its own: more tenants are more quota");
    }

    private static readonly string[] OrderNames = [Names.TradeCycle, Names.OrdersQueue, Names.TrackOrder];

    private static IEnumerable<MonthOfWork> OrderWorks(CostBill bill) => bill.Works.Where(work => OrderNames.Contains(work.Name));

    private static double CycleUnits(CostBill bill) => bill.Work(Names.TradeCycle).Units;

    private static double QuoteRows(CostBill bill, int symbols) => (CycleUnits(bill) + bill.Work(Names.TradeTick).Units) * symbols;

    private static double Requests(CostBill bill) => bill.Rows.Where(row => row.Resource.Contains("transactions", StringComparison.Ordinal) || row.Resource.Contains("Queues", StringComparison.Ordinal))
        .Sum(row => row.Quantity * 1e6);

    private static double OrderRequests(CostBill bill) => OrderWorks(bill).Sum(work => work.Use.TableTransactions
        + (work.Form == WorkForm.Workflow ? work.Units * (TablesPerStart + QueuesPerStart) : 0) + work.Episodes * (TablesPerEpisode + QueuesPerEpisode)
        + work.Use[CloudMeter.Activities] * QueuesPerActivity + work.Use[CloudMeter.Timers] * QueuesPerTimer);

    private static double OrderSeconds(CostBill bill) => bill.Work(Names.OrdersQueue).UnitSeconds;

    /// <summary>The fewest tenants; null where a billion do not reach it.</summary>
    private static double? Reached(Func<double, double> amount, double limit)
    {
        if (amount(Most) < limit) return null;
        var (low, high) = (0d, Most);
        while (high - low > Math.Max(0.5, high * 1e-4)) (low, high) = amount((low + high) / 2) >= limit ? (low, (low + high) / 2) : ((low + high) / 2, high);
        return high;
    }
}
