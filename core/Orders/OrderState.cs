namespace PowerTrader.Core.Orders;

/// <summary>Where an order is in its life. The last six are final: they release the reservation and never change again.</summary>
public enum OrderState
{
    /// <summary>Intended and reserved; nothing was sent.</summary>
    Created,

    /// <summary>Saved before the one request; found so later, it is <see cref="Unknown"/> until a look-up settles it.</summary>
    Submitting,

    /// <summary>The venue has it.</summary>
    Accepted,

    /// <summary>It may exist at the venue; only reconciliation settles it.</summary>
    Unknown,

    Filled,

    /// <summary>With what filled before.</summary>
    Cancelled,

    /// <summary>By the venue: it does not exist there.</summary>
    Rejected,

    Expired,

    /// <summary>Proven absent at the venue.</summary>
    NotPlaced,

    /// <summary>By this system, before anything was sent.</summary>
    Refused,
}

public static class OrderStates
{
    public static bool IsFinal(this OrderState state) => state >= OrderState.Filled;

    /// <summary>The steps an order may take. Staying is always allowed; leaving a final state never.</summary>
    public static bool CanBecome(this OrderState from, OrderState to) => from == to || from switch
    {
        OrderState.Created => to is OrderState.Submitting or OrderState.Refused,
        // Back to Created only where a look-up proved, before any message was handled, that the venue never saw it.
        OrderState.Submitting => to is OrderState.Accepted or OrderState.Rejected or OrderState.Unknown or OrderState.Created,
        OrderState.Unknown => to is OrderState.Accepted or OrderState.NotPlaced,
        OrderState.Accepted => to is OrderState.Filled or OrderState.Cancelled or OrderState.Rejected or OrderState.Expired,
        _ => false,
    };
}
