namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>The account's key and how the wire behaves. May be replaced while it runs.</summary>
/// <param name="Version">Of the key: 2 or 3.</param>
public sealed record SimulatedKuCoinOptions(string Key, string Secret, string Passphrase, int Version = 3)
{
    /// <summary>As the venue writes it.</summary>
    public string Permission { get; init; } = "General,Spot";

    /// <summary>The venue's clock less the time it was given.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Rows of a page or part at most, whatever was asked for.</summary>
    public int MaxRows { get; init; } = 500;

    /// <summary>Weights of 30 s for orders, fills and fees; and for accounts.</summary>
    public int SpotQuota { get; init; } = 1_000_000;

    public int ManagementQuota { get; init; } = 1_000_000;

    /// <summary>Everything is refused for the place it comes from.</summary>
    public bool RefusesRegion { get; init; }

    /// <summary>Requests from here are not on the key's list.</summary>
    public bool RefusesAddress { get; init; }

    /// <summary><c>open</c>, <c>close</c> or <c>cancelonly</c>.</summary>
    public string Status { get; init; } = "open";

    /// <summary>In the wallet that is no trading account, of the quote coin.</summary>
    public decimal InMainAccount { get; init; } = 12.5m;

    /// <summary>This part of each balance stands in the older trading account; the rest in the newer.</summary>
    public bool SplitsAccounts { get; init; }
}
