using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Experiments.Studies;

public class SearchTests
{
    private static readonly Objective Value = Objective.Find("finalValue")!;
    private static readonly ParameterSpace Gaps = new([new("strategy.trailingGapPercent", ["0.25", "0.5", "1"]), new("strategy.trailingStartPercent", ["1", "2"])]);

    [Fact]
    public void Run_OfAPoint_IsTheBacktestWithItsSettings()
    {
        var request = Request(BacktestWorld.Walk(3, 900));
        var settings = TraderSettings.From(new SettingsResolver().Add("coins", "BTC", "test").Add("strategy.trailingGapPercent", "0.5", "test").Add("strategy.trailingStartPercent", "2", "test").Resolve());

        var trial = Trial.Run(request, Gaps, 0, 3)!;
        var run = BacktestEngine.Run(request with { Settings = settings });

        trial.Failure.ShouldBeNull();
        run.Fills.Count.ShouldBeGreaterThan(10);
        var asked = trial.Bracket!.Runs.Asked;
        (asked.FinalValue, asked.MaxDrawdown, asked.Fills).ShouldBe((run.FinalValue, run.MaxDrawdown, run.Fills.Count));
    }

    /// <summary>A search that ranks by one order of prices chooses by its luck.</summary>
    [Fact]
    public void Run_WhereThePathDecides_HasTheFiguresOfItsWorstPath()
    {
        var request = Request(BacktestWorld.Walk(3, 900)) with { KeepsDays = true };
        BacktestRun[] runs =
        [
            BacktestEngine.Run(request), BacktestEngine.Run(PathRuns.Through(request, PricePath.Worst)), BacktestEngine.Run(PathRuns.Through(request, PricePath.Best)),
        ];
        var lowest = runs.MinBy(run => run.FinalValue)!;

        var trial = Trial.Run(request, new ParameterSpace([new("strategy.trailingGapPercent", ["0.5"])]), 0, 0)!;

        runs.Select(run => run.FinalValue).Distinct().Count().ShouldBe(3);
        trial.Figures.ShouldBe(RunFigures.Of(lowest));
        trial.Returns.ShouldBe(DailyReturns.Of([new PricePoint(lowest.Start, lowest.StartCash), .. lowest.Equity.Select(point => new PricePoint(point.Time, point.Equity))]).Values);
        (trial.Bracket!.Low, trial.Bracket.High).ShouldBe((runs.Min(run => run.FinalValue), runs.Max(run => run.FinalValue)));
    }

