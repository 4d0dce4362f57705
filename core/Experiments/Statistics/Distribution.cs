namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>What many runs gave: mean, extremes and quantiles.</summary>
/// <remarks>Quantiles are interpolated between neighbours (Hyndman and Fan 1996, type 7).</remarks>
public sealed record Distribution(double Mean, double Lowest, double P5, double P25, double Median, double P75, double P95, double Highest)
{
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static Distribution Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("nothing has no distribution: give at least one value", nameof(values));
        double At(double share) => Quantile(sorted, share);
        return new Distribution(sorted.Average(), sorted[0], At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), sorted[^1]);
    }

    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="share">From 0 to 1.</param>
    internal static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (sorted[below + 1] - sorted[below]) * (place - below) : sorted[^1];
    }
}

/// <summary>An estimate and the range that holds the truth with the given confidence.</summary>
/// <param name="Confidence">For example 0.95.</param>
public sealed record ConfidenceInterval(double Estimate, double Lower, double Upper, double Confidence)
{
    /// <summary>Zero lies outside: the sign is not by chance, at this confidence.</summary>
    public bool ExcludesZero => Lower > 0 || Upper < 0;
}
