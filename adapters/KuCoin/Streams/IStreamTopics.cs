namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>What one connection subscribes to, and what its messages mean. Called by the session's loop only.</summary>
internal interface IStreamTopics
{
    IReadOnlyList<StreamTopic> Wanted { get; }

    /// <summary>Everything is subscribed.</summary>
    void Begin();

    void Take(StreamFrame frame, DateTimeOffset now);

    /// <summary>The venue knows no such topic; the others go on.</summary>
    void Refuse(StreamTopic topic, string reason);
}

/// <summary>How long a connection may take and last.</summary>
/// <param name="AnswerLimit">Until the welcome, and until each acknowledgement.</param>
/// <param name="StallLimit">Without any data, though it answers pings; the longest there is for topics that may be silent for long.</param>
/// <param name="MaxAge">Then it is renewed.</param>
/// <param name="IsPrivate">Its topics are of the account that the token was made for.</param>
internal sealed record StreamLimits(TimeSpan AnswerLimit, TimeSpan StallLimit, TimeSpan MaxAge, bool IsPrivate = false);
