namespace PowerTrader.Core.Analytics;

/// <summary>Simple returns of UTC days, one for each day of a period without a hole.</summary>
/// <remarks>
/// A value at 00:00 closes the day before. A day without a value ended as it began (return 0), and what happened shows on the day that has one again.
/// The first and the last day may be parts of days.
/// </remarks>
public sealed record DailyReturns(DateOnly FirstDay, IReadOnlyList<double> Values)
{
    /// <summary>Coins trade every day: what figures of a day are scaled to a year by.</summary>
    public const int DaysPerYear = 365;

    /// <param name="points">Ascending; the first one is the base of the first day.</param>
    public static DailyReturns Of(IReadOnlyList<PricePoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (points.Count < 2) return new DailyReturns(default, []);
        var first = DayOf(points[0].Time.AddTicks(1));
        return Over(points, points[0].Time, first, DayOf(points[^1].Time).DayNumber - first.DayNumber + 1);
    }

    /// <summary>Of the days of another series, begun at its first instant.</summary>
    /// <param name="points">Ascending. The base is the last one until <paramref name="start"/>, or the very first.</param>
    public static DailyReturns Over(IReadOnlyList<PricePoint> points, DateTimeOffset start, DateOnly firstDay, int days)
    {
        ArgumentNullException.ThrowIfNull(points);
        var next = 0;
        decimal? last = null;
        while (next < points.Count && (points[next].Time <= start || last is null)) last = points[next++].Price;
        var values = new double[Math.Max(0, days)];
        for (var i = 0; i < values.Length; i++)
        {
            var before = last;
            while (next < points.Count && DayOf(points[next].Time) <= firstDay.AddDays(i)) last = points[next++].Price;
            values[i] = before is > 0 ? (double)(last!.Value / before.Value - 1) : 0;
        }
        return new DailyReturns(firstDay, values);
    }

    /// <summary>The UTC day that an instant closes or lies in.</summary>
    internal static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime.AddTicks(-1));
}
