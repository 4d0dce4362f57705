using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>What can be subscribed to: a channel, and the pair (and interval) in it.</summary>
/// <param name="Channel">The part before the colon, such as <c>/market/ticker</c>.</param>
/// <param name="Argument">The part after it; several are joined by commas in one request, data always names a single one.</param>
public readonly record struct StreamTopic(string Channel, string Argument)
{
    internal const string TickerChannel = "/market/ticker";
    internal const string CandleChannel = "/market/candles";
    internal const string BookChannel = "/market/level2";
    internal const string MatchChannel = "/market/match";
    internal const string BestOffersChannel = "/spotMarket/level1";
    internal const string Depth5Channel = "/spotMarket/level2Depth5";
    internal const string Depth50Channel = "/spotMarket/level2Depth50";
    internal const string SnapshotChannel = "/market/snapshot";

    /// <summary>Best bid and ask and last trade, at most every 100 ms.</summary>
    public static StreamTopic Ticker(Symbol symbol) => new(TickerChannel, symbol.Value);

    /// <summary>The ticker of every pair of the venue, each named in its message.</summary>
    public static StreamTopic AllTickers { get; } = new(TickerChannel, "all");

    /// <summary>The forming candle, pushed on trades.</summary>
    public static StreamTopic Candles(Symbol symbol, KuCoinInterval interval) => new(CandleChannel, $"{symbol}_{interval.Name()}");

    /// <summary>Every change of the book, kept whole from a snapshot.</summary>
    public static StreamTopic Book(Symbol symbol) => new(BookChannel, symbol.Value);

    /// <summary>Every trade.</summary>
    public static StreamTopic Matches(Symbol symbol) => new(MatchChannel, symbol.Value);

    /// <summary>Best bid and ask, every 10 ms.</summary>
    public static StreamTopic BestOffers(Symbol symbol) => new(BestOffersChannel, symbol.Value);

    /// <summary>The five best levels a side, every 100 ms.</summary>
    public static StreamTopic Depth5(Symbol symbol) => new(Depth5Channel, symbol.Value);

    /// <summary>The fifty best levels a side, every 100 ms.</summary>
    public static StreamTopic Depth50(Symbol symbol) => new(Depth50Channel, symbol.Value);

    /// <summary>Figures of 24 hours, every 2 s.</summary>
    public static StreamTopic Snapshot(Symbol symbol) => new(SnapshotChannel, symbol.Value);

    /// <summary>Every change of this account's own orders.</summary>
    internal static StreamTopic OwnOrders { get; } = new("/spotMarket/tradeOrdersV2", "");

    /// <summary>Every change of this account's balances.</summary>
    internal static StreamTopic Balances { get; } = new("/account/balance", "");

    public override string ToString() => Argument.Length > 0 ? $"{Channel}:{Argument}" : Channel;

    /// <summary>False for text without a channel and an argument.</summary>
    internal static bool TryParse(string? text, out StreamTopic topic)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        topic = colon > 0 ? new StreamTopic(text![..colon], text[(colon + 1)..]) : default;
        return colon > 0 && topic.Argument.Length > 0;
    }
}
