namespace PowerTrader.Api;

/// <summary>What people look at: money shown whole, and per coin the nearest next action.</summary>
/// <param name="Money">Portfolio mode, e.g. <c>paper</c>.</param>
/// <param name="Speed">How fast trading time runs, e.g. <c>60x</c>; <c>real</c> on a real market.</param>
public sealed record TraderStatus(
    string Market, string Money, string Speed, DateTimeOffset Time, string Halt, long Cycles, long Forecasts, int Orders, int Fills,
    decimal Equity, decimal Cash, decimal Reserved, decimal RealisedProfit, decimal UnrealisedProfit, decimal Fees, decimal LockedCapital,
    int ClosedDeals, int WonDeals, int RefusedSteps, string Currency, IReadOnlyList<CoinStatus> Coins)
{
    /// <summary><c>stream</c>, or <c>REST because …</c>; null where prices come in one way only.</summary>
    public string? Prices { get; init; }
}

/// <param name="Cost">Open cost of the deal, fees included; 0 where there is none.</param>
/// <param name="Next">The nearest next action in words, with price and distance.</param>
public sealed record CoinStatus(
    string Symbol, string Halt, decimal? Bid, decimal? Ask, int Long, int Short, decimal Quantity, decimal Cost, decimal UnrealisedProfit,
    int DcaSteps, string Next);
