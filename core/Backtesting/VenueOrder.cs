using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Backtesting;

/// <summary>An order at the recorded venue while it waits.</summary>
internal sealed class VenueOrder(ClientOrderId id, OrderSide side, OrderTicket ticket, DateTimeOffset arrives, int bars)
{
    public ClientOrderId Id { get; } = id;

    public OrderSide Side { get; } = side;

    public Price Limit { get; } = ticket.Limit;

    public OrderKind Kind { get; } = ticket.Kind;

    public OrderLife Life { get; } = ticket.Life;

    public Price? Trigger { get; } = ticket.Trigger;

    public DateTimeOffset Arrives { get; } = arrives;

    public int Bars { get; set; } = bars;

    public bool HasArrived { get; set; }

    /// <summary>On the stretch of path that is being travelled: what came before its arrival does not act on it.</summary>
    public bool HasJustArrived { get; set; }

    public bool IsTriggered { get; set; }

    /// <summary>Filled or taken back, perhaps by what another order's fill set off.</summary>
    public bool IsGone { get; set; }

    public bool IsBuy => Side == OrderSide.Buy;

    /// <summary>Takes whatever price there is.</summary>
    public bool TakesAnyPrice => Kind == OrderKind.Market || (Kind == OrderKind.Stop && IsTriggered);

    /// <summary>The price at which it does something while it rests.</summary>
    public decimal Level => Kind == OrderKind.Stop ? Trigger!.Value.Value : Limit.Value;

    /// <summary>Whether it acts when the price is above its level: a sale at a limit, or a purchase at a stop.</summary>
    public bool ActsAbove => IsBuy == (Kind == OrderKind.Stop);

    public WaitingOrder Save(Symbol symbol) => new(Id, symbol, Kind, Life, Trigger, Arrives, Bars) { HasArrived = HasArrived, IsTriggered = IsTriggered };

    public static VenueOrder From(WaitingOrder saved, Order order) => new(
        saved.Id, order.Side, new OrderTicket(order.Symbol, order.Leg, order.Side, order.Quantity, order.Limit) { Kind = saved.Kind, Life = saved.Life, Trigger = saved.Trigger },
        saved.Arrives, saved.Bars)
    { HasArrived = saved.HasArrived, IsTriggered = saved.IsTriggered };
}
