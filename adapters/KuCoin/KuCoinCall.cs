namespace PowerTrader.Adapters.KuCoin;

/// <param name="Path">With its query; only characters that need no escaping, so that what is signed is what is sent.</param>
/// <param name="Weight">Counted against the pool.</param>
internal sealed record KuCoinCall(HttpMethod Method, string Path, int Weight, KuCoinPool Pool)
{
    /// <summary>Makes the body for the time stamp (milliseconds) it is signed with; null for none.</summary>
    public Func<long, byte[]>? Body { get; init; }
}
