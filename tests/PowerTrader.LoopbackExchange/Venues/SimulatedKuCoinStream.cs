using System.Text.Json.Nodes;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A private stream of KuCoin's: what it answers to a client's messages, and what it tells of the account's orders and balances.</summary>
public sealed class SimulatedKuCoinStream : IServedStream
{
    private const string Orders = "/spotMarket/tradeOrdersV2";
    private const string Balances = "/account/balance";

    private readonly SimulatedVenue venue;
    private readonly Action<string> send;
    private readonly HashSet<string> topics = [];
    private readonly Lock gate = new();

    /// <param name="send">Takes each message to the client; called from whoever changes the venue.</param>
    public SimulatedKuCoinStream(SimulatedVenue venue, string connectId, Action<string> send)
    {
        this.venue = venue;
        this.send = send;
        send(new JsonObject { ["id"] = connectId, ["type"] = "welcome" }.ToJsonString());
        venue.Changed += Tell;
    }

    /// <summary>Null where nothing is answered.</summary>
    public string? Hear(string message)
    {
        var heard = JsonNode.Parse(message)!;
        var id = heard["id"]?.GetValue<string>();
        switch (heard["type"]?.GetValue<string>())
        {
            case "ping":
                return new JsonObject { ["id"] = id, ["type"] = "pong" }.ToJsonString();
            case "subscribe" when heard["topic"]?.GetValue<string>() is Orders or Balances && heard["privateChannel"]?.GetValue<bool>() == true:
                lock (gate) topics.Add(heard["topic"]!.GetValue<string>());
                return new JsonObject { ["id"] = id, ["type"] = "ack" }.ToJsonString();
            case "subscribe":
                return new JsonObject { ["id"] = id, ["type"] = "error", ["code"] = 404, ["data"] = $"topic {heard["topic"]} is not found" }.ToJsonString();
            default:
                return new JsonObject { ["id"] = id, ["type"] = "error", ["code"] = 415, ["data"] = "type is not supported" }.ToJsonString();
        }
    }

    public void Dispose() => venue.Changed -= Tell;

    private void Tell(VenueChange change)
    {
        bool ofOrders, ofBalances;
        lock (gate) (ofOrders, ofBalances) = (topics.Contains(Orders), topics.Contains(Balances));
        if (ofOrders) send(Message(Orders, "orderChange", Order(change)));
        if (ofBalances && change.Trade is { } trade)
            send(Message(Balances, "account.balance", new JsonObject { ["currency"] = trade.Order.Ticket.Symbol.Base, ["relationEvent"] = "trade.setted" }));
    }

    private static JsonObject Order(VenueChange change)
    {
        var order = change.Order;
        var (type, status) = change.Trade is not null ? ("match", "match") : order.Standing switch
        {
            OrderStanding.Filled => ("filled", "done"),
            OrderStanding.Cancelled or OrderStanding.Rejected => ("canceled", "done"),
            _ => ("open", "open"),
        };
        var row = new JsonObject
        {
            ["symbol"] = order.Ticket.Symbol.Value,
            ["orderType"] = "limit",
            ["side"] = KuCoinRows.Side(order),
            ["orderId"] = order.VenueId,
            ["clientOid"] = order.Ticket.ClientId ?? "",
            ["type"] = type,
            ["status"] = status,
            ["price"] = KuCoinRows.Text(order.Ticket.Limit),
            ["size"] = KuCoinRows.Text(order.Quantity),
            ["filledSize"] = KuCoinRows.Text(order.Filled),
            ["ts"] = order.ChangedAt.ToUnixTimeMilliseconds() * 1_000_000,
        };
        if (change.Trade is not { } trade) return row;
        row["matchPrice"] = KuCoinRows.Text(trade.Price);
        row["matchSize"] = KuCoinRows.Text(trade.Quantity);
        return row;
    }

    private static string Message(string topic, string subject, JsonObject data) =>
        new JsonObject { ["topic"] = topic, ["type"] = "message", ["subject"] = subject, ["channelType"] = "private", ["data"] = data }.ToJsonString();
}
