using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Reports;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Reports;

public sealed class ReportBuilderTests
{
    [Fact]
    public void Of_LongCurve_KeepsEveryExtremeAndSaysSo()
    {
        var marks = Enumerable.Range(0, 50_000).Select(hour => new EquityMark(Hour(hour), 1000 + hour % 977, 500, 500, hour == 31_313 ? 900 : 100)).ToList();
        marks[12_345] = marks[12_345] with { Equity = 1 };
        marks[45_678] = marks[45_678] with { Equity = 99_999 };

        var data = ReportBuilder.Of(Source(marks));

        data.Curve.Time.Count.ShouldBeLessThanOrEqualTo(2_001);
        data.Curve.Time.ShouldBeInOrder();
        (data.Curve.Equity.Min(), data.Curve.Equity.Max(), data.Curve.Equity[^1]).ShouldBe((1, 99_999, marks[^1].Equity));
        data.Curve.Locked.Max().ShouldBe(marks.Max(mark => decimal.Round(mark.Locked / mark.Equity, 5)));
        data.Curve.Drawdown.Max().ShouldBe(decimal.Round(data.Performance.Risk.MaxDrawdown, 5));
        data.Thinned.ShouldHaveSingleItem().ShouldContain("of 50000 marks");
    }

    [Fact]
    public void Of_ShortCurve_KeepsEveryMark()
    {
        var data = ReportBuilder.Of(Source(Daily(100, 90, 120)));

        data.Curve.Equity.ShouldBe([100, 90, 120]);
        data.Curve.Drawdown.ShouldBe([0, 0.1m, 0]);
        data.Thinned.ShouldBeEmpty();
    }

    [Fact]
    public void Of_ManyCandles_MergesNeighboursWithoutLosingAnExtreme()
    {
        var candles = Enumerable.Range(0, 4000).Select(hour => Bar(hour, 100, hour == 1234 ? 500 : 110, hour == 2345 ? 5 : 90, 105)).ToList();
        var level = new ForecastLevel(Hour(3), Timeframe.Day1, 95, 115);

        var prices = ReportBuilder.Of(Source(Daily(1, 2)) with { Coins = [new ReportCoin(Btc, Timeframe.Hour1, candles, [level])] }).Coins.ShouldHaveSingleItem();

        (prices.Merged, prices.Time.Count, prices.High.Max(), prices.Low.Min()).ShouldBe((3, 1334, 500, 5));
        var levels = prices.Levels.ShouldHaveSingleItem();
        (levels.At[0], levels.Low[0], levels.High[0]).ShouldBe((1, 95, 115));
    }

    /// <summary>Two coins for 10 and 2 of fee, one more for 4: 12 ÷ 2 = 6, then 16 ÷ 3; a sale takes its part and leaves the cost a coin.</summary>
    [Fact]
    public void Of_Deal_CarriesItsCostACoin()
    {
        var input = new PerformanceInput("x", "USDT", Daily(100, 101, 102))
        {
            Fills = [Buy(1, 2, 5, fee: 2), Buy(2, 1, 4, "dca:1"), Sell(3, 1.5m, 6)],
            Open = [new OpenTrade(Btc, 1, "x", Hour(1), 8, 9, 1)],
        };

        var deal = ReportBuilder.Of(new ReportSource("paper", input, Honest())).Deals.ShouldHaveSingleItem();

        deal.Levels.ShouldBe([6, 5.33333m, 5.33333m]);
        (deal.Closed, deal.Steps, deal.Profit).ShouldBe((null, 1, 2m));
    }

    [Fact]
    public void Of_Surface_TakesTheMedianOverWhatElseVaried()
    {
        var trials = new[] { (1m, 10m, 1m, 100m), (1, 10, 2, 300), (1, 10, 3, 110), (2, 10, 1, 50), (2, 20, 1, 70) }
            .Select(one => new Trial(new Dictionary<string, decimal> { ["a"] = one.Item1, ["b"] = one.Item2, ["c"] = one.Item3 }, one.Item4)).Append(new Trial(new Dictionary<string, decimal> { ["a"] = 9 }, null)).ToList();

        var surface = TrialSurface.Of(new TrialSet("final value", trials));

        (surface.X, surface.Y, surface.Trials).ShouldBe(("a", "b", 5));
        surface.Cells[0].ShouldBe([110, 50]);
        surface.Cells[1].ShouldBe([null, 70]);
        Should.Throw<ArgumentException>(() => TrialSurface.Of(new TrialSet("final value", trials, X: "d"))).Message.ShouldBe("x: 'd' is no parameter of the trials; use one of a, b, c");
        Should.Throw<ArgumentException>(() => TrialSurface.Of(new TrialSet("final value", []))).Message.ShouldContain("none has a value");
    }

    /// <summary>1,000 of money; two coins for 200 and 2 of fee at hour 1, one sold for 120 at hour 3; closes 100, 110, 90, 130.</summary>
    [Fact]
    public void WithHours_Fills_GiveTheEquityOfEachClose()
    {
        var input = new PerformanceInput("x", "USDT", [new EquityMark(Start, 1000, 1000, 0, 0), new EquityMark(Hour(4), 1048, 918, 130, 101)])
        {
            Fills = [Buy(1, 2, 100, fee: 2), Sell(3, 1, 120)],
        };
        var candles = new Dictionary<Symbol, IReadOnlyList<Candle>> { [Btc] = [Bar(0, 100, 100, 100, 100), Bar(1, 100, 110, 100, 110), Bar(2, 110, 110, 90, 90), Bar(3, 90, 130, 90, 130)] };

        var marks = StoredMarks.WithHours(input, candles, TimeSpan.FromHours(1), 0).Marks;

        marks.Select(mark => mark.Equity).ShouldBe([1000, 998, 1018, 1008, 1048]);
        marks.Select(mark => mark.Locked).ShouldBe([0, 202, 202, 101, 101]);
        StoredMarks.WithHours(input with { Flows = [new ExternalFlow(Hour(2), 50)] }, candles, TimeSpan.FromHours(1), 0).Marks.Count.ShouldBe(2, "the fills do not tell all");
    }

    internal static HonestFigures Honest() => new(1, 0, 0, 0, 0, null, [], 0, 0, 0, 0, 0, 0, []);

    private static ReportSource Source(IReadOnlyList<EquityMark> marks) => new("backtest", new PerformanceInput("x", "USDT", marks), Honest());
}
