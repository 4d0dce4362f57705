using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>Books an execution that the venue showed only after its order had ended: quantity, cost, fee and id, as if it had come in time.</summary>
    /// <param name="final">The order as stored.</param>
    /// <returns>Null where it is booked now or was before; else why the books cannot take it.</returns>
    public string? BookLateFill(VenueFill fill, Order final, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(final);
        if (final.TradeIds.Contains(fill.TradeId)) return null;
        if (fill.Quantity > final.Remaining) return $"order {final.Id} has {final.Remaining} left and the venue filled {fill.Quantity} late ({fill.TradeId})";
        var held = SymbolOf(final.Symbol).Held;
        if (final.Side == OrderSide.Sell && fill.Quantity > held)
            return $"order {final.Id} sold {fill.Quantity} {final.Symbol.Base} late ({fill.TradeId}), and the books hold {held}";
        if (final.Side == OrderSide.Buy && SymbolOf(final.Symbol).Deal is null) ReopenDeal(final, fill);
        var order = Execute(final, fill, final.Reserved);
        Changes.Orders[order.Id] = order;
        Record(now, "fill-late", order.Id.ToString(), $"{fill.TradeId} came after the order was {order.State.ToString().ToLowerInvariant()}");
        Project(Names.Orders, order.CreatedAt, order.Id.ToString(), Wire.Write(order));
        CloseWhenSold(order.Symbol, now);
        return null;
    }

    /// <summary>A new deal for coins whose own is over; its ladder is empty, because its budget was another deal's.</summary>
    private void ReopenDeal(Order order, VenueFill fill)
    {
        Head = Head with { DealSequence = Head.DealSequence + 1 };
        Put(SymbolOf(order.Symbol) with
        {
            Deal = new Deal(Head.DealSequence, order.Strategy, order.SettingsVersion, fill.Time, Money.Zero, fill.Price * fill.Quantity),
        });
    }
}
