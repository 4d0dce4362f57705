using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>What kind of failure it was; what a caller does follows from it.</summary>
public enum RobinhoodErrorKind
{
    /// <summary>No answer, a broken one, 5xx, a redirect: the same call may succeed later.</summary>
    Unavailable,

    /// <summary>Over the quota.</summary>
    RateLimited,

    /// <summary>Key, signature, clock, or throttling: the venue tells none of these apart.</summary>
    Unauthorized,

    /// <summary>This machine's clock is too far off.</summary>
    Clock,

    /// <summary>The key lacks the scope, or the pair is not open to the API.</summary>
    Forbidden,

    /// <summary>The key may not be used from this address.</summary>
    Address,

    /// <summary>Nobody is served from this place.</summary>
    Region,

    NotFound,

    /// <summary>The request itself is wrong.</summary>
    BadRequest,

    /// <summary>The client order id was seen before: an order of that id exists.</summary>
    Duplicate,

    /// <summary>The answer is not of the protocol's form.</summary>
    Unreadable,

    /// <summary>No keys are kept, so nothing was sent.</summary>
    NoKeys,
}

/// <param name="Code">The field that is wrong where the venue names one, else the HTTP status, else a word.</param>
public sealed record RobinhoodError(RobinhoodErrorKind Kind, string Code, string Message)
{
    /// <summary>The same request may succeed later; for reads and cancels a retry is safe.</summary>
    public bool IsTransient => Kind is RobinhoodErrorKind.Unavailable or RobinhoodErrorKind.RateLimited or RobinhoodErrorKind.Unreadable;

    /// <summary>The one table: HTTP status, and for 400 and 403 what the body says. Bodies may be empty or a gateway's page.</summary>
    public static RobinhoodError From(HttpStatusCode status, ReadOnlySpan<byte> body)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        var said = Parse(body);
        var first = said?.Errors is [{ } head, ..] ? head : null;
        var text = said?.Errors is { Length: > 0 } all ? string.Join("; ", all.Select(error => error.Detail ?? "no detail")) : $"HTTP {number}" + (said is null ? " without a readable body" : "");
        return new(OfStatus(status, said is not null, first?.Attr, text), first?.Attr ?? number, text);
    }

    private static RobinhoodErrorKind OfStatus(HttpStatusCode status, bool isJson, string? attribute, string text) => status switch
    {
        HttpStatusCode.TooManyRequests => RobinhoodErrorKind.RateLimited,
        HttpStatusCode.Unauthorized => RobinhoodErrorKind.Unauthorized,
        HttpStatusCode.UnavailableForLegalReasons => RobinhoodErrorKind.Region,
        HttpStatusCode.Forbidden when !isJson => RobinhoodErrorKind.Region,
        HttpStatusCode.Forbidden when Says(text, "ip address") || Says(text, "allowlist") || Says(text, "allow list") => RobinhoodErrorKind.Address,
        HttpStatusCode.Forbidden => RobinhoodErrorKind.Forbidden,
        HttpStatusCode.NotFound => RobinhoodErrorKind.NotFound,
        HttpStatusCode.BadRequest when IsDuplicate(attribute, text) => RobinhoodErrorKind.Duplicate,
        HttpStatusCode.Conflict => RobinhoodErrorKind.Duplicate,
        HttpStatusCode.RequestTimeout or (HttpStatusCode)425 or (HttpStatusCode)499 => RobinhoodErrorKind.Unavailable,
        >= HttpStatusCode.InternalServerError => RobinhoodErrorKind.Unavailable,
        >= HttpStatusCode.BadRequest => RobinhoodErrorKind.BadRequest,
        >= HttpStatusCode.MultipleChoices => RobinhoodErrorKind.Unavailable,
        _ => RobinhoodErrorKind.Unreadable,
    };

    /// <summary>The wording is not documented: anything about the id that is not its form.</summary>
    private static bool IsDuplicate(string? attribute, string text)
    {
        if (attribute == "client_order_id") return !Says(text, "uuid") && !Says(text, "required") && !Says(text, "blank") && !Says(text, "null");
        var aboutId = Says(text, "client_order_id") || Says(text, "client order id");
        return aboutId && (Says(text, "already") || Says(text, "duplicate") || Says(text, "exist") || Says(text, "unique"));
    }

    private static bool Says(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static RobinhoodErrors? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RobinhoodJson.Default.RobinhoodErrors);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
