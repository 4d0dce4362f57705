using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Secrets;

/// <summary>What a venue says to a signed question by a key.</summary>
public enum KeyTestOutcome
{
    /// <summary>Nobody asked the venue; not a word about the key.</summary>
    NotTested,

    /// <summary>It reads the account and may trade.</summary>
    Works,

    /// <summary>The venue does not know the key, or the signature is wrong.</summary>
    Refused,

    /// <summary>This machine's clock is too far from the venue's for any signature to count.</summary>
    ClockSkew,

    /// <summary>It reads the account and may not trade.</summary>
    LacksTradePermission,

    /// <summary>The venue did not answer: the key may be good.</summary>
    Unreachable,
}

/// <param name="Detail">In words for people, without a key, secret, signature or account number; null where the outcome says it all.</param>
public sealed record KeyTestResult(KeyTestOutcome Outcome, string? Detail = null);

/// <summary>Asks a venue whether keys work, by signed requests that only read. Safe to repeat.</summary>
public interface IKeyTest
{
    /// <summary>As <see cref="VenueSecrets.Venues"/> names it.</summary>
    string Venue { get; }

    /// <param name="secrets">Holds the keys under the names of <see cref="VenueSecrets.Of"/>; not always the store where they are kept.</param>
    Task<KeyTestResult> TestAsync(PortfolioKey portfolio, ISecretStore secrets, CancellationToken cancellationToken);
}
