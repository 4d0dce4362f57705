using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>A pair of the simulated exchange: KuCoin's increments and minima, and how it moves.</summary>
/// <param name="StartPrice">At the origin of the history.</param>
/// <param name="HourlyVolatility">Standard deviation of an hour's log return.</param>
/// <param name="MarketWeight">Correlation with the common factor.</param>
/// <param name="HourlyTurnover">Median turnover of an hour in the quote coin.</param>
internal sealed record SimulatedPair(
    int Index, string Name, double StartPrice, double HourlyVolatility, double MarketWeight, double HourlyTurnover,
    decimal PriceIncrement, decimal QuantityIncrement, decimal MinQuantity)
{
    public const decimal MinFunds = 0.1m;

    public static IReadOnlyList<SimulatedPair> All { get; } =
    [
        new(0, "BTC", 47_000, 0.0062, 0.85, 40_000_000, 0.1m, 0.00000001m, 0.00001m),
        new(1, "ETH", 3_600, 0.0066, 0.82, 20_000_000, 0.01m, 0.0000001m, 0.0001m),
        new(2, "XRP", 0.83, 0.0069, 0.70, 6_000_000, 0.00001m, 0.0001m, 0.1m),
        new(3, "BNB", 515, 0.0064, 0.75, 5_000_000, 0.001m, 0.0001m, 0.001m),
        new(4, "DOGE", 0.17, 0.0070, 0.72, 4_000_000, 0.00001m, 0.0001m, 1m),
        new(5, "SOL", 170, 0.0070, 0.75, 8_000_000, 0.001m, 0.0001m, 0.01m),
        new(6, "ADA", 1.3, 0.0068, 0.74, 4_000_000, 0.0001m, 0.01m, 1m),
        new(7, "LTC", 146, 0.0065, 0.75, 3_000_000, 0.01m, 0.000001m, 0.001m),
    ];

    public Symbol Symbol => Symbol.Parse(Name + "-USDT");
}
