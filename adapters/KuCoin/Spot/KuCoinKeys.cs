using System.Security.Cryptography;
using System.Text;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A key of an account with what signs by it. It shows no secret: neither as text nor by any property.</summary>
public sealed class KuCoinKeys
{
    private readonly byte[] secret;
    private readonly string passphrase;

    /// <param name="key">The key's id.</param>
    /// <param name="secret">Taken as text, not decoded.</param>
    /// <param name="passphrase">As chosen when the key was made.</param>
    /// <param name="version">2 or 3: as the venue shows it for the key.</param>
    public KuCoinKeys(string key, string secret, string passphrase, int version = 3)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        ArgumentException.ThrowIfNullOrWhiteSpace(passphrase);
        if (version is not (2 or 3)) throw new ArgumentOutOfRangeException(nameof(version), version, "a key's version is 2 or 3");
        Key = key;
        Version = version;
        this.secret = Encoding.UTF8.GetBytes(secret);
        // Of versions 2 and 3 the passphrase itself is never sent.
        this.passphrase = Sign(Encoding.UTF8.GetBytes(passphrase));
    }

    /// <summary>The key's id, which every request shows.</summary>
    internal string Key { get; }

    internal int Version { get; }

    internal string SignedPassphrase => passphrase;

    /// <summary>Base64 of the HMAC-SHA256.</summary>
    internal string Sign(ReadOnlySpan<byte> text) => Convert.ToBase64String(HMACSHA256.HashData(secret, text));

    public override string ToString() => "KuCoin keys";
}