    [Fact]
    public void Run_OfAPointOfParameters_IsTheBacktestWithThem()
    {
        var request = SmaCrossBacktest.Request(BacktestWorld.Walk(3, 900), BacktestWorld.Btc, Timeframe.Hour1, 10_000m);
        var space = new ParameterSpace([new("fast", ["5", "40"]), new("slow", ["20", "50"])]);

        var trials = Enumerable.Range(0, 4).Select(point => Trial.Run(request, space, 0, point)!).ToList();
        var byHand = BacktestEngine.Run(request with { Parameters = new Dictionary<string, string> { ["fast"] = "40", ["slow"] = "50" } });

        trials.Select(trial => trial.Failure is null).ShouldBe([true, true, false, true]);
        trials[2].Failure.ShouldBe("sma-cross: fast '40' must be below slow '20'; for example fast=10 slow=30");
        (trials[3].Figures!.FinalValue, trials[3].Figures!.Fills).ShouldBe((byHand.FinalValue, byHand.Fills.Count));
        trials.Where(trial => trial.Failure is null).Select(trial => trial.Figures!.FinalValue).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void Run_SettingsThatBreakARuleTogether_FailThisTrialWithTheReason()
    {
        var space = new ParameterSpace([new("strategy.stopLossPercent", ["10", "40"])]);
        var request = Request(BacktestWorld.Walk(3, 300));

        var trials = Enumerable.Range(0, 2).Select(point => Trial.Run(request, space, 0, point)!).ToList();

        trials[0].Failure!.ShouldContain("must be deeper than");
        trials[0].Figures.ShouldBeNull();
        trials[1].Failure.ShouldBeNull();
    }

    [Fact]
    public void Run_StrategyThatThrows_FailsThisTrialWithTheReason()
    {
        var candles = BacktestWorld.Walk(3, 300);
        var inside = BacktestWorld.Ideal(candles, (in BarWindow bars, BacktestDesk desk) => throw new InvalidOperationException("no idea"));
        var made = Request(candles) with { Create = _ => throw new InvalidOperationException("not today") };

        Trial.Run(inside, Gaps, 0, 0)!.Failure!.ShouldContain("no idea");
        Trial.Run(made, Gaps, 0, 0)!.Failure.ShouldBe("not today");
    }

    [Fact]
    public void Run_Cancelled_IsNoTrial() => Trial.Run(Request(BacktestWorld.Walk(3, 300)), Gaps, 0, 0, new CancellationToken(true)).ShouldBeNull();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(40, 0)]
    [InlineData(300, 0.01)]
    public void Run_OneBarOrNoVolume_GivesFigures(int bars, double volumeShare)
    {
        var candles = BacktestWorld.Walk(3, bars, gaps: true).Select(candle => candle with { Volume = 0 }).ToList();
        var request = Request(candles) with { Fills = FillRules.Default with { VolumeShare = volumeShare > 0 ? (decimal)volumeShare : null } };

        var trial = Trial.Run(request, Gaps, 0, 0)!;

        trial.Failure.ShouldBeNull();
        trial.Figures!.FinalValue.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Best_ByObjective_LeavesOutFailedAndLimitsAndBreaksTiesByPoint()
    {
        var ranking = new Ranking(Value, new TrialLimits(0.3m, 5));
        var trials = new[] { Made(4, 120), Made(1, 120), Made(2, 150, drawdown: 0.4m), Made(3, 160, deals: 4), new Trial(0, 5, "failed", null, []), Made(6, 90) };

        ranking.Of(trials).Select(trial => trial.Point).ShouldBe([1, 4, 6]);
        ranking.Best(trials.Reverse())!.Point.ShouldBe(1);
        ranking.Limits.Broken(trials[2].Figures!)!.ShouldContain("drawdown 40.0 % above 30.0 %");
    }

    [Theory]
    [InlineData(90, 100, "plateau")]
    [InlineData(60, 70, "slope")]
    [InlineData(10, 40, "spike")]
    public void Of_Neighbours_TellPlateauFromSpike(int left, int right, string shape)
    {
        var space = new ParameterSpace([new("a", ["1", "2", "3"])]);

        var around = Neighbourhood.Of(space, Made(1, 100), [Made(0, left), Made(1, 100), Made(2, right)], Value);

        around.Shape.ShouldBe(shape);
        around.Kept!.Value.ShouldBe((left + right) / 200d, 1e-12);
        around.Neighbours.Select(neighbour => neighbour.Value).ShouldBe([left, right]);
    }

    [Fact]
    public void Of_TrialsOfNoise_JudgesTheChosenAsTheStatisticsDo()
    {
        var trials = Enumerable.Range(0, 20).Select(point => Made(point, 100) with { Returns = Noise(point) }).ToList();
        var byHand = SharpeCertainty.Deflated([.. trials.Select(trial => trial.Returns)]);

        var judged = SearchJudgement.Of(trials[byHand.Best], [.. trials.AsEnumerable().Reverse()]);

        judged.Sharpe.ShouldBe(byHand);
        judged.Overfitting!.Probability.ShouldBe(BacktestOverfitting.Of([.. trials.Select(trial => trial.Returns)], 16).Probability);
        SearchJudgement.Of(trials[0], [trials[0]]).Missing.ShouldNotBeNull();
    }

    [Fact]
    public void Of_MoreTrialsThanAreCompared_CountsAllAndComparesSome()
    {
        var trials = Enumerable.Range(0, 2500).Select(point => Made(point, 100) with { Returns = [.. Noise(point).Take(16)] }).ToList();

        var judged = SearchJudgement.Of(trials[7], trials);

        (judged.Trials, judged.Sharpe!.Trials).ShouldBe((2500, 2500));
        // Every third, and the best.
        judged.Overfitting!.Trials.ShouldBe(834 + 1);
    }

    private static Trial Made(int point, decimal value, decimal drawdown = 0.1m, int deals = 9) =>
        new(0, point, null, new RunFigures(value, value - 100, 0, drawdown, 0, 0, 0, 0, 0, deals, 0, 0, 0, 100, null, null, null, null), [0.01, 0.02]);

    private static double[] Noise(int run)
    {
        var draws = new DrawStream(5, "noise", run);
        return [.. Enumerable.Range(0, 200).Select(_ => (draws.Next() - 0.5) * 0.02)];
    }

    private static BacktestRequest Request(List<Candle> candles) =>
        new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = "always", Settings = TraderSettings.From(new SettingsResolver().Add("coins", "BTC", "test").Resolve()) };
}
