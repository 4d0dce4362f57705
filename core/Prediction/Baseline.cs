namespace PowerTrader.Core.Prediction;

/// <summary>The predecessor's pattern memory, number for number, as a yardstick. Its oddities are kept on purpose.</summary>
public static class Baseline
{
    /// <summary>As it really ran: it matches only what was flushed, and no weight ever learns.</summary>
    public const string ShippedName = "baseline-shipped";

    /// <summary>As it was meant: the live store, and weights that learn by its own rules.</summary>
    public const string IntendedName = "baseline-intended";

    internal static double Percent(double value, double origin) => (value - origin) / Math.Abs(origin) * 100;

    internal static double Pattern(double open, double close) => 100 * ((close - open) / open);

    internal static double Difference(double a, double b)
    {
        var sum = a + b;
        return sum == 0 ? 0 : Math.Abs(Math.Abs(a - b) / (sum / 2) * 100);
    }
}
