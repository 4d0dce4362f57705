using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>An order as the venue works on it.</summary>
internal sealed class LiveOrder(long number, OrderTicket ticket, DateTimeOffset createdAt)
{
    public long Number { get; } = number;

    public OrderTicket Ticket { get; } = ticket;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string VenueId { get; } = $"V{number:D8}";

    public OrderStanding Standing { get; set; }

    public decimal Filled { get; set; }

    public decimal FilledValue { get; set; }

    public decimal Fee { get; set; }

    public string FeeCoin { get; set; } = ticket.Symbol.Quote;

    /// <summary>It may not fill beyond it: its limit, or what protects a market order.</summary>
    public decimal Bound { get; set; } = ticket.Limit;

    /// <summary>It stands in the book: what fills now was not there when it came.</summary>
    public bool Rests { get; set; }

    /// <summary>Accepted, and to be refused at the next moment.</summary>
    public bool IsDoomed { get; set; }

    public DateTimeOffset? CancelDue { get; set; }

    public DateTimeOffset ChangedAt { get; set; } = createdAt;

    public bool IsBuy => Ticket.Side == OrderSide.Buy;

    public bool IsOpen => Standing is OrderStanding.Waiting or OrderStanding.Open;

    public bool IsByFunds => Ticket.Funds > 0;

    public bool IsMarket => Ticket.Kind is OrderKind.Market or OrderKind.StopMarket;

    public decimal Remaining => Ticket.Quantity - Filled;

    public SimulatedOrder Snapshot() => new(
        Number, VenueId, Ticket, IsByFunds ? Filled : Ticket.Quantity, Filled, FilledValue, Fee, FeeCoin, Standing, IsOpen && CancelDue is not null, CreatedAt, ChangedAt);
}
