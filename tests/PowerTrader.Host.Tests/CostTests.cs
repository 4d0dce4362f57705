using PowerTrader.Adapters.Metering;
using PowerTrader.Core;
using PowerTrader.Host.Costing;

namespace PowerTrader.Host.Tests;

/// <summary>Counts of real runs, made once: at two ticks, and once with a gate that reads every head.</summary>
public sealed class CountedTraders : IAsyncLifetime
{
    internal CountedRuns Minute { get; private set; } = null!;

    internal CountedRuns HalfMinute { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Minute = await CountedRuns.CountAsync(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), null, default);
        HalfMinute = await CountedRuns.CountAsync(TimeSpan.FromSeconds(30), TimeSpan.Zero, null, default);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

[Trait("Tier", "long")]
public sealed class CostTests(CountedTraders counted) : IClassFixture<CountedTraders>
{
    private static readonly CostQuestion Question = new(10_000, 5, TimeSpan.FromMinutes(1), 120, TimeSpan.FromMinutes(5), 16);

    [Fact]
    public void Count_HalfTheTick_DoublesItsExecutionsAndLeavesTheOthers()
    {
        var minute = CostBill.Of(counted.Minute, Question, PriceList.Default);
        var half = CostBill.Of(counted.HalfMinute, Question with { Tick = TimeSpan.FromSeconds(30) }, PriceList.Default);

        half.Work(Names.TradeTick).Executions.ShouldBe(2 * minute.Work(Names.TradeTick).Executions);
        half.Work(Names.Reconcile).Executions.ShouldBe(minute.Work(Names.Reconcile).Executions);
        half.Total.ShouldBeGreaterThan(minute.Total);
    }

    [Fact]
    public void Count_GateThatTrustsWhatItRead_ReadsLessForEachTenant()
    {
        var trusting = Tenant(counted.Minute, Names.TradeTick)[CloudMeter.TableReads];
        var reading = Tenant(counted.HalfMinute, Names.TradeTick)[CloudMeter.TableReads];

        // The tenant's halt and the head, the latter looked at again before a change that is none.
        reading.ShouldBe(3, 0.05);
        // Three reads when it is looked at: by age, and after the reconciliation's own write; both once in five ticks.
        trusting.ShouldBeInRange(3 / 5d, 3 * 2 / 5d);
    }

    [Fact]
    public void Count_MarketTick_CostsATenantNothing()
    {
        var tenant = Tenant(counted.Minute, Names.MarketTick);

        tenant.TableTransactions.ShouldBe(0, 1e-9);
        tenant[CloudMeter.VenueCalls].ShouldBe(0, 1e-9);
        counted.Minute.Each(Names.MarketTick, 1, 10)[CloudMeter.VenueCalls].ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Count_AnOrder_IsOneMessageSentDeliveredAndSettled()
    {
        counted.Minute.Orders.ShouldBeGreaterThan(10);
        counted.Minute.PerOrder(Names.TradeCycle, 1)[CloudMeter.BusOperations].ShouldBe(1, 0.01);
        counted.Minute.PerOrder(Names.OrdersQueue, 1)[CloudMeter.BusOperations].ShouldBe(2, 0.01);
        counted.Minute.PerOrder(Names.TrackOrder, 1)[CloudMeter.Activities].ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task Each_TenantsThatWereNotRun_IsWhatARunOfThemCounts()
    {
        var expected = counted.Minute.Each(Names.Reconcile, 7, 2).TableTransactions;
        using var trader = new CountedTrader();
        await trader.PrepareAsync(TestContext.Current.CancellationToken);

        var run = await trader.RunAsync(
            new RunShape(7, 2, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), Trading: false), TestContext.Current.CancellationToken);

        run.Each(Names.Reconcile).TableTransactions.ShouldBe(expected, 0.01);
    }

    [Fact]
    public void Bill_TenThousandTenants_MeetsTheTarget_AndSaysWhereItDoesNot()
    {
        var report = CostReport.Of(counted.Minute, Question, PriceList.Default);
        var slow = CostReport.Of(counted.HalfMinute, Question with { Tick = TimeSpan.FromSeconds(30), GateAge = TimeSpan.Zero, AtOnce = 1 }, PriceList.Default);

        report.MeetsTarget.ShouldBeTrue();
        slow.MeetsTarget.ShouldBeFalse();
        slow.Limits.First(limit => limit.Name.StartsWith("trade tick", StringComparison.Ordinal)).Steady!.Value.ShouldBeLessThan(10_000);
    }

    [Fact]
    public void Bill_OwnPrices_ChangeOnlyTheirRows()
    {
        var dear = PriceList.Default.With(new Dictionary<string, decimal> { ["bus.baseMonth"] = 100m }, "mine");
        var own = CostBill.Of(counted.Minute, Question, dear);
        var list = CostBill.Of(counted.Minute, Question, PriceList.Default);

        (own.Total - list.Total).ShouldBe(100 - PriceList.Default["bus.baseMonth"], 1e-6);
        own.Rows.Zip(list.Rows).Count(pair => pair.First.Cost != pair.Second.Cost).ShouldBe(1);
    }

    [Fact]
    public void Limits_AtTheTenantsTheyName_AreMet()
    {
        var report = CostReport.Of(counted.Minute, Question, PriceList.Default);

        foreach (var limit in report.Limits.Where(limit => limit.Steady is not null))
        {
            var there = CostReport.Of(counted.Minute, Question with { Tenants = limit.Steady!.Value }, PriceList.Default).Limits.First(each => each.Name == limit.Name);
            there.Now.ShouldBe(limit.Limit, limit.Limit * 0.02, limit.Name);
        }
    }

    private static CloudUse Tenant(CountedRuns runs, string work) => runs.Each(work, 1, 1).Minus(runs.Each(work, 0, 1));
}
