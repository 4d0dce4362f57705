using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Risk;

/// <summary>What a coin's stored hours say of its risk.</summary>
/// <param name="VolatilityRatio">Volatility of the last day over its one-year median; null where the history is too short to say.</param>
/// <param name="Correlations">With other coins, from -1 to 1; one with which there is too little in common is not in it.</param>
public sealed record CoinMeasures(decimal? VolatilityRatio, IReadOnlyDictionary<Symbol, decimal> Correlations)
{
    /// <summary>Nothing is known.</summary>
    public static CoinMeasures None { get; } = new(null, new Dictionary<Symbol, decimal>());
}
