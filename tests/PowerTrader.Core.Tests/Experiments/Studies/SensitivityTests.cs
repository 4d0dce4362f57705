using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Tests.Analytics;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Experiments.Studies;

public class SensitivityTests
{
    [Fact]
    public void Of_DealsByHand_TakesOpenOnesAtMarket()
    {
        var run = BacktestEngine.Run(BacktestPerformanceTests.Request(0.01m, 0, 0));

        var returns = DealReturns.Of(run);

        // 17.8 of 10,000; then −13.09 of the 10,017.8 that there were before the second purchase.
        returns.Count.ShouldBe(2);
        returns[0].ShouldBe(0.00178, 1e-12);
        returns[1].ShouldBe(-13.09 / 10_017.8, 1e-12);
    }

    [Fact]
    public void Of_ARequest_ChangesOneThingInEachCase()
    {
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(1, 50))]);

        var cases = SensitivityCase.Of(request);

        foreach (var one in cases)
        {
            var changed = (one.Request.Costs != request.Costs ? 1 : 0) + (one.Request.Fills != request.Fills ? 1 : 0);
            changed.ShouldBe(1, one.Name);
            (one.Request with { Costs = request.Costs, Fills = request.Fills }).ShouldBe(request with { Costs = request.Costs });
        }
        cases.Select(one => one.Group).Distinct().ShouldBe(["fee", "slippage", "spread", "latency", "path", "volume"]);
    }

    [Fact]
    public void Of_NoVolumeKnown_LeavesVolumeOut()
    {
        var candles = BacktestWorld.Walk(1, 50).Select(candle => candle with { Volume = 0 }).ToList();

        SensitivityCase.Of(new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)])).ShouldAllBe(one => one.Group != "volume");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_DaysKept_AreTheLastBarsOfDays(bool gaps)
    {
        var candles = BacktestWorld.Walk(4, 200, gaps);
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always", KeepsDays = true };

        var run = BacktestEngine.Run(request);
        var alone = BacktestEngine.Run(request with { KeepsDetails = false });

        var byHand = run.Equity.GroupBy(point => DailyReturns.DayOf(point.Time)).Select(day => day.Last()).ToList();
        run.Days.Select(point => (point.Time, point.Equity, point.Cash)).ShouldBe(byHand.Select(point => (point.Time, point.Equity, point.Cash)));
        alone.Days.Select(point => point.Equity).ShouldBe(byHand.Select(point => point.Equity));
        alone.Equity.Count.ShouldBe(0);
    }
}
