using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>What stands beside a profit: rivals, locked money, and the bracket where the order of prices is not known.</summary>
public class HonestFiguresTests
{
    /// <summary>Ten days up by a tenth, and then down to half: whatever was bought is locked.</summary>
    private static readonly List<Candle> Fall =
        [.. Enumerable.Range(0, 2000).Select(i => 100m * (i < 1000 ? 1 + i / 10_000m : 1.1m - (i - 1000) * 0.0006m)).Select((price, i) => BacktestWorld.Bar(i, price, price * 1.001m, price * 0.999m, price))];

    [Fact]
    public void Of_AStrategyThatNeverSellsAtALoss_ShowsWhatIsLocked()
    {
        var run = BacktestEngine.Run(new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, Fall)]) { Strategy = "always" });

        var figures = HonestFigures.Of(run, []);

        figures.WonDeals.ShouldBe(figures.ClosedDeals);
        figures.UnrealisedProfit.ShouldBeLessThan(0);
        figures.LockedCapital.ShouldBe(run.OpenDeals[0].Cost / run.FinalValue);
        figures.LockedByAge.ShouldHaveSingleItem().Age.ShouldBe("30 to 90 days");
        figures.LockedByAge[0].Share.ShouldBe(figures.LockedCapital);
        figures.MostLocked!.Value.ShouldBeGreaterThanOrEqualTo(figures.LockedCapital);
        figures.MoneyNeeded.ShouldBeGreaterThanOrEqualTo(run.OpenDeals[0].Cost);
        figures.FinalValue.ShouldBe(10_000 + figures.RealisedProfit + figures.UnrealisedProfit, 0.000001m);
    }

    [Fact]
    public void Rivals_OfAHolder_AreWhatTheyWouldHaveHad()
    {
        // Holds a quarter of its cash from the second bar on: the matched hold does the very same.
        var request = BacktestWorld.Ideal(Fall, (in BarWindow bars, BacktestDesk desk) =>
        {
            if (bars.Count == 1) desk.Send(BacktestWorld.Buy(25, 110, OrderKind.Market));
        });
        var run = BacktestEngine.Run(request);

        var rival = Rivals.Of(request, run).ShouldHaveSingleItem("a strategy without other entries has no rivals of entries");

        var expected = 10_000 + 10_000 * run.Exposure * (Fall[^1].Close / Fall[1].Open - 1);
        rival.FinalValue!.Value.ShouldBe(expected, 1);
        rival.MaxDrawdown!.Value.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Rivals_OfTheKernel_KeepExitsAndEntryRate()
    {
        var candles = BacktestWorld.Walk(31, 3000);
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles) { Tape = ForecastTape.Build(Timeframe.Hour1, candles) }])
        {
            Settings = PowerTrader.Core.Settings.TraderSettings.Default,
        };
        var always = BacktestEngine.Run(request with { Strategy = "always" });

        var rivals = Rivals.Of(request, BacktestEngine.Run(request));

        rivals.Select(rival => rival.Name).ShouldBe([Rivals.Hold, Rivals.Always, Rivals.Random]);
        rivals[0].Bracket.ShouldBeNull("who only holds has no exit that trails");
        foreach (var rival in rivals.Skip(1)) (rival.FinalValue is null, rival.MaxDrawdown is null).ShouldBe((rival.Bracket!.TooWide, rival.Bracket.TooWide));
        always.FinalValue.ShouldBeInRange(rivals[1].Bracket!.FinalValue.Low, rivals[1].Bracket!.FinalValue.High);
        rivals[2].Lowest!.Value.ShouldBeLessThanOrEqualTo(rivals[2].Bracket!.FinalValue.High);
        rivals[2].Highest!.Value.ShouldBeGreaterThanOrEqualTo(rivals[2].Bracket!.FinalValue.Low);
        Rivals.Of(request with { Strategy = "always" }, always).Select(rival => rival.Name).ShouldNotContain(Rivals.Always);
    }

    [Fact]
    public void Bracket_WhereThePathDecides_IsTooWideForOneNumber()
    {
        // Each bar could have armed the exit and fallen through it, or the other way round.
        var candles = Enumerable.Range(0, 400).Select(i => BacktestWorld.Bar(i, 100, i % 5 == 4 ? 108 : 101, 99, 100)).ToList();
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always" };

        var bracket = PathRuns.Bracket(request, BacktestEngine.Run(request));

        bracket.Low.ShouldBeLessThanOrEqualTo(bracket.High);
        bracket.Width.ShouldBe(bracket.High - bracket.Low);
        Ends(10_102, 10_100, 10_105).IsTooWide.ShouldBeFalse();
        Ends(10_101, 10_100, 10_112).IsTooWide.ShouldBeTrue();
        Ends(10_000, 9_990, 10_010).IsTooWide.ShouldBeTrue("nobody knows whether it won");
        Ends(10_050, 10_100, 10_101).IsTooWide.ShouldBeTrue("the run itself is outside of both paths");
        Ends(10_000, 10_000, 10_000).IsTooWide.ShouldBeFalse();
        Ends(10_050, 10_060, 10_101).Lowest.FinalValue.ShouldBe(10_050, "the least of the three, whichever it is");
    }

    [Fact]
    public void Range_OfAFigure_IsThatOfThreeRuns()
    {
        var candles = BacktestWorld.Walk(31, 1200);
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always", KeepsDays = true };
        BacktestRun Played(PricePath path) => BacktestEngine.Run(request with { Fills = request.Fills with { Model = FillModel.Path, Path = path } });
        BacktestRun[] runs = [BacktestEngine.Run(request), Played(PricePath.Worst), Played(PricePath.Best)];

        var along = PathRuns.Bracket(request, runs[0]).Runs;

        along.Range(run => run.MaxDrawdown).ShouldBe(new FigureRange(runs.Min(run => run.MaxDrawdown), runs.Max(run => run.MaxDrawdown)));
        along.Range(run => run.Realised).ShouldBe(new FigureRange(runs.Min(run => run.Head.Realised.Amount), runs.Max(run => run.Head.Realised.Amount)));
        along.Range(run => run.Return).ShouldBe(new FigureRange(runs.Min(run => run.FinalValue) / 10_000 - 1, runs.Max(run => run.FinalValue) / 10_000 - 1));
        along.Range(run => run.Sharpe)!.Value.Low.ShouldBe(runs.Min(run => RunFigures.Of(run).Sharpe!.Value));
    }

    /// <summary>A run that was asked for along a path is that end of the bracket itself.</summary>
    [Fact]
    public void Of_RunAlongAPath_IsNotPlayedAgain()
    {
        var candles = BacktestWorld.Walk(5, 300);
        var request = PathRuns.Through(new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always" }, PricePath.Worst);
        var run = BacktestEngine.Run(request);

        PathRuns.Of(request, run).Worse.ShouldBeSameAs(run);
        PathRuns.IsKnown(request).ShouldBeFalse();
        PathRuns.IsKnown(request with { Strategy = "sma-cross" }).ShouldBeTrue();
    }

    /// <summary>What was held when a price beyond all numbers came counts at the price before it.</summary>
    [Theory]
    [InlineData(20)]
    [InlineData(21)]
    public void Run_PriceBeyondAllNumbersWhileHolding_EndsWithWhatWasThereBefore(int bought)
    {
        const decimal Beyond = 79_000_000_000_000_000_000_000_000_000m;
        List<Candle> candles = [.. Enumerable.Range(0, 40).Select(i => i < 21 ? BacktestWorld.Bar(i, 100, 101, 99, 100) : BacktestWorld.Bar(i, 100, Beyond, 99, Beyond))];
        var request = BacktestWorld.Ideal(candles, (in BarWindow bars, BacktestDesk desk) =>
        {
            if (bars.Count == bought) desk.Send(BacktestWorld.Buy(10, 110, OrderKind.Market));
        });

        var run = BacktestEngine.Run(request);

        (run.End.Kind, run.End.IsBeyondRange).ShouldBe((RunEndKind.Failed, true));
        run.OpenDeals.ShouldHaveSingleItem();
        run.FinalValue.ShouldBe(10_000, 20);
    }

    private static PathBracket Ends(decimal asked, decimal worse, decimal better)
    {
        static RunFigures Ending(decimal value) => new(value, value - 10_000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, null, null, null, null);
        return new PathBracket(10_000, new Along<RunFigures>(Ending(asked), Ending(worse), Ending(better)));
    }

    [Fact]
    public void Path_MinuteByMinute_SellsNearTheTrailingLine_WhereClosesSeeNothing()
    {
        // Up 8 % and back within one bar: an hourly look never sees it, the minute's trailing exit sells on the way down.
        List<Candle> candles = [.. Enumerable.Range(0, 100).Select(i => BacktestWorld.Bar(i, 100, i == 90 ? 108 : 100.2m, 99.8m, 100))];
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always" };

        var closes = BacktestEngine.Run(request);
        var path = BacktestEngine.Run(request with { Fills = FillRules.Default with { Model = FillModel.Path, Path = PricePath.OpenHighLowClose } });

        closes.Deals.ShouldBeEmpty();
        var sale = path.Fills.First(fill => fill.Side == PowerTrader.Core.Orders.OrderSide.Sell);
        // Peak 108 less the gap of 0.5 % and the way of one minute, 0.4 a minute down to the low.
        sale.Price.Value.ShouldBeInRange(108m * 0.995m - 2 * 0.42m, 108m * 0.995m);
    }

    [Theory]
    [InlineData("always")]
    [InlineData("dca")]
    public void Of_RunWithoutItsCurve_KnowsTheMostThatWasLockedAllTheSame(string strategy)
    {
        var request = new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(7, 900))]) { Strategy = strategy };

        var (whole, lean) = (BacktestEngine.Run(request), BacktestEngine.Run(request with { KeepsEquity = false }));

        lean.Equity.ShouldBeEmpty();
        whole.Equity.MostLocked().ShouldBeGreaterThan(0);
        HonestFigures.Of(lean, []).MostLocked.ShouldBe(whole.Equity.MostLocked());
        (lean.TradesHash, lean.FinalValue, lean.MaxDrawdown, lean.Exposure).ShouldBe((whole.TradesHash, whole.FinalValue, whole.MaxDrawdown, whole.Exposure));
    }
}
