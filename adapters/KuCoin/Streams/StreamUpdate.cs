using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>Where an update came from.</summary>
public enum UpdateSource
{
    Stream,

    /// <summary>Asked for, because the stream is down or was.</summary>
    Rest,
}

/// <summary>Whether the stream flows.</summary>
public enum FeedStatus
{
    /// <summary>Nothing comes; quotes are asked for by REST meanwhile.</summary>
    Down,

    /// <summary>Every topic that the venue accepts is subscribed.</summary>
    Live,
}

/// <summary>A price and the size offered at it, in the base coin.</summary>
public readonly record struct BookLevel(decimal Price, decimal Size);

/// <summary>What a feed gives.</summary>
public abstract record StreamUpdate
{
    private StreamUpdate() { }

    public sealed record Quoted(Quote Quote, UpdateSource Source) : StreamUpdate;

    /// <summary>A candle as far as it has come. It is never known to be closed: <see cref="CandleEnded"/> says when to ask for it.</summary>
    /// <param name="At">When the venue sent it.</param>
    public sealed record CandleChanged(Symbol Symbol, KuCoinInterval Interval, Candle Candle, DateTimeOffset At, UpdateSource Source) : StreamUpdate;

    /// <summary>A later candle has begun. Late trades may still change this one: fetch it from <c>IMarketData</c>, which proves it closed.</summary>
    public sealed record CandleEnded(Symbol Symbol, KuCoinInterval Interval, DateTimeOffset OpenTime) : StreamUpdate;

    /// <param name="Side">The taker's: <c>buy</c> or <c>sell</c>.</param>
    public sealed record Traded(Symbol Symbol, string TradeId, string Side, Price Price, Quantity Size, DateTimeOffset At) : StreamUpdate;

    /// <summary>The top of a book: bids from the highest, asks from the lowest.</summary>
    public sealed record BookChanged(Symbol Symbol, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks, DateTimeOffset At) : StreamUpdate;

    /// <summary>Figures of a rolling 24 h; volume in the base coin.</summary>
    public sealed record DayChanged(Symbol Symbol, decimal Open, decimal High, decimal Low, decimal Last, decimal Volume, bool Trading, DateTimeOffset At) : StreamUpdate;

    public sealed record StatusChanged(FeedStatus Status, string Reason) : StreamUpdate;

    /// <summary>The venue does not have the topic; the others go on, and it is not asked for again.</summary>
    public sealed record TopicRefused(StreamTopic Topic, string Reason) : StreamUpdate;
}
