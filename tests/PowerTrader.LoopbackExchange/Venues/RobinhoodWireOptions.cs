namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Whom the simulated Robinhood knows, and how it behaves on the wire.</summary>
/// <param name="PublicKey">Base64 of the 32 bytes that were registered with the key.</param>
public sealed record RobinhoodWireOptions(string ApiKey, string PublicKey)
{
    public string AccountNumber { get; init; } = "AB1234567890";

    public string Currency { get; init; } = "USD";

    /// <summary>Whether the buying power is told in whole cents, cut off.</summary>
    public bool TellsCents { get; init; }

    public int PageSize { get; init; } = 10;

    /// <summary>Whether one order can be asked for by a path of its own, which the venue's description lacks.</summary>
    public bool HasOrderCall { get; init; } = true;

    /// <summary>Where links to next pages lead; null where they lead here.</summary>
    public string? NextServer { get; init; }

    /// <summary>Whether too many requests are refused.</summary>
    public bool HasQuota { get; init; } = true;

    public int Burst { get; init; } = 300;

    public int PerMinute { get; init; } = 100;
}
