namespace PowerTrader.Core.Markets;

/// <summary>Where a stored candle came from.</summary>
public enum CandleSource
{
    /// <summary>Fetched with the history, before trading began or after a pause.</summary>
    History,

    /// <summary>Fetched by a market tick after it had closed.</summary>
    Tick,

    /// <summary>Fetched later: it was missing, or the market has corrected it since.</summary>
    Repair,

    /// <summary>From a recorded file.</summary>
    Recorded,
}

/// <summary>A candle with its provenance.</summary>
/// <param name="KnownAt">Trading time at which this system learned these values.</param>
public readonly record struct StoredCandle(Candle Candle, CandleSource Source, DateTimeOffset KnownAt);

/// <summary>Missing candles between two stored ones, and how often the market was asked for them.</summary>
/// <param name="AskedAt">Last time; null where it was never asked.</param>
public sealed record StoredGap(CandleGap Gap, int Asks, DateTimeOffset? AskedAt);

/// <summary>What a merge did: open times of candles that were not there, and of those whose values changed. Both empty for a repeat.</summary>
public sealed record CandleMerge(IReadOnlyList<DateTimeOffset> Added, IReadOnlyList<DateTimeOffset> Changed)
{
    public static CandleMerge None { get; } = new([], []);

    public bool IsEmpty => Added.Count + Changed.Count == 0;
}

/// <summary>Stored candles, ascending, and what is known of intervals that have none.</summary>
/// <param name="Kinds">Kind by open time; what is not in it is <see cref="GapKind.Unknown"/>.</param>
public sealed record StoredSeries(IReadOnlyList<StoredCandle> Candles, IReadOnlyDictionary<DateTimeOffset, GapKind> Kinds)
{
    public GapKind KindOf(DateTimeOffset open) => Kinds.GetValueOrDefault(open);
}
