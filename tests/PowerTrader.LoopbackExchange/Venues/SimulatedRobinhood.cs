using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Robinhood's Crypto Trading API, versions 1 and 2, over a simulated venue: verifies signature, time window, scope and quota; pages are small.</summary>
public sealed partial class SimulatedRobinhood : IVenueWire, IDisposable
{
    private const string Root = "/api/v";

    private readonly SimulatedVenue venue;
    private readonly RobinhoodWireOptions options;
    private readonly VenueFaults faults;
    private readonly TokenBucket bucket;

    public SimulatedRobinhood(SimulatedVenue venue, RobinhoodWireOptions options, VenueFaults? faults = null, TimeProvider? time = null)
    {
        this.venue = venue;
        this.options = options;
        this.faults = faults ?? new VenueFaults();
        bucket = new TokenBucket(options.Burst, options.PerMinute, time ?? new VenueTime(venue));
    }

    public bool Serves(string path) => path.StartsWith(Root, StringComparison.Ordinal) && path.Contains("/crypto/", StringComparison.Ordinal);

    public void Dispose() => bucket.Dispose();

    public VenueReply Answer(VenueRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var call = new RobinhoodWireCall(request);
        var fault = faults.Next(call.Kind);
        var reply = fault switch
        {
            VenueFault.BeforeRequest => new VenueReply(0, "") { Delivery = VenueDelivery.Reset },
            VenueFault.LateArrival => Later(call),
            VenueFault.Unauthorized401UnderThrottling => Error(401, "Incorrect authentication credentials."),
            VenueFault.Throttled429 => Error(429, "Request was throttled."),
            VenueFault.ServerError5xxBefore => new VenueReply(503, "<html>unavailable</html>", "text/html"),
            _ => Do(call),
        };
        return Stamp(fault switch
        {
            VenueFault.AfterAcceptance => reply with { Delivery = VenueDelivery.Reset },
            VenueFault.LateReply => reply with { Delivery = VenueDelivery.Never },
            VenueFault.GarbledReply => reply with { Body = reply.Body[..(reply.Body.Length / 2)] },
            VenueFault.ServerError5xxAfter => Error(500, "Internal server error."),
            _ => reply,
        });
    }

    private VenueReply Do(RobinhoodWireCall call)
    {
        if (options.HasQuota && bucket.TryEnter(0) is { } wait)
        {
            return Error(429, "Request was throttled.") with
            {
                Headers = new Dictionary<string, string> { ["Retry-After"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) },
            };
        }
        if (RobinhoodWireSignature.Fault(call.Request, options, venue.Now) is { } fault) return Error(401, fault);
        if (call.Request.Method == "POST" && !venue.Options.MayTrade) return Error(403, "You do not have permission to perform this action.");
        if (call is { Version: 2, NeedsAccount: true } && call.Query("account_number") is not { Length: > 0 }) return Invalid("account_number", "The account_number parameter is required.");
        if (call is { Version: 2, NeedsAccount: true } && call.Query("account_number") != options.AccountNumber) return Error(404, "Not found.");
        return (call.Request.Method, call.Rest) switch
        {
            ("GET", ["trading", "accounts"]) => Accounts(call),
            ("GET", ["trading", "trading_pairs"]) => Pairs(call),
            ("GET", ["trading", "holdings"]) => Holdings(call),
            ("GET", ["marketdata", "best_bid_ask"]) => Quotes(call),
            ("GET", [var place, "estimated_price"]) when place == (call.Version == 1 ? "marketdata" : "trading") => Estimates(call),
            ("GET", ["trading", "orders"]) => Orders(call),
            ("POST", ["trading", "orders"]) => Place(call),
            ("GET", ["trading", "orders", var id]) when options.HasOrderCall => venue.Find(id) is { } order ? Ok(ToJson(call, order)) : Error(404, "Not found."),
            ("POST", ["trading", "orders", var id, "cancel"]) => Cancel(call, id),
            _ => Error(404, "Not found."),
        };
    }

    /// <summary>The connection drops, and the request arrives late; its signature's window decides whether it still counts.</summary>
    private VenueReply Later(RobinhoodWireCall call)
    {
        var lost = new VenueReply(0, "") { Delivery = VenueDelivery.Reset };
        if (RobinhoodWireSignature.Fault(call.Request, options, venue.Now) is not null) return lost;
        var signed = RobinhoodWireSignature.TimeOf(call.Request);
        var after = RobinhoodWireSignature.Window * 0.8;
        if (call.Kind == VenueCall.Place && Ticket(call) is ({ } ticket, _)) venue.PlaceLater(ticket, after, signed + RobinhoodWireSignature.Window);
        if (call.Kind == VenueCall.Cancel && call.Rest is [_, _, var id, _]) venue.CancelLater(id, after);
        return lost;
    }

