namespace PowerTrader.Core.Analytics;

/// <summary>A fall of the equity from its highest point so far, external flows taken out, until it was there again.</summary>
/// <param name="Start">The highest point.</param>
/// <param name="Trough">The lowest point after it.</param>
/// <param name="Recovery">When the highest point was reached again; null where it still is not.</param>
/// <param name="Depth">Of the highest point, as a fraction.</param>
/// <param name="DaysDown">From start to trough.</param>
/// <param name="DaysTotal">From start to recovery, or to the last mark.</param>
public sealed record Drawdown(DateTimeOffset Start, DateTimeOffset Trough, DateTimeOffset? Recovery, decimal Depth, double DaysDown, double DaysTotal)
{
    /// <summary>Every fall, the deepest first; of equal ones the earlier.</summary>
    /// <param name="index">Ascending; as <see cref="GrowthIndex"/> makes it.</param>
    public static IReadOnlyList<Drawdown> Of(IReadOnlyList<PricePoint> index)
    {
        ArgumentNullException.ThrowIfNull(index);
        var found = new List<Drawdown>();
        if (index.Count == 0) return found;
        var (peak, trough) = (index[0], index[0]);
        foreach (var point in index)
        {
            if (point.Price < trough.Price)
            {
                trough = point;
            }
            else if (point.Price >= peak.Price)
            {
                if (trough.Price < peak.Price) found.Add(Make(peak, trough, point.Time, point.Time));
                (peak, trough) = (point, point);
            }
        }
        if (trough.Price < peak.Price) found.Add(Make(peak, trough, null, index[^1].Time));
        return [.. found.OrderByDescending(fall => fall.Depth).ThenBy(fall => fall.Start)];
    }

    private static Drawdown Make(PricePoint peak, PricePoint trough, DateTimeOffset? recovery, DateTimeOffset end) => new(
        peak.Time, trough.Time, recovery, (peak.Price - trough.Price) / peak.Price, (trough.Time - peak.Time).TotalDays, (end - peak.Time).TotalDays);
}
