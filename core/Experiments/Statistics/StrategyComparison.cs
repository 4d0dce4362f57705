using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>Two strategies over the same days: whether one is really better, or only was.</summary>
/// <param name="MeanDifference">Of the mean returns per period, first less second.</param>
/// <param name="SharpeDifference">Of the Sharpe ratios per period; null where one of them does not vary.</param>
/// <param name="ShareBetter">Resamples in which the first one's mean is higher.</param>
/// <param name="MeanPValue">Probability of a difference of the means at least this large if there were none.</param>
/// <param name="SharpePValue">The same of the Sharpe ratios.</param>
/// <remarks>
/// Paired block bootstrap: both series are drawn by the same places, so what moves both at once cancels. After O. Ledoit and M. Wolf, Robust performance
/// hypothesis testing with the Sharpe ratio, Journal of Empirical Finance 15, 2008, without studentising. p = (1 + resamples whose centred difference is at
/// least as large) ÷ (1 + resamples): A. Davison and D. Hinkley, Bootstrap Methods and their Application, 1997.
/// </remarks>
public sealed record StrategyComparison(
    int Periods, ConfidenceInterval MeanDifference, ConfidenceInterval? SharpeDifference, double ShareBetter, double MeanPValue, double? SharpePValue)
{
    /// <param name="first">Returns of equal periods.</param>
    /// <param name="second">Of the same periods.</param>
    /// <exception cref="ArgumentException">The series differ in length, or an option cannot be used.</exception>
    public static StrategyComparison Of(IReadOnlyList<double> first, IReadOnlyList<double> second, BlockBootstrap? bootstrap = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} and {second.Count} returns are not of the same periods: cut both to the days they share", nameof(second));
        bootstrap ??= new BlockBootstrap();
        double[] one = [.. first], other = [.. second], drawnOne = new double[one.Length], drawnOther = new double[one.Length];
        var (means, sharpes) = (new double[bootstrap.Resamples], new double[bootstrap.Resamples]);
        bootstrap.Each(one.Length, (run, places) =>
        {
            for (var i = 0; i < places.Length; i++) (drawnOne[i], drawnOther[i]) = (one[places[i]], other[places[i]]);
            means[run] = Sample.Mean(drawnOne) - Sample.Mean(drawnOther);
            // A drawn series that does not vary has no ratio; it is as good as none.
            sharpes[run] = (RiskMeasures.Sharpe(drawnOne) ?? 0) - (RiskMeasures.Sharpe(drawnOther) ?? 0);
        });
        var mean = Sample.Mean(one) - Sample.Mean(other);
        var sharpe = RiskMeasures.Sharpe(one) - RiskMeasures.Sharpe(other);
        return new StrategyComparison(
            one.Length, bootstrap.Between(mean, means), sharpe is { } difference ? bootstrap.Between(difference, sharpes) : null,
            (double)means.Count(drawn => drawn > 0) / means.Length, PValue(mean, means), sharpe is { } seen ? PValue(seen, sharpes) : null);
    }

    private static double PValue(double seen, double[] drawn) =>
        (1d + drawn.Count(one => Math.Abs(one - seen) >= Math.Abs(seen))) / (1 + drawn.Length);
}
