namespace PowerTrader.Adapters.KuCoin;

/// <param name="Path">With its query; only characters that need no escaping, so that what is signed is what is sent.</param>
/// <param name="Weight">Counted against the pool.</param>
internal sealed record KuCoinCall(HttpMethod Method, string Path, int Weight, KuCoinPool Pool)
{
    /// <summary>By this machine's clock, when it was decided to send it: what is signed, so that the venue refuses one that was held up. Null for the moment of sending.</summary>
    public DateTimeOffset? IntendedAt { get; init; }

    /// <summary>Makes the body for the time stamp (milliseconds) it is signed with; null for none.</summary>
    public Func<long, byte[]>? Body { get; init; }
}
