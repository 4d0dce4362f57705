using System.Collections.Specialized;
using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

public sealed partial class SimulatedKuCoinAccount
{
    private VenueReply Hf(VenueRequest request, NameValueCollection query)
    {
        var rest = request.Path["/api/v1/hf/".Length..];
        if (rest != "orders/active/symbols" && request.Method != "POST" && query["symbol"] is not { Length: > 0 }) return Refuse("400100", "symbol can not be empty");
        switch (request.Method, rest)
        {
            case ("POST", "orders"):
                return Place(request, isHf: true);
            case ("GET", "orders/active/symbols"):
                return Data(new JsonObject { ["symbols"] = new JsonArray([.. venue.OpenOrders().Select(order => order.Ticket.Symbol.Value).Distinct().Select(name => (JsonNode)name)]) });
            case ("GET", "orders/active"):
                return Data(new JsonArray([.. Of(query, venue.OpenOrders()).Select(KuCoinRows.Hf)]));
            case ("GET", "orders/done"):
                return Windowed(query) ?? Cursor(Of(query, Ended(query)), query, order => order.Number, KuCoinRows.Hf);
            case ("GET", "fills"):
                return Windowed(query) ?? Cursor(Trades(query), query, trade => trade.Number, KuCoinRows.HfFill);
        }
        if (!rest.StartsWith("orders/", StringComparison.Ordinal)) return Refuse("404000", "Url Not Found");
        if (Named(request) is not { } found || found.Ticket.Symbol.Value != query["symbol"]) return NotFound(request);
        return request.Method == "GET" ? Data(KuCoinRows.Hf(found)) : Cancel(request, found, id => rest.Contains("client-order", StringComparison.Ordinal)
            ? new JsonObject { ["clientOid"] = found.Ticket.ClientId }
            : new JsonObject { ["orderId"] = id });
    }

    private VenueReply Legacy(VenueRequest request, NameValueCollection query)
    {
        switch (request.Method, request.Path)
        {
            case ("POST", "/api/v1/orders"):
                return Place(request, isHf: false);
            case ("GET", "/api/v1/orders") when query["status"] == "active":
                return Pages(Of(query, venue.OpenOrders()), query, KuCoinRows.Legacy);
            case ("GET", "/api/v1/orders"):
                return Windowed(query) ?? Pages(Of(query, Ended(query)), query, KuCoinRows.Legacy);
            case ("GET", "/api/v1/fills"):
                return Windowed(query) ?? Pages(Trades(query), query, KuCoinRows.LegacyFill);
        }
        var isByClient = request.Path.StartsWith("/api/v1/order/client-order/", StringComparison.Ordinal);
        if (!isByClient && !request.Path.StartsWith("/api/v1/orders/", StringComparison.Ordinal)) return Refuse("404000", "Url Not Found");
        if (Named(request) is not { } found) return NotFound(request);
        return request.Method == "GET" ? Data(KuCoinRows.Legacy(found)) : Cancel(request, found, id => isByClient
            ? new JsonObject { ["cancelledOrderId"] = id, ["clientOid"] = found.Ticket.ClientId }
            : new JsonObject { ["cancelledOrderIds"] = new JsonArray(id) });
    }

    private VenueReply Place(VenueRequest request, bool isHf)
    {
        var body = Body(request);
        if (body["clientTimestamp"] is { } stamp && stamp.GetValue<long>().ToString(CultureInfo.InvariantCulture) != request.Headers["KC-API-TIMESTAMP"])
            return Refuse("400100", "clientTimestamp must be equal to KC-API-TIMESTAMP");
        if (body["clientOid"]?.GetValue<string>() is not { Length: > 0 and <= 40 } id) return Refuse("400100", "validation.createOrder.clientOidIsRequired");
        if (Ticket(body) is not { } ticket) return Refuse("400100", "Param error");
        return venue.Place(ticket) switch
        {
            PlaceAnswer.Placed placed => Data(isHf ? new JsonObject { ["orderId"] = placed.Order.VenueId, ["clientOid"] = id } : new JsonObject { ["orderId"] = placed.Order.VenueId }),
            PlaceAnswer.Refused refused => Refuse(KuCoinRows.CodeOf(refused.Why), refused.Why == Refusal.RepeatedId ? "validation.createOrder.clientOidDuplicated" : refused.Message),
            _ => throw new InvalidOperationException(),
        };
    }

