using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Experiments.Studies;

public class WalkForwardTests
{
    private static readonly DateTimeOffset Start = BacktestWorld.Start;

    [Fact]
    public void Over_Rolling_TestsFollowEachOtherAndTrainWindowsEndWhereTheyBegin()
    {
        var folds = WalkFold.Over(Start, Start.AddDays(100), TimeSpan.FromDays(30), TimeSpan.FromDays(20), anchored: false);

        folds.Select(fold => ((fold.TrainFrom - Start).Days, (fold.TrainTo - Start).Days, (fold.TestTo - Start).Days)).ShouldBe([(0, 30, 50), (20, 50, 70), (40, 70, 90), (60, 90, 100)]);
    }

    [Fact]
    public void Over_Anchored_BeginsAtTheFirstBar()
    {
        var folds = WalkFold.Over(Start, Start.AddDays(70), TimeSpan.FromDays(30), TimeSpan.FromDays(20), anchored: true);

        folds.ShouldAllBe(fold => fold.TrainFrom == Start);
        folds.Count.ShouldBe(2);
        WalkFold.Over(Start, Start.AddDays(30), TimeSpan.FromDays(30), TimeSpan.FromDays(20), anchored: true).ShouldBeEmpty();
    }

    [Fact]
    public void Run_SameSettingsInEveryWindow_IsOneRunOverAllOfThem()
    {
        var request = Request(BacktestWorld.Walk(11, 1200, gaps: true));
        var folds = WalkFold.Over(Start.AddDays(2), Start.AddDays(49), TimeSpan.FromDays(10), TimeSpan.FromDays(7), anchored: false);

        var walked = WalkForwardTest.Run(request, [.. folds.Select(fold => (fold, StrategyChoice.Of(request)))]);
        var whole = BacktestEngine.Run(request with { From = folds[0].TrainTo, Until = folds[^1].TestTo });

        whole.Fills.Count.ShouldBeGreaterThan(10);
        walked.Whole.TradesHash.ShouldBe(whole.TradesHash);
        (walked.Whole.FinalValue, walked.Whole.MaxDrawdown, walked.Whole.Exposure, walked.Whole.Bars).ShouldBe((whole.FinalValue, whole.MaxDrawdown, whole.Exposure, whole.Bars));
        walked.Whole.Equity.Values.ShouldBe(whole.Equity.Values);
        walked.Whole.Deals.ShouldBe(whole.Deals);
        walked.Folds.Aggregate(1m, (grown, fold) => grown * (1 + fold.Return)).ShouldBe(whole.FinalValue / whole.StartCash, 0.0000001m);
    }

    [Fact]
    public void Run_LaterBarsChanged_LeavesEarlierWindowsAsTheyWere()
    {
        var candles = BacktestWorld.Walk(11, 1200);
        var cut = Start.AddDays(20);
        var changed = candles.Select(candle => candle.OpenTime < cut ? candle : candle with { Open = candle.Open * 2, High = candle.High * 2, Low = candle.Low * 2, Close = candle.Close * 2 }).ToList();
        var space = new ParameterSpace([new("strategy.trailingGapPercent", ["0.25", "1"])]);
        Trial Train(List<Candle> bars) => Trial.Run(Request(bars) with { From = Start.AddDays(5), Until = cut }, space, 1, 1)!;

        Train(changed).Figures.ShouldBe(Train(candles).Figures);
    }

    [Theory]
    [InlineData("grid", "lower=70 upper=130 levels=12", "lower=80 upper=120 levels=5", "lower=60 upper=140 levels=25")]
    [InlineData("dca", "maxSafety=5 maxActive=5 target=1:50,2:50", "maxSafety=1 target=3", "maxSafety=3 target=1:30,2:30,3:40 trail=1")]
    [InlineData("sma-cross", "fast=5 slow=20", "fast=10 slow=30", "fast=20 slow=50")]
    public void Run_ParametersThatChange_CarryWhatIsHeldAndLoseNothing(string strategy, params string[] choices)
    {
        var request = Request(BacktestWorld.Walk(11, 1200)) with { Strategy = strategy };
        var folds = WalkFold.Over(Start.AddDays(2), Start.AddDays(49), TimeSpan.FromDays(10), TimeSpan.FromDays(13), anchored: false);

        var walked = WalkForwardTest.Run(request, [.. folds.Zip(choices, (fold, choice) => (fold, Choice(request, choice)))]).Whole;

        walked.End.Kind.ShouldBe(RunEndKind.Completed, walked.End.Why);
        walked.Fills.Count.ShouldBeGreaterThan(5);
        var (bought, sold) = (walked.Fills.Where(fill => fill.Side == OrderSide.Buy).ToList(), walked.Fills.Where(fill => fill.Side == OrderSide.Sell).ToList());
        walked.OpenDeals.Sum(deal => deal.Quantity).ShouldBe(bought.Sum(fill => fill.Quantity.Value) - sold.Sum(fill => fill.Quantity.Value));
        walked.Head.Cash.Amount.ShouldBe(request.Cash - bought.Sum(fill => (fill.Price * fill.Quantity + fill.Fee).Amount) + sold.Sum(fill => (fill.Price * fill.Quantity - fill.Fee).Amount));
        // No order of an earlier window's prices is left.
        if (strategy != "sma-cross") walked.Orders.ShouldContain(order => order.Reason == "of other parameters");
    }