    private VenueReply Accounts(RobinhoodWireCall call)
    {
        var cash = venue.Balances().FirstOrDefault(balance => balance.Coin == options.Currency);
        var account = new JsonObject
        {
            ["account_number"] = options.AccountNumber,
            ["status"] = venue.Options.Account switch { AccountStanding.SellOnly => "sell_only", AccountStanding.Blocked => "deactivated", _ => "active" },
            ["buying_power"] = Text(options.TellsCents ? Math.Floor((cash?.Free ?? 0) * 100) / 100 : cash?.Free ?? 0),
            ["buying_power_currency"] = options.Currency,
        };
        if (call.Version == 1) return Ok(account);
        account["account_type"] = "individual";
        account["is_api_tradable"] = true;
        account["fee_tier_status"] = new JsonObject { ["fee_ratio"] = venue.Options.TakerFee, ["thirty_day_volume"] = 12480.55m, ["next_fee_tier_ratio"] = 0.0085m, ["next_fee_tier_threshold"] = 50000m };
        return Page(call, [account]);
    }

    private VenueReply Pairs(RobinhoodWireCall call)
    {
        var wanted = call.Queries("symbol");
        if (wanted.Any(symbol => symbol.Contains(',', StringComparison.Ordinal))) return Invalid("symbol", "Malformed symbol parameter");
        return Page(call, venue.Pairs.Where(pair => wanted.Count == 0 || wanted.Contains(pair.Symbol.Value)).Select(pair =>
        {
            var row = new JsonObject
            {
                ["asset_code"] = pair.Symbol.Base,
                ["quote_code"] = pair.Symbol.Quote,
                ["quote_increment"] = Text(pair.PriceIncrement),
                ["asset_increment"] = Text(pair.QuantityIncrement),
                ["max_order_size"] = Padded(pair.MaxQuantity),
                ["status"] = pair.Trading switch { PairTrading.SellOnly => "sellonly", PairTrading.Halted => "untradable", _ => "tradable" },
                ["symbol"] = pair.Symbol.Value,
            };
            if (call.Version == 1) row["min_order_size"] = Text(pair.MinQuantity);
            if (call.Version == 2) row["is_api_tradable"] = pair.Trading != PairTrading.Halted;
            if (call.Version == 2 && pair.MinFunds > 0) row["min_order_amount"] = Text(pair.MinFunds);
            return row;
        }));
    }

    private VenueReply Holdings(RobinhoodWireCall call)
    {
        var wanted = call.Queries("asset_code");
        return Page(call, venue.Balances()
            .Where(balance => balance.Coin != options.Currency && balance.Total != 0 && (wanted.Count == 0 || wanted.Contains(balance.Coin)))
            .Select(balance => new JsonObject
            {
                ["account_number"] = options.AccountNumber,
                ["asset_code"] = balance.Coin,
                ["total_quantity"] = call.Version == 1 ? Text(balance.Total) : balance.Total,
                ["quantity_available_for_trading"] = call.Version == 1 ? Text(balance.Free) : balance.Free,
            }));
    }

    private static VenueReply Ok(JsonNode body) => new(200, body.ToJsonString());

    private static VenueReply Error(int status, string detail) => new(status, Errors(status >= 500 ? "server_error" : "client_error", detail, null));

    private static VenueReply Invalid(string attribute, string detail) => new(400, Errors("validation_error", detail, attribute));

    private static string Errors(string type, string detail, string? attribute) =>
        new JsonObject { ["type"] = type, ["errors"] = new JsonArray(new JsonObject { ["detail"] = detail, ["attr"] = attribute }) }.ToJsonString();

    /// <summary>Rows of a list that stands still, so many a page; the cursor is the place.</summary>
    private VenueReply Page(RobinhoodWireCall call, IEnumerable<JsonObject> rows)
    {
        var from = int.TryParse(call.Query("cursor"), CultureInfo.InvariantCulture, out var at) ? at : 0;
        var rest = rows.Skip(from).Take(options.PageSize + 1).ToList();
        return Page(call, rest.Take(options.PageSize), rest.Count > options.PageSize ? (from + options.PageSize).ToString(CultureInfo.InvariantCulture) : null);
    }

    private VenueReply Page(RobinhoodWireCall call, IEnumerable<JsonObject> rows, string? cursor) => Ok(new JsonObject
    {
        ["next"] = cursor is null ? null : (options.NextServer ?? call.Request.Server) + call.With("cursor", cursor),
        ["previous"] = null,
        ["results"] = new JsonArray([.. rows]),
    });

    private VenueReply Stamp(VenueReply reply) => reply with
    {
        Headers = new Dictionary<string, string>(reply.Headers) { ["Date"] = venue.Now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture) },
    };

    private static string Text(decimal value) => new Quantity(value).ToString();

    /// <summary>As the venue pads amounts of orders: 18 decimals.</summary>
    private static string Padded(decimal value) => value.ToString("0.000000000000000000", CultureInfo.InvariantCulture);

    private sealed class VenueTime(SimulatedVenue venue) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => venue.Now;
    }
}
