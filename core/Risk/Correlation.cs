namespace PowerTrader.Core.Risk;

/// <summary>How much two coins move together.</summary>
public static class Correlation
{
    /// <summary>Hours that are looked at: 30 days.</summary>
    public const int Hours = 30 * 24;

    /// <summary>Fewer hours in common say nothing: 7 days.</summary>
    public const int LeastHours = 7 * 24;

    /// <summary>Pearson's coefficient of the hourly log returns that both have in the 30 days before the newest common hour, to 4 places.</summary>
    /// <returns>Null under 7 days in common, and where one of them never moved.</returns>
    public static decimal? Of(ReturnWindow one, ReturnWindow other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (pairs, x, y) = (0, 0d, 0d);
        foreach (var (a, b) in Common(one, other))
        {
            x += a;
            y += b;
            pairs++;
        }
        if (pairs < LeastHours) return null;
        var (meanX, meanY, both, squareX, squareY) = (x / pairs, y / pairs, 0d, 0d, 0d);
        foreach (var (a, b) in Common(one, other))
        {
            both += (a - meanX) * (b - meanY);
            squareX += (a - meanX) * (a - meanX);
            squareY += (b - meanY) * (b - meanY);
        }
        return squareX > 0 && squareY > 0 ? decimal.Round((decimal)Math.Clamp(both / Math.Sqrt(squareX * squareY), -1, 1), 4) : null;
    }

    /// <summary>Returns of the same hours, newest first: the order is that of the hours, so that the sums are the same in whatever steps they came.</summary>
    private static IEnumerable<(double One, double Other)> Common(ReturnWindow one, ReturnWindow other)
    {
        var (i, j) = (one.Count - 1, other.Count - 1);
        long? oldest = null;
        while (i >= 0 && j >= 0)
        {
            var (a, b) = (one.At(i), other.At(j));
            oldest ??= Math.Min(a.Hour, b.Hour) - Hours;
            if (Math.Min(a.Hour, b.Hour) <= oldest) yield break;
            if (a.Hour == b.Hour) yield return (a.Return, b.Return);
            if (a.Hour >= b.Hour) i--;
            if (b.Hour >= a.Hour) j--;
        }
    }
}
