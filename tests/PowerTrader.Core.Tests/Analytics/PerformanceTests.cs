using PowerTrader.Core.Analytics;
using PowerTrader.Core.Serialization;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Analytics;

public class PerformanceTests
{
    [Fact]
    public void Report_YearOfDoubling_HasItsReturns()
    {
        // 100 → 200 in 365.25 days, without a day between: 100 % a year.
        var report = Performance.Of(new PerformanceInput("made up", "USDT", [new(Day(0), 100, 100, 0, 0), new(Day(365.25), 200, 200, 0, 0)]));

        report.Returns.Total.ShouldBe(1);
        report.Returns.TimeWeighted.ShouldBe(1);
        report.Returns.Cagr!.Value.ShouldBe(1, 1e-12);
        report.Period.Days.ShouldBe(365.25);
        report.Risk.MaxDrawdown.ShouldBe(0);
        report.Risk.Calmar.ShouldBeNull();
        (report.Attribution, report.Benchmark, report.Correlations).ShouldBe((null, null, null));
    }

    [Fact]
    public void Report_MoneyPaidIn_IsNoProfit()
    {
        // 100 → 110, 90 paid in at that mark (equity 200), → 180. Profit 180 − 100 − 90 = −10 on 190 given; time-weighted 1.1 × 0.9 − 1 = −1 %.
        var report = Performance.Of(new PerformanceInput("made up", "USDT", Daily(100, 200, 180)) { Flows = [new ExternalFlow(Day(1), 90, 110)] });

        report.Money.NetFlows.ShouldBe(90);
        report.Money.Profit.ShouldBe(-10);
        report.Returns.Total.ShouldBe(-10m / 190);
        report.Returns.TimeWeighted.ShouldBe(-0.01m);
        report.Returns.Cagr.ShouldBeNull();
    }

    [Fact]
    public void Report_EverythingWonAndMuchLocked_ShowsIt()
    {
        // One deal won 5; another is open since day 0, cost 60, worth 30: equity 75.
        var report = Performance.Of(Whole());

        report.Trades.HitRate.ShouldBe(1);
        report.Trades.HitRateAtMarket.ShouldBe(0.5);
        report.Money.ShouldBe(new MoneyFigures(100, 75, 0, -25, 5, -30, 0, 60, 0.8m, 40, 3, 60));
        report.Risk.MaxDrawdown.ShouldBe(0.25m);
        // Of 40 days 40 are below the start.
        report.Risk.LongestDrawdownDays.ShouldBe(40);
        report.Returns.Cagr!.Value.ShouldBe(Math.Pow(0.75, 365.25 / 40) - 1, 1e-12);
        report.Risk.Calmar!.Value.ShouldBe(report.Returns.Cagr.Value / 0.25, 1e-12);
        report.Attribution!.Total.ShouldBe(report.Money.Profit);
        // It lost a quarter where the benchmark gained a tenth.
        report.Benchmark!.Excess.ShouldBe(-0.35, 1e-12);
        report.Correlations!.Names.ShouldBe(["BTC", "ETH"]);
    }

    [Fact]
    public void Report_AsWire_IsReadBackTheSame()
    {
        var text = Wire.Write(Performance.Of(Whole()));

        Wire.Write(Wire.Read<PerformanceReport>(text)).ShouldBe(text);
        text.ShouldContain("\"hitRateAtMarket\":0.5");
    }

    [Fact]
    public void Report_NoMark_SaysWhatIsMissing() =>
        Should.Throw<ArgumentException>(() => Performance.Of(new PerformanceInput("made up", "USDT", []))).Message.ShouldContain("give at least the start");

    [Fact]
    public void Report_OneMark_KnowsNothingYet()
    {
        var report = Performance.Of(new PerformanceInput("made up", "USDT", Daily(100)));

        (report.Returns.TimeWeighted, report.Risk.Days, report.Months.Count).ShouldBe((0m, 0, 0));
    }

    private static PerformanceInput Whole() => new("made up", "USDT", [new(Day(0), 100, 40, 60, 60), new(Day(20), 90, 45, 45, 60), new(Day(40), 75, 45, 30, 60)])
    {
        Fills = [Buy(0, 60, 1), Buy(1, 1, 10, symbol: Eth), Sell(2, 1, 15, symbol: Eth) with { Profit = 5 }],
        Closed = [Trade(10, 5)],
        Open = [new OpenTrade(Btc, 2, "made-up", Start, 60, 30, 0)],
        Windows = [new CoinWindow(Btc, Day(0), Day(40), 1, 0.5m, 30), new CoinWindow(Eth, Day(0), Day(40), 10, 10, 0)],
        Benchmark = [new(Day(0), 10), new(Day(40), 11)],
        Prices = new Dictionary<string, IReadOnlyList<PricePoint>> { ["ETH"] = Prices(1, 2, 1), ["BTC"] = Prices(1, 2, 1) },
        RefusedSteps = 3,
    };
}
