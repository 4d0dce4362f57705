using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Host.Keys;

/// <summary>One thing that a venue's keys consist of.</summary>
/// <param name="Secret">Its name in the store.</param>
/// <param name="Name">Of the line on standard input.</param>
/// <param name="Fault">What is wrong with a text, without the text; null where nothing is.</param>
/// <param name="Default">Where nothing is given; null where it must be.</param>
internal sealed record KeyField(string Secret, string Name, string Question, Func<string, string?> Fault, string? Default = null)
{
    /// <summary>Of the environment, such as <c>POWERTRADER_KUCOIN_API_SECRET</c>.</summary>
    public string Variable => "POWERTRADER_" + Secret.Replace('-', '_').ToUpperInvariant();
}

/// <summary>What each venue's keys consist of, in the order in which people are asked.</summary>
internal static class KeyFields
{
    private const int LongestKey = 256;

    public static IReadOnlyList<KeyField> Of(string venue) => venue == VenueSecrets.Robinhood
        ?
        [
            new(VenueSecrets.RobinhoodPrivateKey, "private-key", "Private key (base64)", Seed),
            new(VenueSecrets.RobinhoodApiKey, "api-key", "API key", text => Token(text, 8)),
        ]
        :
        [
            new(VenueSecrets.KuCoinApiKey, "api-key", "API key", text => Token(text, 8)),
            new(VenueSecrets.KuCoinApiSecret, "api-secret", "API secret", text => Token(text, 8)),
            new(VenueSecrets.KuCoinApiPassphrase, "api-passphrase", "API passphrase", Passphrase),
            new(VenueSecrets.KuCoinApiKeyVersion, "api-key-version", "API key version (2 or 3, as KuCoin shows it)", text => text is "2" or "3" ? null : "must be 2 or 3, as KuCoin shows it beside the key", "3"),
        ];

    private static string? Seed(string text) =>
        Ed25519Keys.ParseSeed(text) is null ? "must be base64 of an Ed25519 seed of 32 bytes (or of seed and public key, 64 bytes); leave it out to have a new pair made" : null;

    private static string? Token(string text, int least) =>
        text.Length < least ? $"is too short ({text.Length} characters); copy all of it"
        : text.Length > LongestKey ? $"is too long ({text.Length} characters); copy the key alone"
        : text.Any(c => c is <= ' ' or > '~') ? "must be of letters, digits and signs without blanks; copy the key alone" : null;

    private static string? Passphrase(string text) =>
        text.Length < Redactor.ShortestValue ? $"is too short ({text.Length} characters); it is the one that was chosen when the key was made"
        : text.Length > LongestKey || text.Any(char.IsControl) ? "must be one line of at most 256 characters; it is the one that was chosen when the key was made" : null;
}
