namespace PowerTrader.Core.Analytics;

/// <summary>Moments of a sample of numbers, in one pass each over their deviations.</summary>
public static class Sample
{
    /// <returns>0 of nothing.</returns>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return values.Length > 0 ? sum / values.Length : 0;
    }

    /// <summary>Standard deviation of the sample, by n − 1.</summary>
    /// <returns>Null under two values.</returns>
    public static double? Deviation(ReadOnlySpan<double> values) => values.Length < 2 ? null : Math.Sqrt(Power(values, 2) / (values.Length - 1));

    /// <summary>Third central moment ÷ third power of the deviation of the population; 0 for a symmetric sample.</summary>
    /// <returns>Null where nothing varies.</returns>
    public static double? Skewness(ReadOnlySpan<double> values) => Standard(values, 3);

    /// <summary>Fourth central moment ÷ fourth power of the deviation of the population: 3 for normal numbers, not its excess over 3.</summary>
    /// <returns>Null where nothing varies.</returns>
    public static double? Kurtosis(ReadOnlySpan<double> values) => Standard(values, 4);

    /// <summary>Sample covariance, by n − 1.</summary>
    /// <returns>Null under two pairs.</returns>
    /// <exception cref="ArgumentException">The samples differ in length.</exception>
    public static double? Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} values cannot be paired", nameof(y));
        if (x.Length < 2) return null;
        double meanX = Mean(x), meanY = Mean(y), sum = 0;
        for (var i = 0; i < x.Length; i++) sum += (x[i] - meanX) * (y[i] - meanY);
        return sum / (x.Length - 1);
    }

    /// <summary>Pearson's coefficient, from −1 to 1.</summary>
    /// <returns>Null under two pairs and where one of them does not vary.</returns>
    public static double? Correlation(ReadOnlySpan<double> x, ReadOnlySpan<double> y) =>
        Covariance(x, y) is { } both && Spread(x) is { } one && Spread(y) is { } other ? Math.Clamp(both / (one * other), -1, 1) : null;

    /// <summary>The deviation where it is more than rounding: equal numbers leave a trace of their own size in it.</summary>
    internal static double? Spread(ReadOnlySpan<double> values)
    {
        if (Deviation(values) is not { } deviation) return null;
        double largest = 0;
        foreach (var value in values) largest = Math.Max(largest, Math.Abs(value));
        return deviation > largest * 1e-12 ? deviation : null;
    }

    private static double? Standard(ReadOnlySpan<double> values, int power)
    {
        if (Spread(values) is null) return null;
        var variance = Power(values, 2) / values.Length;
        return Power(values, power) / values.Length / Math.Pow(variance, power / 2d);
    }

    private static double Power(ReadOnlySpan<double> values, int power)
    {
        double mean = Mean(values), sum = 0;
        foreach (var value in values)
        {
            var away = value - mean;
            sum += power switch { 2 => away * away, 3 => away * away * away, _ => away * away * away * away };
        }
        return sum;
    }
}
