using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>KuCoin's signed REST protocol, of both order families, and the public calls beside it, over a simulated venue. Thread-safe as far as the venue is.</summary>
/// <remarks>It checks key, signature, passphrase, version, time window, permission and rate before anything is done, and knows nothing of the client under test.</remarks>
public sealed partial class SimulatedKuCoinAccount(SimulatedVenue venue, SimulatedKuCoinOptions options, VenueFaults? faults = null) : IStreamingWire
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(4);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (DateTimeOffset Began, int Used)> used = [];

    public SimulatedKuCoinOptions Options { get; set; } = options;

    /// <summary>Requests that were let in, by method and path.</summary>
    public List<string> Log { get; } = [];

    /// <summary>The venue's own clock.</summary>
    public DateTimeOffset Now => venue.Now + Options.ClockSkew;

    public VenueFaults Faults { get; } = faults ?? new VenueFaults();

    public bool Serves(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.StartsWith("/api/", StringComparison.Ordinal) && !path.Contains("/crypto/", StringComparison.Ordinal);
    }

    public VenueReply Answer(VenueRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var fault = Faults.Next(CallOf(request));
        switch (fault)
        {
            case VenueFault.LateArrival:
                AnswerLate(request);
                return Nothing(VenueDelivery.Reset);
            case VenueFault.BeforeRequest:
                return Nothing(VenueDelivery.Reset);
            case VenueFault.Throttled429 or VenueFault.Unauthorized401UnderThrottling or VenueFault.ServerError5xxBefore:
                return Failure(fault);
        }
        var reply = Reply(request);
        return fault switch
        {
            VenueFault.AfterAcceptance => Nothing(VenueDelivery.Reset),
            VenueFault.LateReply => Nothing(VenueDelivery.Never),
            VenueFault.ServerError5xxAfter => Failure(fault),
            VenueFault.GarbledReply => reply with { Status = 200, Body = reply.Body[..(reply.Body.Length / 2)] },
            _ => reply,
        };
    }

    private static VenueReply Nothing(VenueDelivery delivery) => new(0, "") { Delivery = delivery };

    private static VenueCall CallOf(VenueRequest request)
    {
        var path = request.Path;
        if (path.EndsWith("/orders", StringComparison.Ordinal) && request.Method == "POST") return VenueCall.Place;
        if (request.Method == "DELETE") return VenueCall.Cancel;
        if (path.EndsWith("/fills", StringComparison.Ordinal)) return request.PathAndQuery.Contains("orderId=", StringComparison.Ordinal) ? VenueCall.OrderFills : VenueCall.Fills;
        if (path.Contains("/orders/active", StringComparison.Ordinal) || request.PathAndQuery.Contains("status=active", StringComparison.Ordinal)) return VenueCall.OpenOrders;
        if (path.Contains("order", StringComparison.Ordinal) && !path.Contains("orderbook", StringComparison.Ordinal) && !path.Contains("dead-cancel", StringComparison.Ordinal)) return VenueCall.FindOrder;
        return path switch
        {
            "/api/v1/accounts" => VenueCall.Balances,
            "/api/v2/symbols" => VenueCall.Instruments,
            "/api/v1/market/orderbook/level1" or "/api/v1/market/candles" => VenueCall.Quote,
            "/api/v1/trade-fees" or "/api/v1/base-fee" => VenueCall.Fees,
            "/api/v1/timestamp" => VenueCall.Time,
            _ => VenueCall.Account,
        };
    }

    private VenueReply Reply(VenueRequest request)
    {
        if (Options.RefusesRegion) return Refuse("400500", "Your current region is not supported", HttpStatusCode.Forbidden);
        FireDeadMan();
        var query = HttpUtility.ParseQueryString(request.PathAndQuery.Split('?').ElementAtOrDefault(1) ?? "");
        if (Public(request, query) is { } open) return open;
        if (Unsigned(request) is { } refused) return refused;
        lock (gate) Log.Add($"{request.Method} {request.Path}");
        var isManagement = request.Path is "/api/v1/accounts" or "/api/v1/user/api-key" or "/api/v2/user-info";
        var limits = Count(isManagement ? "management" : "spot", isManagement ? Options.ManagementQuota : Options.SpotQuota, isManagement ? 5 : 2);
        if (limits.IsOver) return Refuse("429000", "Too Many Requests", HttpStatusCode.TooManyRequests) with { Headers = limits.Headers };
        return Signed(request, query) with { Headers = limits.Headers };
    }

    /// <summary>It is under way for some seconds, and nobody hears the answer.</summary>
    private void AnswerLate(VenueRequest request)
    {
        if (Unsigned(request) is not null) return;
        if (request.Method == "POST" && Ticket(Body(request)) is { } ticket) venue.PlaceLater(ticket, LateBy, TimeStamp(request) + Window - Options.ClockSkew);
        else if (request.Method == "DELETE" && Named(request) is { } order) venue.CancelLater(order.VenueId, LateBy);
    }

    private static VenueReply Failure(VenueFault fault) => fault switch
    {
        VenueFault.Throttled429 => Refuse("429000", "Too Many Requests", HttpStatusCode.TooManyRequests) with
        {
            Headers = new Dictionary<string, string> { ["gw-ratelimit-limit"] = "4000", ["gw-ratelimit-remaining"] = "0", ["gw-ratelimit-reset"] = "200" },
        },
        VenueFault.Unauthorized401UnderThrottling => Refuse("400005", "Invalid KC-API-SIGN", HttpStatusCode.Unauthorized),
        _ => Refuse("500000", "Internal Server Error", HttpStatusCode.InternalServerError),
    };

    /// <summary>Null where the request is of the account's own key, well signed, in time and allowed.</summary>
    private VenueReply? Unsigned(VenueRequest request)
    {
        foreach (var name in (string[])["KC-API-KEY", "KC-API-SIGN", "KC-API-TIMESTAMP", "KC-API-PASSPHRASE", "KC-API-KEY-VERSION"])
        {
            if (!request.Headers.ContainsKey(name)) return Refuse("400001", $"Please check the header of your request for {name}", HttpStatusCode.Unauthorized);
        }
        if (request.Headers["KC-API-KEY"] != Options.Key) return Refuse("400003", "KC-API-KEY not exists", HttpStatusCode.Unauthorized);
        if ((TimeStamp(request) - Now).Duration() > Window) return Refuse("400002", "Invalid KC-API-TIMESTAMP");
        if (request.Headers["KC-API-KEY-VERSION"] != Options.Version.ToString(CultureInfo.InvariantCulture) || request.Headers["KC-API-PASSPHRASE"] != Hmac(Encoding.UTF8.GetBytes(Options.Passphrase)))
            return Refuse("400004", "Invalid KC-API-PASSPHRASE", HttpStatusCode.Unauthorized);
        if (request.Headers["KC-API-SIGN"] != Hmac([.. Encoding.UTF8.GetBytes(request.Headers["KC-API-TIMESTAMP"] + request.Method + request.PathAndQuery), .. request.Body]))
            return Refuse("400005", "Invalid KC-API-SIGN", HttpStatusCode.Unauthorized);
        if (Options.RefusesAddress) return Refuse("400006", "The requested ip address is not in the api whitelist", HttpStatusCode.Forbidden);
        if (request.Method == "GET" && request.Body.Length > 0) return new VenueReply(403, "<html>403</html>", "text/html");
        var changes = request.Method == "DELETE" || (request.Method == "POST" && request.Path != "/api/v1/bullet-private");
        return changes && !Options.Permission.Split(',').Contains("Spot") ? Refuse("400007", "Access denied --> Require more permission", HttpStatusCode.Forbidden) : null;
    }

    private string Hmac(byte[] text) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Options.Secret), text));

    private static DateTimeOffset TimeStamp(VenueRequest request) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(request.Headers["KC-API-TIMESTAMP"], CultureInfo.InvariantCulture));

    private (bool IsOver, IReadOnlyDictionary<string, string> Headers) Count(string pool, int quota, int weight)
    {
        lock (gate)
        {
            var (began, spent) = used.GetValueOrDefault(pool);
            if (Now >= began.AddSeconds(30)) (began, spent) = (Now, 0);
            var isOver = spent + weight > quota;
            if (!isOver) spent += weight;
            used[pool] = (began, spent);
            var reset = (long)(began.AddSeconds(30) - Now).TotalMilliseconds;
            return (isOver, new Dictionary<string, string>
            {
                ["gw-ratelimit-limit"] = Text(quota),
                ["gw-ratelimit-remaining"] = Text(quota - spent),
                ["gw-ratelimit-reset"] = Text(reset),
            });
        }
    }

    private VenueReply Signed(VenueRequest request, NameValueCollection query) => request.Path switch
    {
        "/api/v1/accounts" or "/api/v1/base-fee" or "/api/v1/trade-fees" or "/api/v1/user/api-key" or "/api/v1/bullet-private" => Account(request, query),
        "/api/v1/hf/orders/dead-cancel-all" or "/api/v1/hf/orders/dead-cancel-all/query" => DeadMan(request),
        _ when request.Path.StartsWith("/api/v1/hf/", StringComparison.Ordinal) => Hf(request, query),
        _ => Legacy(request, query),
    };

    private static JsonNode Body(VenueRequest request) => JsonNode.Parse(request.Body) ?? new JsonObject();

    private static VenueReply Data(JsonNode? data) => new(200, new JsonObject { ["code"] = "200000", ["data"] = data }.ToJsonString());

    /// <summary>Refusals of business come with HTTP 200.</summary>
    private static VenueReply Refuse(string code, string message, HttpStatusCode status = HttpStatusCode.OK) =>
        new((int)status, new JsonObject { ["code"] = code, ["msg"] = message }.ToJsonString());

    private static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
