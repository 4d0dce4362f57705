using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Secrets;

/// <summary>Under which names an <see cref="ISecretStore"/> holds the keys of a venue's account. One account belongs to one portfolio.</summary>
public static class VenueSecrets
{
    /// <summary>The venues whose accounts have keys, as people name them.</summary>
    public const string Robinhood = "robinhood";
    public const string KuCoin = "kucoin";

    /// <summary>As Robinhood shows it once: <c>rh-api-…</c>.</summary>
    public const string RobinhoodApiKey = "robinhood-api-key";

    /// <summary>The Ed25519 seed: base64 of 32 bytes.</summary>
    public const string RobinhoodPrivateKey = "robinhood-private-key";

    public const string KuCoinApiKey = "kucoin-api-key";
    public const string KuCoinApiSecret = "kucoin-api-secret";

    /// <summary>As it was chosen, not hashed.</summary>
    public const string KuCoinApiPassphrase = "kucoin-api-passphrase";

    /// <summary><c>2</c> or <c>3</c>, as KuCoin shows it beside the key. No secret, but of no use without the others.</summary>
    public const string KuCoinApiKeyVersion = "kucoin-api-key-version";

    public static IReadOnlyList<string> Venues { get; } = [Robinhood, KuCoin];

    /// <summary>Everything that an account of the venue needs; empty for one without keys.</summary>
    public static IReadOnlyList<string> NamesOf(string venue) => venue switch
    {
        Robinhood => [RobinhoodApiKey, RobinhoodPrivateKey],
        KuCoin => [KuCoinApiKey, KuCoinApiSecret, KuCoinApiPassphrase, KuCoinApiKeyVersion],
        _ => [],
    };

    /// <summary>The portfolio's own name of a secret. The tenant's length stands first: ids hold hyphens, and no two portfolios may share a name.</summary>
    public static string Of(PortfolioKey portfolio, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{portfolio.Tenant.Length}-{portfolio.Tenant}-{portfolio.Portfolio}-{name}");
    }
}
