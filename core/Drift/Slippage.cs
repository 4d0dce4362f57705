using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Drift;

/// <summary>Splits what each fill of a day cost against the price it was decided on.</summary>
internal static class Slippage
{
    public static IReadOnlyList<FillSlippage> Of(RecordedDay day)
    {
        var orders = day.Orders.ToDictionary(order => order.Id);
        var quotes = new Dictionary<(Symbol, DateTimeOffset), Quote>();
        foreach (var decision in day.Decisions)
        {
            if (decision.Inputs is { } inputs) quotes[(decision.Symbol, inputs.Strategy.Now)] = inputs.Execution;
        }
        return [.. day.Fills.Where(fill => orders.ContainsKey(fill.OrderId)).Select(fill =>
        {
            var order = orders[fill.OrderId];
            return Split(fill, order, order.Leg.IsManual ? null : quotes.GetValueOrDefault((fill.Symbol, order.CreatedAt)));
        })];
    }

    internal static FillSlippage Split(Fill fill, Order order, Quote? quote)
    {
        var isBuy = fill.Side == OrderSide.Buy;
        var signed = isBuy ? fill.Quantity.Value : -fill.Quantity.Value;
        var (signal, price) = (order.SignalPrice.Value, fill.Price.Value);
        var touch = isBuy ? quote?.Ask.Value : quote?.Bid.Value;
        return new FillSlippage(
            fill.Time, fill.Symbol, isBuy ? "buy" : "sell", fill.Leg.Text, fill.Quantity.Value, signal, quote?.Mid, touch, price,
            signed * (quote?.Mid - signal), signed * (touch - quote?.Mid), signed * (price - touch), signed * (price - signal), fill.Fee.Amount);
    }
}
