using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>Every candle length KuCoin serves. The seven that are forecast are <see cref="Timeframe"/>; the others are for looking closer.</summary>
public enum KuCoinInterval
{
    Minute1,
    Minute3,
    Minute5,
    Minute15,
    Minute30,
    Hour1,
    Hour2,
    Hour4,
    Hour6,
    Hour8,
    Hour12,
    Day1,
    Week1,
    Month1,
}

/// <summary>Names, lengths and alignment. All but the month align to the Unix epoch, UTC (a week opens on Thursday); a month opens on its first day.</summary>
public static class KuCoinIntervals
{
    private static readonly string[] NameOf =
        ["1min", "3min", "5min", "15min", "30min", "1hour", "2hour", "4hour", "6hour", "8hour", "12hour", "1day", "1week", "1month"];

    /// <summary>Zero for the month: it has no fixed length.</summary>
    private static readonly int[] MinutesOf = [1, 3, 5, 15, 30, 60, 120, 240, 360, 480, 720, 1440, 10080, 0];

    public static IReadOnlyList<KuCoinInterval> All { get; } = Enum.GetValues<KuCoinInterval>();

    /// <summary>KuCoin's spelling, as in <c>type=1hour</c>.</summary>
    public static string Name(this KuCoinInterval interval) => NameOf[(int)interval];

    public static bool TryParse(string? name, out KuCoinInterval interval)
    {
        var at = Array.IndexOf(NameOf, name);
        interval = at < 0 ? default : (KuCoinInterval)at;
        return at >= 0;
    }

    public static KuCoinInterval ToKuCoin(this Timeframe timeframe) =>
        TryParse(timeframe.Name(), out var interval) ? interval : throw new ArgumentOutOfRangeException(nameof(timeframe));

    /// <summary>The open of the candle that holds the instant.</summary>
    public static DateTimeOffset OpenOf(this KuCoinInterval interval, DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        if (interval == KuCoinInterval.Month1) return new DateTimeOffset(utc.Year, utc.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var length = MinutesOf[(int)interval] * 60L;
        var seconds = utc.ToUnixTimeSeconds();
        return DateTimeOffset.FromUnixTimeSeconds(seconds - ((seconds % length) + length) % length);
    }

    /// <summary>The end of the candle that opens at the instant, which is the next one's open.</summary>
    public static DateTimeOffset EndOf(this KuCoinInterval interval, DateTimeOffset open) =>
        interval == KuCoinInterval.Month1 ? open.AddMonths(1) : open.AddMinutes(MinutesOf[(int)interval]);

    /// <summary>Shortest and longest a candle can be, in seconds: the same but for the month.</summary>
    internal static (long Shortest, long Longest) Seconds(this KuCoinInterval interval) =>
        interval == KuCoinInterval.Month1 ? (28 * 86400L, 31 * 86400L) : (MinutesOf[(int)interval] * 60L, MinutesOf[(int)interval] * 60L);
}
