using System.Globalization;
using System.Net;

namespace PowerTrader.Adapters.KuCoin;

/// <param name="Code">KuCoin's own code, else the HTTP status.</param>
public sealed record KuCoinError(KuCoinErrorKind Kind, string Code, string Message)
{
    /// <summary>The same request may succeed later; for reads a retry is safe.</summary>
    public bool IsTransient => Kind is KuCoinErrorKind.Unavailable or KuCoinErrorKind.RateLimited or KuCoinErrorKind.Unreadable;

    /// <summary>The venue's own word that it did not do it, or it was never sent: only then does a placement not exist.</summary>
    /// <remarks>A page of something in front of the venue is no word of the venue, and neither is any answer with a status of 5xx or 429.</remarks>
    public bool IsRefusal { get; private init; }

    /// <summary>The venue knows no such order, or none that could still be cancelled.</summary>
    public bool IsOrderNotFound => Kind == KuCoinErrorKind.OrderNotFound;

    /// <summary>Code first, HTTP status second. Source: KuCoin API documentation and recorded replies.</summary>
    public static KuCoinError From(HttpStatusCode status, string? code, string? message)
    {
        var text = message is { Length: > 0 } ? message : $"HTTP {(int)status}";
        var kind = KuCoinErrorTable.Find(code, text) ?? OfStatus(status);
        var error = new KuCoinError(kind, code ?? Text(status), text);
        var isDefinite = code is { Length: > 0 } && status < HttpStatusCode.InternalServerError && status != HttpStatusCode.TooManyRequests;
        return error with { IsRefusal = isDefinite && kind != KuCoinErrorKind.NoData && !error.IsTransient };
    }

    /// <summary>An answer that is no JSON: a proxy in front speaks, and its status is almost all there is. It limits by page 1015 under more than one status.</summary>
    public static KuCoinError FromPage(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var limited = body.IndexOf("1015"u8) >= 0 || body.IndexOf("rate limited"u8) >= 0;
        return new(limited && status >= HttpStatusCode.BadRequest ? KuCoinErrorKind.RateLimited : OfStatus(status), Text(status), $"HTTP {Text(status)} without JSON");
    }

    /// <summary>Nothing left this machine.</summary>
    internal static KuCoinError NotSent(KuCoinErrorKind kind, string code, string message) => new(kind, code, message) { IsRefusal = true };

    private static string Text(HttpStatusCode status) => ((int)status).ToString(CultureInfo.InvariantCulture);

    private static KuCoinErrorKind OfStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => KuCoinErrorKind.RateLimited,
        HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons => KuCoinErrorKind.Region,
        HttpStatusCode.Unauthorized => KuCoinErrorKind.Forbidden,
        HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => KuCoinErrorKind.Unavailable,
        >= HttpStatusCode.BadRequest => KuCoinErrorKind.BadRequest,
        _ => KuCoinErrorKind.Unreadable,
    };
}
