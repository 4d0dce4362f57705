namespace PowerTrader.Api;

/// <summary>What people look at: money shown whole, and per coin the nearest next action.</summary>
/// <param name="Money">Portfolio mode, e.g. <c>paper</c>.</param>
/// <param name="Speed">How fast trading time runs, e.g. <c>60x</c>; <c>real</c> on a real market.</param>
public sealed record TraderStatus(
    string Market, string Money, string Speed, DateTimeOffset Time, string Halt, long Cycles, long Forecasts, int Orders, int Fills,
    decimal Equity, decimal Cash, decimal Reserved, decimal RealisedProfit, decimal UnrealisedProfit, decimal Fees, decimal LockedCapital,
    int ClosedDeals, int WonDeals, int RefusedSteps, string Currency, IReadOnlyList<CoinStatus> Coins)
{
    /// <summary>Growth since the portfolio was opened, money from outside taken out; 0.1 is 10 %.</summary>
    public decimal TimeWeightedReturn { get; init; }

    /// <summary>Net money from outside.</summary>
    public decimal Deposits { get; init; }

    /// <summary>Coins at the venue that no deal explains: never sold, no part of equity.</summary>
    public IReadOnlyList<UnmanagedCoin> Unmanaged { get; init; } = [];

    /// <summary>Orders at the venue that are not of this system, in words.</summary>
    public IReadOnlyList<string> ForeignOrders { get; init; } = [];

    /// <summary>Share of the highest equity at the start of a UTC day that is gone now; 0 at a new high.</summary>
    public decimal Drawdown { get; init; }

    /// <summary>Percent of the equity at the start of the UTC day that is gone; negative for a gain.</summary>
    public decimal LossToday { get; init; }

    /// <summary>Why nothing is bought, or that real money is left alone; empty where nothing is refused.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>Before there is a portfolio.</summary>
    public static TraderStatus Unopened(string market, string money, DateTimeOffset time, string currency) =>
        new(market, money, "real", time, "active", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, currency, []);

    /// <summary><c>stream</c>, or <c>REST because …</c>; null where prices come in one way only.</summary>
    public string? Prices { get; init; }

    /// <summary>How it is learned what became of orders: <c>stream</c>, or <c>polling because …</c>; null where the venue tells nothing unasked.</summary>
    public string? AccountBy { get; init; }
}

/// <param name="Cost">Open cost of the deal, fees included; 0 where there is none.</param>
/// <param name="Next">The nearest next action in words, with price and distance.</param>
public sealed record CoinStatus(
    string Symbol, string Halt, decimal? Bid, decimal? Ask, int Long, int Short, decimal Quantity, decimal Cost, decimal UnrealisedProfit,
    int DcaSteps, string Next)
{
    /// <summary>Left by a deal and too little for the venue to sell; the next deal takes it over.</summary>
    public decimal Dust { get; init; }

    /// <summary>Coins of a deal that left the venue and wait for <c>confirm</c>.</summary>
    public decimal Unconfirmed { get; init; }

    /// <summary>Why nothing happens: the first condition that is not met, in words; empty only where nothing is lacking.</summary>
    public string Why { get; init; } = "";

    /// <summary>Number of the open deal, for <c>explain</c>; null where there is none.</summary>
    public long? Deal { get; init; }

    /// <summary>Null where nothing is held.</summary>
    public decimal? DealAgeDays { get; init; }

    /// <summary>Money of the deal's ladder that is not spent yet; 0 where there is no deal.</summary>
    public decimal LadderLeft { get; init; }

    /// <summary>Share of equity that the open cost binds.</summary>
    public decimal LockedCapital { get; init; }
}
