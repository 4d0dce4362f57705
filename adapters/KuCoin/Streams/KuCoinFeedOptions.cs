namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>What a feed subscribes to and how it waits.</summary>
public sealed record KuCoinFeedOptions
{
    /// <summary>Topics of one connection that the venue allows.</summary>
    public const int MaxTopics = 400;

    public required IReadOnlyList<StreamTopic> Topics { get; init; }

    /// <summary>Levels a side of a <see cref="StreamUpdate.BookChanged"/> from the incremental book; 1 to 20.</summary>
    public int BookDepth { get; init; } = 5;

    /// <summary>Whether quotes are asked for by REST while the stream is down; false where the reader does so itself.</summary>
    public bool QuotesByRest { get; init; } = true;

    /// <summary>How often quotes are asked for by REST while the stream is down.</summary>
    public TimeSpan RestInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Updates held for a slow reader; beyond it the oldest are dropped and counted.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>A connection is renewed at this age; the venue cuts it at 24 h.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(23);

    /// <summary>A connection on which no topic has data for so long is renewed, though it answers pings. Longer than the quietest pair's pauses.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the welcome, and each acknowledgement, may take.</summary>
    public TimeSpan AnswerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Chance, 0 to 1, that spreads reconnects.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <exception cref="ArgumentException">All faults in one message.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        if (Topics.Count is 0 or > MaxTopics) faults.Add($"topics: 1 to {MaxTopics}, not {Topics.Count}");
        if (Topics.Distinct().Count() != Topics.Count) faults.Add("topics: one is named twice");
        if (BookDepth is < 1 or > 20) faults.Add($"book depth: 1 to 20, not {BookDepth}");
        if (RestInterval < TimeSpan.FromSeconds(1)) faults.Add("REST interval: at least 1 s");
        if (Capacity < 1) faults.Add("capacity: at least 1");
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults));
    }
}
