using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Portfolio;

/// <summary>What a decision knows of one symbol's market.</summary>
/// <param name="Execution">Quote of the venue that would execute; null where there is none.</param>
/// <param name="SignalPrice">Mid of the signal market, moved by the usual distance of the executing venue from it; null where there is none.</param>
/// <param name="OutlierPercent">Distance from the last confirmed quote where this one is unconfirmed, else 0.</param>
/// <param name="Signals">Timeframes with a forecast.</param>
public sealed record SymbolMarket(
    Symbol Symbol, Quote? Execution, decimal? SignalPrice, DateTimeOffset? SignalTime, decimal OutlierPercent, int Long, int Short, int Signals,
    Instrument? Instrument)
{
    /// <summary>What the stored hours say of the coin's risk.</summary>
    public CoinMeasures Measures { get; init; } = CoinMeasures.None;

    /// <summary>Distance of the quote coin from one US dollar, in percent; null where nobody watches it.</summary>
    public decimal? PegPercent { get; init; }
}
