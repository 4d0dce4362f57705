namespace PowerTrader.Core.Analytics;

/// <summary>Risk and reward of a series of simple returns of equal periods. Null says that the series is too short, or does not vary.</summary>
public static class RiskMeasures
{
    /// <summary>Mean excess return ÷ its standard deviation (of the sample) × √(periods a year).</summary>
    /// <param name="riskFree">Per period.</param>
    /// <remarks>Source: W. Sharpe, The Sharpe Ratio, Journal of Portfolio Management 21, 1994.</remarks>
    public static double? Sharpe(ReadOnlySpan<double> returns, double riskFree = 0, double periodsPerYear = 1) =>
        Sample.Spread(returns) is { } deviation ? (Sample.Mean(returns) - riskFree) / deviation * Math.Sqrt(periodsPerYear) : null;

    /// <summary>Mean return above the target ÷ downside deviation × √(periods a year).</summary>
    /// <param name="target">Least acceptable return per period.</param>
    /// <remarks>Source: F. Sortino and L. Price, Performance Measurement in a Downside Risk Framework, Journal of Investing 3, 1994.</remarks>
    public static double? Sortino(ReadOnlySpan<double> returns, double target = 0, double periodsPerYear = 1) =>
        DownsideDeviation(returns, target) is { } downside and > 0 ? (Sample.Mean(returns) - target) / downside * Math.Sqrt(periodsPerYear) : null;

    /// <summary>Root of the mean of squared shortfalls below the target; periods above it count as 0 and count among the periods.</summary>
    public static double? DownsideDeviation(ReadOnlySpan<double> returns, double target = 0)
    {
        if (returns.Length < 2) return null;
        double squares = 0;
        foreach (var one in returns) squares += Math.Min(0, one - target) * Math.Min(0, one - target);
        return Math.Sqrt(squares / returns.Length);
    }

    /// <summary>Standard deviation of the sample × √(periods a year).</summary>
    public static double? Volatility(ReadOnlySpan<double> returns, double periodsPerYear = 1) => Sample.Deviation(returns) * Math.Sqrt(periodsPerYear);

    /// <summary>Historical value at risk: the loss that the given share of the periods did not exceed; negative where even that was a gain.</summary>
    /// <param name="confidence">Between 0 and 1, for example 0.95.</param>
    /// <remarks>The k-th smallest return with k = ⌈n × (1 − confidence)⌉: the empirical quantile (Hyndman and Fan 1996, type 1), nothing interpolated.</remarks>
    public static double? ValueAtRisk(ReadOnlySpan<double> returns, decimal confidence) =>
        Tail(returns, confidence) is { } tail ? -tail.Worst[tail.Whole] : null;

    /// <summary>Historical conditional value at risk: the mean loss of the worst share 1 − confidence of the periods. Never below the value at risk.</summary>
    /// <remarks>Source: C. Acerbi and D. Tasche, On the coherence of expected shortfall, Journal of Banking and Finance 26, 2002: the last return counts by the part that is missing.</remarks>
    public static double? ConditionalValueAtRisk(ReadOnlySpan<double> returns, decimal confidence)
    {
        if (Tail(returns, confidence) is not { } tail) return null;
        double sum = 0;
        for (var i = 0; i < tail.Whole; i++) sum += tail.Worst[i];
        return -(sum + tail.Worst[tail.Whole] * tail.Part) / (tail.Whole + tail.Part);
    }

    /// <summary>Returns ascending; how many of the tail count whole, and by how much the next one does (above 0, up to 1).</summary>
    private static (double[] Worst, int Whole, double Part)? Tail(ReadOnlySpan<double> returns, decimal confidence)
    {
        if (confidence is <= 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "The confidence must lie between 0 and 1, for example 0.95.");
        if (returns.Length == 0) return null;
        var sorted = returns.ToArray();
        Array.Sort(sorted);
        // In decimals: 100 × 0.05 is 5, not a little more.
        var size = returns.Length * (1 - confidence);
        var whole = (int)decimal.Ceiling(size) - 1;
        return (sorted, whole, (double)(size - whole));
    }
}
