using System.Net;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>What kind of failure it was; what a caller does follows from it.</summary>
public enum KuCoinErrorKind
{
    /// <summary>No answer, a broken one, 5xx, maintenance: the same call may succeed later.</summary>
    Unavailable,

    /// <summary>Over the quota, or the venue is overloaded.</summary>
    RateLimited,

    /// <summary>KuCoin does not serve this location.</summary>
    Region,

    /// <summary>The symbol or its trading does not exist.</summary>
    UnknownSymbol,

    /// <summary>The request itself is wrong.</summary>
    BadRequest,

    /// <summary>Key, signature, permission.</summary>
    Forbidden,

    /// <summary>The answer is not of the protocol's form: a proxy's page, or data of another shape.</summary>
    Unreadable,

    /// <summary>Success was claimed and there is no data.</summary>
    NoData,
}

/// <param name="Code">KuCoin's own code, else the HTTP status.</param>
public sealed record KuCoinError(KuCoinErrorKind Kind, string Code, string Message)
{
    /// <summary>The same request may succeed later; for reads a retry is safe.</summary>
    public bool IsTransient => Kind is KuCoinErrorKind.Unavailable or KuCoinErrorKind.RateLimited or KuCoinErrorKind.Unreadable;

    /// <summary>The one table: code first, HTTP status second. Source: KuCoin API documentation and recorded replies.</summary>
    public static KuCoinError From(HttpStatusCode status, string? code, string? message)
    {
        var text = message is { Length: > 0 } ? message : $"HTTP {(int)status}";
        KuCoinErrorKind? byCode = code switch
        {
            "429000" or "200002" => KuCoinErrorKind.RateLimited,
            "400500" => KuCoinErrorKind.Region,
            "900001" => KuCoinErrorKind.UnknownSymbol,
            "400100" when text.Contains("trading pair", StringComparison.OrdinalIgnoreCase) => KuCoinErrorKind.UnknownSymbol,
            "400100" or "404000" or "401000" or "415000" or "400008" => KuCoinErrorKind.BadRequest,
            "400001" or "400002" or "400003" or "400004" or "400005" or "400006" or "400007" or "411100" => KuCoinErrorKind.Forbidden,
            "500000" or "230005" or "408000" or "400600" or "600203" => KuCoinErrorKind.Unavailable,
            _ => null,
        };
        return new(byCode ?? OfStatus(status), code ?? ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture), text);
    }

    /// <summary>An answer that is no JSON: a proxy in front speaks, and its status is almost all there is. It limits by page 1015 under more than one status.</summary>
    public static KuCoinError FromPage(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var code = ((int)status).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var limited = body.IndexOf("1015"u8) >= 0 || body.IndexOf("rate limited"u8) >= 0;
        return new(limited && status >= HttpStatusCode.BadRequest ? KuCoinErrorKind.RateLimited : OfStatus(status), code, $"HTTP {code} without JSON");
    }

    private static KuCoinErrorKind OfStatus(HttpStatusCode status) => status switch
    {
        HttpStatusCode.TooManyRequests => KuCoinErrorKind.RateLimited,
        HttpStatusCode.Forbidden or HttpStatusCode.UnavailableForLegalReasons => KuCoinErrorKind.Region,
        HttpStatusCode.Unauthorized => KuCoinErrorKind.Forbidden,
        >= HttpStatusCode.InternalServerError => KuCoinErrorKind.Unavailable,
        >= HttpStatusCode.BadRequest => KuCoinErrorKind.BadRequest,
        _ => KuCoinErrorKind.Unreadable,
    };
}
