using PowerTrader.Core.Analytics;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Analytics;

public class TradeFiguresTests
{
    [Fact]
    public void Figures_ThreeClosedOneOpen_ShowBothSides()
    {
        var figures = TradeFigures.Of(
            [Trade(100, 10, 10, 1), Trade(200, 30, 20), Trade(100, -20, 30, 2)],
            [new OpenTrade(Btc, 4, "made-up", Start, 300, 240, 0)]);

        (figures.Closed, figures.Won, figures.Open).ShouldBe((3, 2, 1));
        figures.HitRate!.Value.ShouldBe(2 / 3d, 1e-12);
        // Sold now, the open one loses 60: 2 of 4.
        figures.HitRateAtMarket.ShouldBe(0.5);
        // (10 + 30) ÷ 20; with the open one 40 ÷ 80.
        figures.ProfitFactor.ShouldBe(2);
        figures.ProfitFactorAtMarket.ShouldBe(0.5);
        // 20 ÷ 3; with the open one −40 ÷ 4.
        figures.Expectancy!.Value.ShouldBe(20m / 3, 1e-20m);
        figures.ExpectancyAtMarket.ShouldBe(-10);
        // 10 %, 15 %, −20 %.
        figures.ExpectancyShare!.Value.ShouldBe(0.05 / 3, 1e-12);
        // Mean profit 20, mean loss 20.
        figures.Payoff.ShouldBe(1);
        (figures.Best, figures.Worst).ShouldBe((30m, -20m));
        (figures.MeanHours, figures.MeanSteps).ShouldBe((20, 1));
        figures.MeanAdverse.ShouldBeNull();
    }

    [Fact]
    public void Figures_NothingTraded_AreNotKnown()
    {
        var figures = TradeFigures.Of([], []);

        (figures.HitRate, figures.ProfitFactor, figures.Expectancy, figures.Best).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void Excursion_LadderDeal_IsMeasuredAgainstItsMoney()
    {
        // Bar 0 before the deal. At the open of bar 1: 1 coin at 100, fee 1 (tied up 101). Its low 80: 80 − 101 = −21.
        // At the open of bar 2 one more at 80, fee 1 (tied up 182, the most). Low 70: 140 − 182 = −42. High 120: 240 − 182 = 58.
        // At the open of bar 3 all sold at 110, fee 2: 220 − 2 − 182 = 36. Bar 3's high of 500 is nothing to it any more.
        var excursion = Excursion.Of(
            [Buy(1, 1, 100, fee: 1), Buy(2, 1, 80, "dca:1", 1), Sell(3, 2, 110, fee: 2)],
            [Bar(0, 100, 900, 1, 100), Bar(1, 100, 101, 80, 80), Bar(2, 80, 120, 70, 110), Bar(3, 110, 500, 5, 110)]);

        excursion.ShouldBe(new Excursion(-42, 58, -42m / 182, 58m / 182));
    }

    [Fact]
    public void Excursion_FillsInsideABar_CountAtTheirPrices()
    {
        // Bought and sold within the bar: its low and high may lie before or after, so only the sale itself is seen: −5 of 100.
        Excursion.Of([Buy(0.2, 1, 100), Sell(0.8, 1, 95)], [Bar(0, 100, 200, 10, 100)]).ShouldBe(new Excursion(-5, 0, -0.05m, 0));
        // Still open, with what a sale would cost: 1 % of 150.
        Excursion.Of([Buy(0, 1, 100)], [Bar(0, 100, 150, 100, 100)], 0.01m).ShouldBe(new Excursion(-1, 48.5m, -0.01m, 0.485m));
        Excursion.Of([], []).ShouldBe(new Excursion(0, 0, 0, 0));
    }

    [Fact]
    public void Exposure_HalfTheTime_IsWeighedByTime()
    {
        // One day flat at 100, then two days with 60 of 120 held (bought for 48), then the end.
        var figures = ExposureFigures.Of(
            [new(Day(0), 100, 100, 0, 0), new(Day(1), 120, 60, 60, 48), new(Day(3), 130, 130, 0, 0)],
            [Buy(24, 1, 48), Sell(72, 1, 66)]);

        figures.Mean.ShouldBe(0.5m * 2 / 3, 1e-20m);
        figures.Highest.ShouldBe(0.5m);
        figures.TimeInMarket.ShouldBe(2m / 3, 1e-20m);
        figures.MeanLocked.ShouldBe(0.4m * 2 / 3, 1e-20m);
        figures.HighestLocked.ShouldBe(0.4m);
        // Mean equity (100 + 120 × 2) ÷ 3 = 113.33; the lesser side is 48: 0.42353; × 365 ÷ 3 days.
        figures.Turnover.ShouldBe(48m * 3 / 340, 1e-20m);
        figures.TurnoverPerYear!.Value.ShouldBe(48m * 3 / 340 * 365 / 3, 1e-18m);
    }

    [Fact]
    public void Exposure_OneMark_HasNoTime() => ExposureFigures.Of(Daily(100), []).TurnoverPerYear.ShouldBeNull();
}
