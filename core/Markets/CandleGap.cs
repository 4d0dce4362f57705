namespace PowerTrader.Core.Markets;

/// <summary>Why candles are missing from a series.</summary>
public enum GapKind
{
    /// <summary>Nobody knows: a short one is filled flat when aggregating, a long one makes the larger candle incomplete.</summary>
    Unknown,

    /// <summary>The market was asked and had no trade in the interval; filled flat with volume 0.</summary>
    NoTrade,

    /// <summary>The market was seen closed in the interval: nothing could trade, and nothing is filled in.</summary>
    Outage,
}

/// <summary>A run of missing candles: <paramref name="Count"/> intervals beginning at <paramref name="From"/>.</summary>
public readonly record struct CandleGap(DateTimeOffset From, int Count, GapKind Kind);
