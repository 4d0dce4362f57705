using System.Globalization;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>An API key and the private key it was registered with. Neither can be read out, nor is it in any text of this type.</summary>
public sealed class RobinhoodKeys
{
    private const int SeedLength = 32;

    private readonly string apiKey;
    private readonly Ed25519PrivateKeyParameters privateKey;

    private RobinhoodKeys(string apiKey, Ed25519PrivateKeyParameters privateKey)
    {
        this.apiKey = apiKey;
        this.privateKey = privateKey;
    }

    /// <summary>The public half as Robinhood wants it pasted: 32 bytes in base64.</summary>
    public string PublicKey => Convert.ToBase64String(privateKey.GeneratePublicKey().GetEncoded());

    /// <param name="apiKey">As Robinhood showed it once; newer ones begin with <c>rh-api-</c>.</param>
    /// <param name="privateKey">Base64 of the 32-byte seed, or of seed and public key (64 bytes).</param>
    /// <exception cref="FormatException">One of them is not of its form. The message holds neither.</exception>
    public static RobinhoodKeys Parse(string apiKey, string privateKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        ArgumentNullException.ThrowIfNull(privateKey);
        var key = apiKey.Trim();
        if (key.Length is < 8 or > 200 || key.Any(letter => letter is <= ' ' or > '~'))
            throw new FormatException("the Robinhood API key must be printable letters without spaces, as Robinhood shows it: rh-api- and a UUID");
        var bytes = new byte[80];
        if (!Convert.TryFromBase64String(privateKey.Trim(), bytes, out var length) || length is not (SeedLength or 2 * SeedLength))
            throw new FormatException("the Robinhood private key must be base64 of 32 bytes (44 characters), or of 64 bytes that begin with these");
        var parsed = new Ed25519PrivateKeyParameters(bytes, 0);
        if (length == 2 * SeedLength && !parsed.GeneratePublicKey().GetEncoded().AsSpan().SequenceEqual(bytes.AsSpan(SeedLength, SeedLength)))
            throw new FormatException("the Robinhood private key's second half is not the public key of its first: it is damaged, or no Ed25519 key");
        return new RobinhoodKeys(key, parsed);
    }

    /// <summary>The headers that prove one attempt: valid 30 s, so each attempt takes new ones.</summary>
    /// <param name="unixSeconds">The venue's time.</param>
    /// <param name="pathAndQuery">Exactly as sent, with trailing slash and query.</param>
    /// <param name="method">Upper case.</param>
    /// <param name="body">The very text that is sent; empty where there is none.</param>
    internal IEnumerable<(string Name, string Value)> Headers(long unixSeconds, string pathAndQuery, string method, string body)
    {
        var timestamp = unixSeconds.ToString(CultureInfo.InvariantCulture);
        yield return ("x-api-key", apiKey);
        yield return ("x-timestamp", timestamp);
        yield return ("x-signature", Sign(apiKey + timestamp + pathAndQuery + method + body));
    }

    public override string ToString() => "Robinhood keys (hidden)";

    private string Sign(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var signer = new Ed25519Signer();
        signer.Init(true, privateKey);
        signer.BlockUpdate(bytes, 0, bytes.Length);
        return Convert.ToBase64String(signer.GenerateSignature());
    }
}
