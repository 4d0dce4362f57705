using System.Globalization;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Whether a request was signed by whom it says, just now, and as it arrived.</summary>
internal static class RobinhoodWireSignature
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <summary>Null where it is sound. The venue says no more than this.</summary>
    public static string? Fault(VenueRequest request, RobinhoodWireOptions options, DateTimeOffset now)
    {
        if (request.Headers.GetValueOrDefault("x-api-key") != options.ApiKey) return "Incorrect authentication credentials.";
        if (TimeOf(request) is not { } signed || (now - signed).Duration() > Window + TimeSpan.FromSeconds(1)) return "Timestamp is invalid or expired.";
        var message = Encoding.UTF8.GetBytes(options.ApiKey + request.Headers["x-timestamp"] + request.PathAndQuery + request.Method + request.Text);
        var verifier = new Ed25519Signer();
        verifier.Init(false, new Ed25519PublicKeyParameters(Convert.FromBase64String(options.PublicKey), 0));
        verifier.BlockUpdate(message, 0, message.Length);
        var signature = new byte[64];
        var isSound = Convert.TryFromBase64String(request.Headers.GetValueOrDefault("x-signature") ?? "", signature, out var length) && length == 64 && verifier.VerifySignature(signature);
        return isSound ? null : "Incorrect authentication credentials.";
    }

    public static DateTimeOffset? TimeOf(VenueRequest request) =>
        long.TryParse(request.Headers.GetValueOrDefault("x-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < 10_000_000_000
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
}
