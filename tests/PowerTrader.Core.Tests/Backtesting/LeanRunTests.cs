using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Reports;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>What is left out of a run to save memory changes nothing of what is kept.</summary>
public class LeanRunTests
{
    [Theory]
    [Trait("Tier", "full")]
    [InlineData("always")]
    [InlineData("dca")]
    [InlineData("sma-cross")]
    public void Play_CurvesAtSomeInstants_AreTheWholeCurvesThere(string strategy)
    {
        var request = Request(strategy);
        var run = BacktestEngine.Run(request);
        List<DateTimeOffset> instants = [.. run.Equity.Where((_, i) => i % 7 == 3).Select(point => point.Time)];

        var (whole, lean) = (Rivals.Play(request, run, keepsCurves: true), Rivals.Play(request with { EquityAt = instants }, run, keepsCurves: true));

        lean.Select(each => each.Rival).ShouldBe(whole.Select(each => each.Rival));
        foreach (var (few, all) in lean.Zip(whole))
            few.Equity.ShouldBe(all.Equity.Where(point => instants.Contains(point.Time) || point.Time == all.Equity[^1].Time));
    }

    [Fact]
    public void InstantsOf_LongRun_HoldsItsExtremes()
    {
        var run = BacktestEngine.Run(Request("sma-cross"));

        var instants = BacktestSource.InstantsOf(run);

        instants.Count.ShouldBeLessThan(run.Equity.Count);
        instants.ShouldContain(run.Equity.MinBy(point => point.Equity).Time);
        instants.ShouldContain(run.Equity.MaxBy(point => point.Equity).Time);
        instants.ShouldContain(run.Equity[^1].Time);
    }

    [Fact]
    public void Of_RunWithoutItsOrders_KnowsWhatEachFillWasDecidedOn()
    {
        var request = Request("sma-cross");
        var (whole, lean) = (BacktestEngine.Run(request), BacktestEngine.Run(request with { KeepsOrders = false }));

        lean.Orders.ShouldBeEmpty();
        whole.Orders.ShouldNotBeEmpty();
        var orders = whole.Orders.ToDictionary(order => order.Id);
        BacktestPerformance.Of(lean, request).Fills.Select(fill => fill.DecisionPrice).ShouldBe(whole.Fills.Select(fill => (decimal?)orders[fill.OrderId].SignalPrice.Value));
    }

    private static BacktestRequest Request(string strategy) =>
        new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(7, 3000, gaps: true))]) { Strategy = strategy };
}
