using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Backtesting;

/// <summary>How an order meets the market.</summary>
public enum OrderKind
{
    /// <summary>At the price there is when it arrives, spread and slippage on; whatever that price is.</summary>
    Market,

    /// <summary>At its limit or better: at once where the market is there when it arrives, else it rests.</summary>
    Limit,

    /// <summary>Becomes a market order when the price reaches its trigger.</summary>
    Stop,
}

/// <summary>What becomes of the part that does not fill when the order arrives.</summary>
public enum OrderLife
{
    /// <summary>Rests until it fills or is cancelled.</summary>
    Resting,

    /// <summary>Lapses, as the running trader's orders do after a minute.</summary>
    Immediate,
}

/// <summary>An order as a strategy hands it to the desk.</summary>
/// <param name="Leg">One open order per leg and symbol: <c>entry</c>, <c>dca:n</c>, <c>exit</c> or <c>manual:key</c>.</param>
/// <param name="Limit">Worst price; a buy reserves quantity × limit and fee. Of market and stop orders only the reservation follows it.</param>
public readonly record struct OrderTicket(Symbol Symbol, Leg Leg, OrderSide Side, Quantity Quantity, Price Limit)
{
    public OrderKind Kind { get; init; } = OrderKind.Limit;

    public OrderLife Life { get; init; } = OrderLife.Resting;

    /// <summary>Of a stop order: a buy triggers at or above it, a sale at or below.</summary>
    public Price? Trigger { get; init; }

    /// <summary>Money of the deal that an entry begins; null takes all cash.</summary>
    public Money? Budget { get; init; }
}
