using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

public enum OrderKind
{
    Market,
    Limit,

    /// <summary>A market order once the price has passed <see cref="OrderTicket.Stop"/>: down for a sale, up for a buy.</summary>
    StopMarket,

    /// <summary>A limit order from then on.</summary>
    StopLimit,
}

public enum OrderLife
{
    GoodTillCancelled,

    /// <summary>What does not fill at once is cancelled.</summary>
    ImmediateOrCancel,
}

/// <summary>What a client asks for.</summary>
/// <param name="ClientId">Null where the client sends none.</param>
/// <param name="Quantity">In the base coin; zero where <see cref="Funds"/> says how much.</param>
public sealed record OrderTicket(string? ClientId, Symbol Symbol, OrderSide Side, OrderKind Kind, decimal Quantity)
{
    /// <summary>To spend, fees apart, in the quote coin: market buys only.</summary>
    public decimal Funds { get; init; }

    public decimal Limit { get; init; }

    public decimal Stop { get; init; }

    public OrderLife Life { get; init; }

    /// <summary>Refused where it would fill at once.</summary>
    public bool PostOnly { get; init; }
}

public enum OrderStanding
{
    /// <summary>A stop that was not reached.</summary>
    Waiting,

    Open,
    Filled,
    Cancelled,

    /// <summary>Accepted, and refused afterwards.</summary>
    Rejected,
}

/// <summary>An order as the venue has it; a snapshot.</summary>
/// <param name="Number">From 1, in the order of acceptance.</param>
/// <param name="Quantity">In the base coin; of an order by funds what they have bought so far.</param>
/// <param name="FilledValue">Sum of price × quantity.</param>
/// <param name="Fee">Sum of the fees, in <see cref="FeeCoin"/>.</param>
/// <param name="FeeCoin">Of the last fill; the quote coin before the first.</param>
/// <param name="CancelRequested">A cancel is under way.</param>
public sealed record SimulatedOrder(
    long Number, string VenueId, OrderTicket Ticket, decimal Quantity, decimal Filled, decimal FilledValue, decimal Fee, string FeeCoin, OrderStanding Standing, bool CancelRequested,
    DateTimeOffset CreatedAt, DateTimeOffset ChangedAt)
{
    public bool IsOpen => Standing is OrderStanding.Waiting or OrderStanding.Open;
}

/// <summary>One execution.</summary>
/// <param name="Number">From 1, over all orders.</param>
/// <param name="TradeId">Null at a venue that gives none.</param>
/// <param name="Cumulative">Filled of its order with this one.</param>
/// <param name="FeeValue">The fee in the quote coin, at the venue's price of the moment.</param>
public sealed record SimulatedTrade(
    long Number, string? TradeId, SimulatedOrder Order, decimal Quantity, decimal Price, decimal Cumulative, decimal Fee, string FeeCoin, decimal FeeValue, bool IsTaker, DateTimeOffset Time);
