using System.Security.Cryptography;
using Org.BouncyCastle.Math.EC.Rfc8032;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Adapters.Secrets;

/// <summary>Ed25519 pairs as Robinhood takes them: base64 of the 32-byte seed, which is kept, and of the 32-byte public key, which is shown.</summary>
/// <remarks>Source: RFC 8032.</remarks>
public static class Ed25519Keys
{
    private const int SeedBytes = 32;

    /// <summary>Some programs keep seed and public key in one.</summary>
    private const int SeedAndPublicBytes = 64;

    public static Sensitive NewSeed() => new(Convert.ToBase64String(RandomNumberGenerator.GetBytes(SeedBytes)));

    /// <summary>The seed in its one form; null where the text is none. Of 64 bytes the first half is the seed, where the second is its public key.</summary>
    public static Sensitive? ParseSeed(string? text)
    {
        var bytes = new byte[SeedAndPublicBytes + 1];
        if (text is null || !Convert.TryFromBase64String(text.Trim(), bytes, out var length)) return null;
        if (length == SeedAndPublicBytes && !PublicBytes(bytes).AsSpan().SequenceEqual(bytes.AsSpan(SeedBytes, SeedBytes))) return null;
        return length is SeedBytes or SeedAndPublicBytes ? new Sensitive(Convert.ToBase64String(bytes, 0, SeedBytes)) : null;
    }

    /// <summary>Base64 of the public key that belongs to the seed.</summary>
    public static string PublicKeyOf(Sensitive seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        return Convert.ToBase64String(PublicBytes(Convert.FromBase64String(seed.Reveal())));
    }

    /// <summary>Base64 of the signature over the bytes; the same for the same bytes.</summary>
    public static string Sign(Sensitive seed, ReadOnlySpan<byte> message)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var signature = new byte[SeedAndPublicBytes];
        var copy = message.ToArray();
        Ed25519.Sign(Convert.FromBase64String(seed.Reveal()), 0, copy, 0, copy.Length, signature, 0);
        return Convert.ToBase64String(signature);
    }

    private static byte[] PublicBytes(byte[] seed)
    {
        var key = new byte[SeedBytes];
        Ed25519.GeneratePublicKey(seed, 0, key, 0);
        return key;
    }
}
