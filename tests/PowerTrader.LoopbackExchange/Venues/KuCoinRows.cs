using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Orders and trades in KuCoin's own form.</summary>
internal static class KuCoinRows
{
    public static string CodeOf(Refusal why) => why switch
    {
        Refusal.UnknownPair => "900001",
        Refusal.PairHalted or Refusal.PairSellOnly or Refusal.NoMarket => "600203",
        Refusal.AccountSellOnly or Refusal.AccountBlocked => "400200",
        Refusal.QuantityOffIncrement or Refusal.PriceOffIncrement or Refusal.QuantityTooLarge => "600100",
        Refusal.FundsTooSmall => "600101",
        Refusal.InsufficientFunds => "200004",
        _ => "400100",
    };

    public static JsonObject Hf(SimulatedOrder order)
    {
        var row = Common(order);
        row["dealFunds"] = Text(order.FilledValue);
        row["remainSize"] = order.IsOpen ? Text(order.Quantity - order.Filled) : "0";
        row["cancelledSize"] = order.Standing == OrderStanding.Cancelled ? Text(order.Quantity - order.Filled) : "0";
        row["stp"] = null;
        row["tax"] = "0";
        row["inOrderBook"] = order.IsOpen;
        row["active"] = order.IsOpen;
        row["lastUpdatedAt"] = order.ChangedAt.ToUnixTimeMilliseconds();
        return row;
    }

    public static JsonObject Legacy(SimulatedOrder order)
    {
        var row = Common(order);
        row["dealFunds"] = Text(order.FilledValue);
        row["stop"] = "";
        row["stopTriggered"] = false;
        row["stopPrice"] = "0";
        row["isActive"] = order.IsOpen;
        return row;
    }

    public static JsonObject HfFill(SimulatedTrade trade)
    {
        var row = Fill(trade);
        row["id"] = 19_814_995_000_000 + trade.Number;
        row["tradeId"] = 11_029_373_000_000_000 + trade.Number;
        row["tax"] = "0";
        row["taxRate"] = "0";
        return row;
    }

    public static JsonObject LegacyFill(SimulatedTrade trade)
    {
        var row = Fill(trade);
        row["tradeId"] = string.Create(CultureInfo.InvariantCulture, $"5c35c02709e4f67d{trade.Number:x8}");
        return row;
    }

    private static JsonObject Common(SimulatedOrder order) => new()
    {
        ["id"] = order.VenueId,
        ["clientOid"] = order.Ticket.ClientId ?? "",
        ["symbol"] = order.Ticket.Symbol.Value,
        ["opType"] = "DEAL",
        ["type"] = order.Ticket.Kind == OrderKind.Limit ? "limit" : "market",
        ["side"] = Side(order),
        ["price"] = Text(order.Ticket.Limit),
        ["size"] = Text(order.Ticket.Quantity),
        ["funds"] = Text(order.Ticket.Funds),
        ["dealSize"] = Text(order.Filled),
        ["fee"] = Text(order.Fee),
        ["feeCurrency"] = order.FeeCoin,
        ["timeInForce"] = "GTC",
        ["channel"] = "API",
        ["remark"] = null,
        ["cancelExist"] = order.Standing == OrderStanding.Cancelled || order.CancelRequested,
        ["tradeType"] = "TRADE",
        ["createdAt"] = order.CreatedAt.ToUnixTimeMilliseconds(),
    };

    private static JsonObject Fill(SimulatedTrade trade) => new()
    {
        ["orderId"] = trade.Order.VenueId,
        ["counterOrderId"] = "67174228135f9e000709da8c",
        ["symbol"] = trade.Order.Ticket.Symbol.Value,
        ["side"] = Side(trade.Order),
        ["liquidity"] = trade.IsTaker ? "taker" : "maker",
        ["type"] = "limit",
        ["forceTaker"] = false,
        ["price"] = Text(trade.Price),
        ["size"] = Text(trade.Quantity),
        ["funds"] = Text(trade.Price * trade.Quantity),
        ["fee"] = Text(trade.Fee),
        ["feeRate"] = "0.001",
        ["feeCurrency"] = trade.FeeCoin,
        ["stop"] = "",
        ["tradeType"] = "TRADE",
        ["createdAt"] = trade.Time.ToUnixTimeMilliseconds(),
    };

    public static string Side(SimulatedOrder order) => order.Ticket.Side == OrderSide.Buy ? "buy" : "sell";

    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