    [Fact]
    public void Run_GridThatChanges_SellsWhatItHoldsAtTheNextLevelAboveThePriceThatWasMeant()
    {
        // Falls through a level of the first grid, stays, then rises through those of the second.
        decimal[] closes = [.. Enumerable.Repeat(99m, 30), .. Enumerable.Repeat(85m, 30), .. Enumerable.Repeat(116m, 30)];
        var candles = closes.Select((close, hour) => BacktestWorld.Bar(hour, hour == 0 ? close : closes[hour - 1], Math.Max(close, hour == 0 ? close : closes[hour - 1]) + 1, Math.Min(close, hour == 0 ? close : closes[hour - 1]) - 1, close)).ToList();
        var request = Request(candles) with { Strategy = "grid" };
        WalkFold Fold(int number, int from, int to) => new(number, Start, Start.AddHours(from), Start.AddHours(to));

        var walked = WalkForwardTest.Run(
            request, [(Fold(1, 1, 50), Choice(request, "lower=80 upper=120 levels=5 spacing=arithmetic")), (Fold(2, 50, 90), Choice(request, "lower=76 upper=124 levels=4 spacing=arithmetic"))]).Whole;

        // Bought at 90 to sell at 100: the next level of the other grid is 108.
        walked.Fills.Where(fill => fill.Side == OrderSide.Buy).Select(fill => fill.Price.Value).ShouldBe([90m]);
        walked.Fills.Where(fill => fill.Side == OrderSide.Sell).Select(fill => fill.Price.Value).ShouldBe([108m]);
        walked.OpenDeals.ShouldBeEmpty();
    }

    [Fact]
    public void Of_AWalk_MeasuresTheKeptShareOfThePromise()
    {
        var request = Request(BacktestWorld.Walk(11, 1200));
        var folds = WalkFold.Over(Start, Start.AddDays(50), TimeSpan.FromDays(20), TimeSpan.FromDays(15), anchored: false);
        var walked = WalkForwardTest.Run(request, [.. folds.Select(fold => (fold, StrategyChoice.Of(request)))]);
        var days = (walked.Whole.End.At - walked.Whole.Start).TotalDays;
        // A train window that grew exactly as fast as the walk did promised what was kept.
        var value = request.Cash * (decimal)Math.Pow((double)(walked.Whole.FinalValue / request.Cash), 20 / days);
        var figures = new RunFigures(value, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 0, 20, null, null, null, null);

        var judged = WalkForwardJudgement.Of(walked, [figures], request.Cash, 1);

        judged.InSampleAYear.ShouldBe(judged.OutOfSampleAYear, 1e-6);
        if (walked.Whole.FinalValue > request.Cash) judged.Efficiency!.Value.ShouldBe(1, 1e-6);
        else judged.Efficiency.ShouldBeNull();
        judged.Growth!.Estimate.ShouldBe((double)(walked.Whole.FinalValue / request.Cash) - 1, 1e-9);
        judged.Growth.Lower.ShouldBeLessThan(judged.Growth.Upper);
    }

    [Fact]
    public void From_LaterThanEveryBar_PlaysNothing()
    {
        var run = BacktestEngine.Run(Request(BacktestWorld.Walk(1, 50)) with { From = Start.AddDays(400) });

        (run.Bars, run.FinalValue).ShouldBe((0, 10_000m));
    }

    private static StrategyChoice Choice(BacktestRequest request, string parameters) => StrategyAxes.With(request, parameters.Split(' ')).Choice;

    private static BacktestRequest Request(List<Candle> candles) =>
        new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always", Settings = TraderSettings.From(new SettingsResolver().Add("coins", "BTC", "test").Resolve()) };
}
