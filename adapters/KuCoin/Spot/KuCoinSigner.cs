using System.Globalization;
using System.Text;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>Signs <c>time stamp + METHOD + path with query + body</c>. Source: KuCoin API documentation, signing a message.</summary>
/// <param name="keys">Null from it: none are kept.</param>
internal sealed class KuCoinSigner(Func<CancellationToken, Task<KuCoinKeys?>> keys, KuCoinClock clock) : IKuCoinSigner
{
    private KuCoinKeys? known;

    /// <summary>Of the key that signs; null before it is known.</summary>
    public int? Version => known?.Version;

    public async Task<KuCoinError?> PrepareAsync(bool mayAsk, CancellationToken cancellationToken)
    {
        known ??= await keys(cancellationToken);
        if (known is null)
            return KuCoinError.NotSent(KuCoinErrorKind.Forbidden, "keys", $"no keys are kept for it; store {string.Join(", ", KuCoinDefinition.SecretNames)}");
        return mayAsk ? await clock.EnsureAsync(cancellationToken) : null;
    }

    public long TimeStamp(DateTimeOffset? at) => (at is { } here ? clock.At(here) : clock.Now).ToUnixTimeMilliseconds();

    public void Sign(HttpRequestMessage request, long timeStamp, string path, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(request);
        var stamp = timeStamp.ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("KC-API-KEY", known!.Key);
        request.Headers.Add("KC-API-SIGN", known.Sign(Prehash(stamp, request.Method.Method, path, body)));
        request.Headers.Add("KC-API-TIMESTAMP", stamp);
        request.Headers.Add("KC-API-PASSPHRASE", known.SignedPassphrase);
        request.Headers.Add("KC-API-KEY-VERSION", known.Version.ToString(CultureInfo.InvariantCulture));
    }

    public void ClockWasRefused() => clock.Forget();

    public KuCoinError Explain(KuCoinError refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        return refused with
        {
            Message = $"{refused.Message}; the venue's clock less this machine's is {clock.Offset} and requests must be within 5 s: "
                + "set this machine's clock by NTP and look for what delays requests (proxy, sleep, load)",
        };
    }

    internal static byte[] Prehash(string timeStamp, string method, string path, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes(timeStamp + method.ToUpperInvariant() + path), .. body];
}
