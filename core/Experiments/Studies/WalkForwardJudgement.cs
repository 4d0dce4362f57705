using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What a walk tells of the search: how much of its promise was kept, and between which bounds the kept part lies.</summary>
/// <param name="InSampleAYear">Mean growth a year that the chosen settings had in their train windows, as a fraction.</param>
/// <param name="OutOfSampleAYear">Growth a year over all test windows.</param>
/// <param name="Efficiency">Out of sample ÷ in sample, of logarithms of growth; null where the train windows lost.</param>
/// <param name="Growth">Of the whole walk, as a fraction.</param>
/// <param name="Sharpe">A year.</param>
/// <remarks>Efficiency: R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008; from 0.5 on he calls a search robust.</remarks>
public sealed record WalkForwardJudgement(
    double InSampleAYear, double OutOfSampleAYear, double? Efficiency, int Days, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe, double PositiveFolds)
{
    private const double DaysAYear = 365.25;
    private const int LeastDays = 10;

    /// <param name="chosen">In the train window of each window that was tested.</param>
    public static WalkForwardJudgement Of(WalkForwardTest test, IReadOnlyList<RunFigures> chosen, decimal cash, long seed)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(chosen);
        double[] returns = [.. RunFigures.ReturnsOf(test.Whole)];
        var inside = chosen.Average(figures => LogAYear(figures.FinalValue, cash, figures.Days));
        var outside = LogAYear(test.Whole.FinalValue, cash, (test.Whole.End.At - test.Whole.Start).TotalDays);
        var bootstrap = new BlockBootstrap { Seed = seed };
        var isLong = returns.Length >= LeastDays;
        return new WalkForwardJudgement(
            Math.Exp(inside) - 1, Math.Exp(outside) - 1, inside > 0 ? outside / inside : null, returns.Length,
            isLong ? bootstrap.Interval(returns, drawn => drawn.Aggregate(1d, (grown, one) => grown * (1 + one)) - 1) : null,
            isLong ? bootstrap.Interval(returns, drawn => RiskMeasures.Sharpe(drawn, 0, DailyReturns.DaysPerYear) ?? 0) : null,
            (double)test.Folds.Count(fold => fold.Return > 0) / test.Folds.Count);
    }

    /// <summary>Logarithm of the growth a year.</summary>
    private static double LogAYear(decimal value, decimal start, double days) => value > 0 && days > 0 ? Math.Log((double)(value / start)) / days * DaysAYear : 0;
}
