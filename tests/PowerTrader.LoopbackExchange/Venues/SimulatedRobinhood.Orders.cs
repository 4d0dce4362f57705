using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Orders: the list with its filters, placing, cancelling.</summary>
public sealed partial class SimulatedRobinhood
{
    private static readonly TimeSpan Eastern = TimeSpan.FromHours(-4);

    private static readonly string[] StatesOfVersion1 = ["open", "canceled", "partially_filled", "filled", "failed"];
    private static readonly string[] StatesOfVersion2 = ["open", "canceled", "filled", "failed", "pending"];

    /// <summary>Newest first; the cursor is the last one shown, so that new orders shift nothing.</summary>
    private VenueReply Orders(RobinhoodWireCall call)
    {
        if (call.Query("state") is { } state && !(call.Version == 1 ? StatesOfVersion1 : StatesOfVersion2).Contains(state)) return Invalid("state", $"Select a valid choice. {state} is not one of the available choices.");
        if (call.Version == 2 && (call.Query("id") ?? call.Query("limit")) is not null) return Invalid("non_field_errors", "Unknown parameter.");
        var before = long.TryParse(call.Query("cursor"), CultureInfo.InvariantCulture, out var cursor) ? cursor : long.MaxValue;
        var size = int.TryParse(call.Query("limit"), CultureInfo.InvariantCulture, out var limit) ? Math.Min(limit, options.PageSize) : options.PageSize;
        var found = venue.Orders().Where(order => order.Number < before && Matches(call, order)).OrderByDescending(order => order.Number).Take(size + 1).ToList();
        var shown = found.Take(size).ToList();
        return Page(call, shown.Select(order => ToJson(call, order)), found.Count > size ? shown[^1].Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static bool Matches(RobinhoodWireCall call, SimulatedOrder order)
    {
        return Is("symbol", order.Ticket.Symbol.Value) && Is("id", order.VenueId) && Is("side", SideOf(order.Ticket)) && Is("state", StateOf(call.Version, order)) && Is("type", TypeOf(order.Ticket))
            && Within("created_at", order.CreatedAt) && Within("updated_at", order.ChangedAt);

        bool Is(string name, string value) => call.Query(name) is not { } wanted || wanted == value;

        bool Within(string name, DateTimeOffset instant) =>
            (At(call.Query(name + "_start")) is not { } start || instant >= start) && (At(call.Query(name + "_end")) is not { } end || instant <= end);

        static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
    }

    private VenueReply Place(RobinhoodWireCall call)
    {
        if (call.Request.Headers.GetValueOrDefault("Content-Type")?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return Error(415, "Unsupported media type in request.");
        var (ticket, fault) = Ticket(call);
        if (ticket is null) return fault!;
        return venue.Place(ticket) switch
        {
            PlaceAnswer.Placed placed => new VenueReply(201, ToJson(call, placed.Order).ToJsonString()),
            PlaceAnswer.Refused { Why: Refusal.RepeatedId } => Invalid("client_order_id", "Order with this client_order_id already exists."),
            PlaceAnswer.Refused { Why: Refusal.QuantityOffIncrement } refused => Invalid("asset_quantity", $"{refused.Message}: too much precision"),
            PlaceAnswer.Refused { Why: Refusal.PriceOffIncrement } refused => Invalid("limit_price", $"{refused.Message}: too much precision"),
            PlaceAnswer.Refused { Why: Refusal.UnknownPair } => Invalid("symbol", "Malformed symbol parameter"),
            PlaceAnswer.Refused { Why: Refusal.AccountBlocked } refused => Error(403, refused.Message),
            PlaceAnswer.Refused refused => Invalid("non_field_errors", refused.Message),
            var other => throw new InvalidOperationException($"no answer {other}"),
        };
    }

    private VenueReply Cancel(RobinhoodWireCall call, string id)
    {
        var answer = venue.Cancel(id);
        if (answer == CancelAnswer.NotFound) return Error(404, "Not found.");
        if (answer == CancelAnswer.NotOpen) return Invalid("non_field_errors", "Order cannot be canceled.");
        return call.Version == 1 ? new VenueReply(200, $"Cancel request was submitted for order {id}", "text/plain") : Ok(ToJson(call, venue.Find(id)!));
    }

    /// <summary>What is asked for, or what is wrong with it.</summary>
    private (OrderTicket? Ticket, VenueReply? Fault) Ticket(RobinhoodWireCall call)
    {
        JsonElement body;
        try
        {
            body = JsonDocument.Parse(call.Request.Body).RootElement;
        }
        catch (JsonException)
        {
            return (null, Invalid("non_field_errors", "JSON parse error"));
        }
        if (!Guid.TryParseExact(Field(body, "client_order_id"), "D", out _)) return (null, Invalid("client_order_id", "Must be a valid UUID."));
        if (Field(body, "side") is not ("buy" or "sell") || !Symbol.TryParse(Field(body, "symbol"), out var symbol)) return (null, Invalid("side", "This field is required."));
        OrderKind? kind = Field(body, "type") switch { "market" => OrderKind.Market, "limit" => OrderKind.Limit, "stop_loss" => OrderKind.StopMarket, "stop_limit" => OrderKind.StopLimit, _ => null };
        if (kind is null || !body.TryGetProperty(Field(body, "type") + "_order_config", out var config)) return (null, Invalid("type", "The order config of this type is required."));
        if (body.EnumerateObject().Count() != 5) return (null, Invalid("non_field_errors", "Unknown field."));
        if (call.Version == 1 && kind == OrderKind.Limit && config.TryGetProperty("time_in_force", out _)) return (null, Invalid("time_in_force", "Unknown field."));
        var (quantity, funds, price, stop) = (Amount(config, "asset_quantity"), Amount(config, "quote_amount"), Amount(config, "limit_price"), Amount(config, "stop_price"));
        if ((quantity > 0) == (funds > 0) || (kind == OrderKind.Market && funds > 0)) return (null, Invalid("asset_quantity", "Exactly one of asset_quantity and quote_amount is required."));
        if (funds > 0 && venue.Pairs.FirstOrDefault(pair => pair.Symbol == symbol) is { } pair) quantity = Math.Floor(funds / (price > 0 ? price : stop) / pair.QuantityIncrement) * pair.QuantityIncrement;
        return (new OrderTicket(Field(body, "client_order_id"), symbol, Field(body, "side") == "buy" ? OrderSide.Buy : OrderSide.Sell, kind.Value, quantity) { Limit = price, Stop = stop }, null);
    }

    private JsonObject ToJson(RobinhoodWireCall call, SimulatedOrder order)
    {
        var trades = venue.TradesOf(order.VenueId);
        var config = new JsonObject { ["asset_quantity"] = Padded(order.Ticket.Quantity) };
        if (order.Ticket.Limit > 0) config["limit_price"] = Padded(order.Ticket.Limit);
        if (order.Ticket.Stop > 0) config["stop_price"] = Padded(order.Ticket.Stop);
        var row = new JsonObject
        {
            ["id"] = order.VenueId,
            ["account_number"] = options.AccountNumber,
            ["symbol"] = order.Ticket.Symbol.Value,
            ["client_order_id"] = order.Ticket.ClientId,
            ["side"] = SideOf(order.Ticket),
            ["type"] = TypeOf(order.Ticket),
            ["state"] = StateOf(call.Version, order),
            ["filled_asset_quantity"] = Padded(order.Filled),
            ["executions"] = new JsonArray([.. trades.Select(trade => new JsonObject
            {
                ["effective_price"] = Padded(trade.Price),
                ["quantity"] = Padded(trade.Quantity),
                ["timestamp"] = Time(trade.Time),
            })]),
            ["average_price"] = order.Filled > 0 ? order.FilledValue / order.Filled : null,
            ["created_at"] = Time(order.CreatedAt),
            ["updated_at"] = Time(order.ChangedAt),
            [TypeOf(order.Ticket) + "_order_config"] = config,
        };
        if (call.Version == 1) return row;
        row["fee_charged"] = order.Fee;
        row["estimated_fee_remaining"] = order.IsOpen ? (order.Quantity - order.Filled) * order.Ticket.Limit * Math.Max(venue.Options.TakerFee, venue.Options.MakerFee) : 0;
        return row;
    }

    /// <summary>Version 2 knows no partly filled state: such an order is open.</summary>
    private static string StateOf(int version, SimulatedOrder order) => order.Standing switch
    {
        OrderStanding.Filled => "filled",
        OrderStanding.Cancelled => "canceled",
        OrderStanding.Rejected => "failed",
        _ => version == 1 && order.Filled > 0 ? "partially_filled" : "open",
    };

    private static string SideOf(OrderTicket ticket) => ticket.Side == OrderSide.Buy ? "buy" : "sell";

    private static string TypeOf(OrderTicket ticket) => ticket.Kind switch
    {
        OrderKind.Market => "market",
        OrderKind.Limit => "limit",
        OrderKind.StopMarket => "stop_loss",
        _ => "stop_limit",
    };

    private static string Time(DateTimeOffset instant) => instant.ToOffset(Eastern).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    private static string? Field(JsonElement body, string name) => body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Amounts must be texts in plain notation; zero for anything else.</summary>
    private static decimal Amount(JsonElement config, string name) =>
        decimal.TryParse(Field(config, name), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
}
