namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>What the venue does with a client id that it has seen.</summary>
public enum RepeatedIdPolicy
{
    /// <summary>Answers with the order that has it; places nothing.</summary>
    Original,

    Reject,

    /// <summary>Places a second order: the id means nothing to it.</summary>
    Accept,
}

public enum FeePayment
{
    /// <summary>From the quote coin, on top of a buy's value and out of a sale's.</summary>
    Quote,

    /// <summary>A buy pays from the coins that it brings; a sale from the quote coin.</summary>
    Base,

    /// <summary>From <see cref="SimulatedVenueOptions.FeeCoin"/> while the account has enough of it, else from the quote coin.</summary>
    Third,
}

public enum AccountStanding
{
    Active,
    SellOnly,
    Blocked,
}

/// <summary>How the venue behaves. May be replaced while it runs.</summary>
/// <param name="TakerFee">Of the value, as is <paramref name="MakerFee"/>.</param>
public sealed record SimulatedVenueOptions(decimal TakerFee = 0.001m, decimal MakerFee = 0.001m)
{
    public FeePayment FeePayment { get; init; }

    public string FeeCoin { get; init; } = "KCS";

    /// <summary>Of one <see cref="FeeCoin"/>, in the quote coin.</summary>
    public decimal FeeCoinPrice { get; init; } = 10m;

    /// <summary>Of a quote's displayed size, over all orders.</summary>
    public decimal MaxShareOfDisplayed { get; init; } = 1m;

    public RepeatedIdPolicy RepeatedIds { get; init; } = RepeatedIdPolicy.Reject;

    /// <summary>From the request of a cancel until it is done; the order may fill meanwhile.</summary>
    public TimeSpan CancelDelay { get; init; }

    /// <summary>An order is found by its client id, and listed, only so long after its acceptance. By the venue's id it is found at once.</summary>
    public TimeSpan OrderListingDelay { get; init; }

    /// <summary>A trade is listed only so long after it was made.</summary>
    public TimeSpan TradeListingDelay { get; init; }

    /// <summary>False for venues whose executions have no ids.</summary>
    public bool TradesHaveIds { get; init; } = true;

    public AccountStanding Account { get; init; }

    /// <summary>A key that may only look.</summary>
    public bool MayTrade { get; init; } = true;

    /// <summary>How often a quote that is a function of time is new.</summary>
    public TimeSpan QuoteEvery { get; init; } = TimeSpan.FromSeconds(1);
}
