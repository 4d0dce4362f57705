using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>How sure a Sharpe ratio is. All ratios are per period (not scaled to a year), kurtosis is 3 for normal returns.</summary>
/// <remarks>
/// Sources: D. Bailey and M. López de Prado, The Sharpe Ratio Efficient Frontier, Journal of Risk 15, 2012 (probabilistic ratio, track record);
/// The Deflated Sharpe Ratio, Journal of Portfolio Management 40, 2014.
/// </remarks>
public static class SharpeCertainty
{
    private const double EulerMascheroni = 0.57721566490153286;

    /// <summary>Probability that the true ratio is above the benchmark.</summary>
    /// <param name="periods">Returns that the ratio was measured on, 2 or more.</param>
    public static double Probabilistic(double sharpe, double benchmark, int periods, double skewness = 0, double kurtosis = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 2);
        return NormalDistribution.Cumulative((sharpe - benchmark) * Math.Sqrt(periods - 1) / Math.Sqrt(Variance(sharpe, skewness, kurtosis)));
    }

    /// <summary>The highest ratio that so many trials without any skill give by chance, on average; 0 for one.</summary>
    /// <param name="trials">Independent ones: every set of parameters that was tried counts, also what was thrown away.</param>
    /// <param name="variance">Of the trials' ratios.</param>
    public static double ExpectedMaximum(int trials, double variance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        if (trials == 1) return 0;
        return Math.Sqrt(variance) * ((1 - EulerMascheroni) * NormalDistribution.Quantile(1 - 1d / trials)
            + EulerMascheroni * NormalDistribution.Quantile(1 - 1 / (trials * Math.E)));
    }

    /// <summary>Probability that the best of many trials has a true ratio above what chance gives the best of so many.</summary>
    public static double Deflated(double sharpe, int periods, double skewness, double kurtosis, int trials, double variance) =>
        Probabilistic(sharpe, ExpectedMaximum(trials, variance), periods, skewness, kurtosis);

    /// <summary>The same from the trials themselves: the one with the highest ratio is judged.</summary>
    /// <param name="trials">Returns of each, of the same periods. One that does not vary counts as a ratio of 0.</param>
    /// <exception cref="ArgumentException">There are under two trials, or they differ in length.</exception>
    public static DeflatedSharpe Deflated(IReadOnlyList<IReadOnlyList<double>> trials)
    {
        ArgumentNullException.ThrowIfNull(trials);
        if (trials.Count < 2) throw new ArgumentException($"{trials.Count} trials are no search: give the returns of at least 2", nameof(trials));
        if (trials.FirstOrDefault(trial => trial.Count != trials[0].Count) is { } odd) throw new ArgumentException($"trials of {trials[0].Count} and {odd.Count} returns are not of the same periods", nameof(trials));
        double[] ratios = [.. trials.Select(trial => RiskMeasures.Sharpe([.. trial]) ?? 0)];
        var best = Array.IndexOf(ratios, ratios.Max());
        double[] returns = [.. trials[best]];
        var variance = Math.Pow(Sample.Deviation(ratios)!.Value, 2);
        var (skewness, kurtosis) = (Sample.Skewness(returns) ?? 0, Sample.Kurtosis(returns) ?? 3);
        return new DeflatedSharpe(
            best, ratios[best], ExpectedMaximum(ratios.Length, variance), Probabilistic(ratios[best], 0, returns.Length, skewness, kurtosis),
            Deflated(ratios[best], returns.Length, skewness, kurtosis, ratios.Length, variance), ratios.Length, returns.Length);
    }

    /// <summary>Periods after which a ratio would be above the benchmark with the confidence; infinite where it is not above it.</summary>
    public static double MinimumTrackRecord(double sharpe, double benchmark, double confidence = 0.95, double skewness = 0, double kurtosis = 3)
    {
        if (sharpe <= benchmark) return double.PositiveInfinity;
        var away = NormalDistribution.Quantile(confidence) / (sharpe - benchmark);
        return 1 + Variance(sharpe, skewness, kurtosis) * away * away;
    }

    /// <summary>Of the ratio's estimate, times periods − 1. No distribution has moments that make it 0 or less; a small sample's can.</summary>
    private static double Variance(double sharpe, double skewness, double kurtosis) =>
        Math.Max(1e-12, 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe);
}

/// <summary>The best of a search, judged by how much was searched.</summary>
/// <param name="Best">Place of the trial with the highest ratio.</param>
/// <param name="Sharpe">Its ratio, per period.</param>
/// <param name="ByChance">What the best of so many without skill would have on average.</param>
/// <param name="Probabilistic">Probability of a true ratio above 0, had it been the only trial.</param>
/// <param name="Deflated">Probability of a true ratio above <paramref name="ByChance"/>; 0.95 is the usual bar.</param>
public sealed record DeflatedSharpe(int Best, double Sharpe, double ByChance, double Probabilistic, double Deflated, int Trials, int Periods);
