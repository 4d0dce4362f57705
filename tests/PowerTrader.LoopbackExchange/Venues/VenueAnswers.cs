namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Why an order is refused. Wires translate it into the venue's own codes.</summary>
public enum Refusal
{
    /// <summary>Told so by the test.</summary>
    Scripted,
    UnknownPair,

    /// <summary>It came too long after the instant that it claims.</summary>
    Expired,
    PairHalted,
    PairSellOnly,
    AccountSellOnly,
    AccountBlocked,
    NoMarket,
    Invalid,
    QuantityOffIncrement,
    PriceOffIncrement,
    QuantityTooSmall,
    QuantityTooLarge,
    FundsTooSmall,
    InsufficientFunds,
    RepeatedId,
    WouldTake,
}

/// <summary>The answer to a placement.</summary>
public abstract record PlaceAnswer
{
    private PlaceAnswer() { }

    /// <param name="Order">The original where <paramref name="Repeated"/>.</param>
    /// <param name="Repeated">The id was seen before, and nothing new was placed.</param>
    public sealed record Placed(SimulatedOrder Order, bool Repeated = false) : PlaceAnswer;

    /// <param name="Message">In words, with the rule that was broken.</param>
    public sealed record Refused(Refusal Why, string Message) : PlaceAnswer;
}

/// <summary>The answer to a cancel.</summary>
public enum CancelAnswer
{
    /// <summary>Done, or under way where the venue cancels asynchronously.</summary>
    Requested,

    /// <summary>It is over.</summary>
    NotOpen,

    NotFound,
}

/// <summary>What is in the account of one coin.</summary>
/// <param name="Held">By open orders.</param>
public sealed record SimulatedBalance(string Coin, decimal Total, decimal Held)
{
    public decimal Free => Total - Held;
}

/// <summary>What a private stream tells: an order as it is now, and the trade that changed it.</summary>
/// <param name="Trade">Null where it was accepted, cancelled or rejected.</param>
public sealed record VenueChange(SimulatedOrder Order, SimulatedTrade? Trade);
