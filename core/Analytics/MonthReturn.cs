namespace PowerTrader.Core.Analytics;

/// <summary>Time-weighted return of a calendar month (UTC); of the first and last one, of the part there was.</summary>
/// <param name="Return">As a fraction.</param>
public readonly record struct MonthReturn(int Year, int Month, double Return)
{
    /// <summary>The days of each month, compounded.</summary>
    public static IReadOnlyList<MonthReturn> Of(DailyReturns days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var months = new List<MonthReturn>();
        for (var i = 0; i < days.Values.Count; i++)
        {
            var day = days.FirstDay.AddDays(i);
            if (months.Count == 0 || months[^1].Month != day.Month || months[^1].Year != day.Year) months.Add(new MonthReturn(day.Year, day.Month, 0));
            months[^1] = months[^1] with { Return = (1 + months[^1].Return) * (1 + days.Values[i]) - 1 };
        }
        return months;
    }
}
