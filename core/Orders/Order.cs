using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Orders;

/// <summary>One order of one deal: the intent as stored before anything was sent, and what became of it. Immutable; the portfolio replaces it.</summary>
/// <param name="Attempt">How many orders of this leg had reached a final state when it was made.</param>
/// <param name="SignalPrice">The price that the decision was made on; the collar lies around it.</param>
/// <param name="ValidUntil">Not sent after this instant.</param>
/// <param name="SettingsVersion">Of its deal: the rules that wanted it.</param>
/// <param name="CycleId">The workflow instance that decided it.</param>
public sealed record Order(
    ClientOrderId Id, Symbol Symbol, string Strategy, long Deal, Leg Leg, int Attempt, OrderSide Side, Quantity Quantity, Price Limit,
    Price SignalPrice, DateTimeOffset CreatedAt, DateTimeOffset ValidUntil, int SettingsVersion, string CycleId)
{
    public OrderState State { get; init; }

    /// <summary>Cash still held for the unfilled part of a buy, fee included; zero for sells and in final states.</summary>
    public Money Reserved { get; init; }

    /// <summary>Settings version that the portfolio had when it was decided, whose limits it passed; 0 where that was not noted.</summary>
    public int LimitsVersion { get; init; }

    public Quantity Filled { get; init; }

    /// <summary>Sum of price × quantity over the booked fills.</summary>
    public Money FilledValue { get; init; }

    public Money Fees { get; init; }

    public string? VenueOrderId { get; init; }

    /// <summary>When the one request was about to be sent: look-ups are conclusive some time after it.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When nobody knew any more; the request was sent before it, perhaps long after <see cref="SubmittedAt"/>.</summary>
    public DateTimeOffset? UnknownAt { get; init; }

    /// <summary>The venue's time then, from which the window of look-ups counts; null where the venue's time was not known.</summary>
    public DateTimeOffset? VenueUnknownAt { get; init; }

    public DateTimeOffset? AcceptedAt { get; init; }

    public DateTimeOffset? FinalAt { get; init; }

    /// <summary>Why it was refused, rejected or is unknown.</summary>
    public string? Reason { get; init; }

    /// <summary>Less than this of the coin cannot be sold at the venue, at the order's limit.</summary>
    public Quantity SmallestSale { get; init; }

    /// <summary>The lot that its executions make; null before the first, for sells, and in a store that is older than this field.</summary>
    public long? Lot { get; init; }

    /// <summary>Send generation of the queue message.</summary>
    public int Generation { get; init; }

    /// <summary>Venue trade ids already booked.</summary>
    public IReadOnlyList<string> TradeIds { get; init; } = [];

    /// <summary>How the venue is asked for it.</summary>
    public OrderRef Ref => new(Id, Symbol, SubmittedAt ?? CreatedAt, VenueOrderId);

    public Quantity Remaining => Filled >= Quantity ? Quantity.Zero : Quantity - Filled;

    /// <exception cref="InvalidOperationException">The step is not one that an order may take.</exception>
    internal void Require(OrderState next)
    {
        if (!State.CanBecome(next)) throw new InvalidOperationException($"order {Id} is {State} and cannot become {next}");
    }

    /// <exception cref="InvalidOperationException">The step is not one that an order may take.</exception>
    public Order Become(OrderState state, string? reason = null)
    {
        Require(state);
        return this with { State = state, Reason = reason ?? Reason };
    }
}
