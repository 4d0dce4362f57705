using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Host.Running;

/// <param name="Style">Of Spectre; null for none.</param>
internal sealed record TradeEvent(DateTimeOffset Time, string Text, string? Style)
{
    public string Line => $"{Time.UtcDateTime.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {Text}";
}

/// <summary>What a commit tells people: orders as they are made or end badly, and fills.</summary>
internal static class TradeEvents
{
    public static IEnumerable<TradeEvent> Of(IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders, DateTimeOffset now)
    {
        foreach (var order in orders)
        {
            var filledNow = fills.Any(fill => fill.OrderId == order.Id);
            var head = $"order  {Side(order.Side)} {order.Leg,-6}";
            if (order.State == OrderState.Created) yield return new TradeEvent(order.CreatedAt, $"{head} {order.Quantity} {order.Symbol} at {order.Limit}", null);
            else if (order.State is OrderState.Cancelled or OrderState.Rejected or OrderState.Refused or OrderState.Unknown && !filledNow)
                yield return new TradeEvent(now, $"{head} {order.Symbol} {order.State.ToString().ToLowerInvariant()} {order.Reason}".TrimEnd(), "yellow");
        }
        foreach (var fill in fills)
        {
            var profit = fill.Side == OrderSide.Sell ? string.Create(CultureInfo.InvariantCulture, $"  profit {fill.RealisedProfit.Amount:0.00}") : "";
            yield return new TradeEvent(
                fill.Time, string.Create(CultureInfo.InvariantCulture, $"fill   {Side(fill.Side)} {fill.Leg,-6} {fill.Quantity} {fill.Symbol} at {fill.Price}  fee {fill.Fee.Amount:0.0000}{profit}"),
                fill.Side == OrderSide.Buy ? "blue" : fill.RealisedProfit >= Money.Zero ? "green" : "red");
        }
    }

    private static string Side(OrderSide side) => side == OrderSide.Buy ? "buy " : "sell";
}
