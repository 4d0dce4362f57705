namespace PowerTrader.Adapters.KuCoin;

/// <summary>Signs requests by the venue's clock.</summary>
internal interface IKuCoinSigner
{
    /// <summary>Gets ready to sign: keys and the venue's clock.</summary>
    /// <param name="mayAsk">False where nothing may be sent: then the clock is taken as it was last known.</param>
    /// <returns>Null where it can sign now; else why not.</returns>
    Task<KuCoinError?> PrepareAsync(bool mayAsk, CancellationToken cancellationToken);

    /// <summary>The venue's time in milliseconds, as far as it is known.</summary>
    /// <param name="at">By this machine's clock; null for now.</param>
    long TimeStamp(DateTimeOffset? at);

    void Sign(HttpRequestMessage request, long timeStamp, string path, ReadOnlySpan<byte> body);

    /// <summary>The venue refused a time stamp: it is to be asked for its time again.</summary>
    void ClockWasRefused();

    /// <summary>Says how far apart the clocks are and what to do.</summary>
    KuCoinError Explain(KuCoinError refused);
}
