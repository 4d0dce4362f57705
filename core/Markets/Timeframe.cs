namespace PowerTrader.Core.Markets;

/// <summary>The seven timeframes that are forecast, in the order used everywhere (rows of <c>evaluate</c>, levels, bounds).</summary>
public enum Timeframe
{
    Hour1,
    Hour2,
    Hour4,
    Hour8,
    Hour12,
    Day1,
    Week1,
}

/// <summary>Lengths, names and alignment of timeframes. All align to the Unix epoch in UTC, so a week opens on Thursday 00:00 (KuCoin).</summary>
public static class Timeframes
{
    private static readonly int[] MinutesOf = [60, 120, 240, 480, 720, 1440, 10080];
    private static readonly string[] NameOf = ["1hour", "2hour", "4hour", "8hour", "12hour", "1day", "1week"];

    /// <summary>All seven, shortest first.</summary>
    public static IReadOnlyList<Timeframe> All { get; } =
        [Timeframe.Hour1, Timeframe.Hour2, Timeframe.Hour4, Timeframe.Hour8, Timeframe.Hour12, Timeframe.Day1, Timeframe.Week1];

    public const int Count = 7;

    public static int Minutes(this Timeframe timeframe) => MinutesOf[(int)timeframe];

    public static long Seconds(this Timeframe timeframe) => MinutesOf[(int)timeframe] * 60L;

    public static TimeSpan Length(this Timeframe timeframe) => TimeSpan.FromMinutes(MinutesOf[(int)timeframe]);

    /// <summary>KuCoin's spelling: 1hour, 2hour, 4hour, 8hour, 12hour, 1day, 1week.</summary>
    public static string Name(this Timeframe timeframe) => NameOf[(int)timeframe];

    /// <summary>Reads KuCoin's spelling, or the short one (1h, 1d, 1w).</summary>
    public static bool TryParse(string? text, out Timeframe timeframe)
    {
        var name = text switch
        {
            null => "",
            "1d" => "1day",
            "1w" => "1week",
            _ when text.EndsWith('h') => text + "our",
            _ => text,
        };
        var at = Array.IndexOf(NameOf, name);
        timeframe = at < 0 ? default : (Timeframe)at;
        return at >= 0;
    }

    /// <summary>The open time of the candle that contains <paramref name="time"/>.</summary>
    public static DateTimeOffset OpenOf(this Timeframe timeframe, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds();
        var length = timeframe.Seconds();
        var remainder = ((seconds % length) + length) % length;
        return DateTimeOffset.FromUnixTimeSeconds(seconds - remainder);
    }
}