    private static OrderTicket? Ticket(JsonNode body)
    {
        if (!Symbol.TryParse(body["symbol"]?.GetValue<string>(), out var symbol)) return null;
        var side = body["side"]?.GetValue<string>() == "buy" ? OrderSide.Buy : OrderSide.Sell;
        var kind = body["type"]?.GetValue<string>() == "market" ? OrderKind.Market : OrderKind.Limit;
        return new OrderTicket(body["clientOid"]?.GetValue<string>(), symbol, side, kind, Number(body["size"])) { Limit = Number(body["price"]), Funds = Number(body["funds"]) };
    }

    private VenueReply Cancel(VenueRequest request, SimulatedOrder order, Func<string, JsonObject> answer) =>
        venue.Cancel(order.VenueId) == CancelAnswer.Requested ? Data(answer(order.VenueId)) : NotFound(request);

    private static VenueReply NotFound(VenueRequest request) =>
        Refuse("400100", request.Method == "DELETE" ? "order_not_exist_or_not_allow_to_cancel" : "The order does not exist.");

    /// <summary>By the last part of the path: the venue's id, or the client's.</summary>
    private SimulatedOrder? Named(VenueRequest request)
    {
        var name = Uri.UnescapeDataString(request.Path.Split('/')[^1]);
        return request.Path.Contains("client-order", StringComparison.Ordinal) ? venue.FindByClientId(name) is [.., var last] ? last : null : venue.Find(name);
    }

    /// <summary>One query spans seven days at most.</summary>
    private static VenueReply? Windowed(NameValueCollection query) =>
        Milliseconds(query["endAt"]) - Milliseconds(query["startAt"]) > 7 * 86_400_000m ? Refuse("400100", "The time range must be within 7 days") : null;

    private List<SimulatedOrder> Ended(NameValueCollection query) =>
        [.. venue.Orders().Where(order => !order.IsOpen && IsWithin(order.CreatedAt, query))];

    private List<SimulatedTrade> Trades(NameValueCollection query) =>
    [
        .. venue.Trades().Where(trade => (query["symbol"] is not { Length: > 0 } name || trade.Order.Ticket.Symbol.Value == name)
            && (query["orderId"] is not { Length: > 0 } id || trade.Order.VenueId == id) && IsWithin(trade.Time, query)),
    ];

    private bool IsWithin(DateTimeOffset at, NameValueCollection query)
    {
        var since = (at + Options.ClockSkew).ToUnixTimeMilliseconds();
        return since >= Milliseconds(query["startAt"]) && since <= Milliseconds(query["endAt"]);
    }

    private static IEnumerable<SimulatedOrder> Of(NameValueCollection query, IEnumerable<SimulatedOrder> orders) =>
        query["symbol"] is { Length: > 0 } name ? orders.Where(order => order.Ticket.Symbol.Value == name) : orders;

    private VenueReply Cursor<T>(IEnumerable<T> rows, NameValueCollection query, Func<T, long> idOf, Func<T, JsonObject> write)
    {
        var before = query["lastId"] is { Length: > 0 } last ? long.Parse(last, CultureInfo.InvariantCulture) : long.MaxValue;
        var limit = Math.Min(Options.MaxRows, query["limit"] is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 20);
        var part = rows.Where(row => idOf(row) < before).OrderByDescending(idOf).Take(limit).ToList();
        return Data(new JsonObject { ["lastId"] = part.Count > 0 ? idOf(part[^1]) : 0, ["items"] = new JsonArray([.. part.Select(write)]) });
    }

    private VenueReply Pages<T>(IEnumerable<T> rows, NameValueCollection query, Func<T, JsonObject> write)
    {
        var all = rows.Reverse().ToList();
        var size = Math.Min(Options.MaxRows, query["pageSize"] is { Length: > 0 } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : 50);
        var page = query["currentPage"] is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : 1;
        return Data(new JsonObject
        {
            ["currentPage"] = page,
            ["pageSize"] = size,
            ["totalNum"] = all.Count,
            ["totalPage"] = (all.Count + size - 1) / size,
            ["items"] = new JsonArray([.. all.Skip((page - 1) * size).Take(size).Select(write)]),
        });
    }

    private static decimal Milliseconds(string? text) => decimal.Parse(text ?? "0", CultureInfo.InvariantCulture);

    private static decimal Number(JsonNode? text) => text is null ? 0 : decimal.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture);
}
