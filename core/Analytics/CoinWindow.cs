using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Analytics;

/// <summary>A coin over the period that is taken apart.</summary>
/// <param name="FirstPrice">At the start.</param>
/// <param name="LastPrice">At the end.</param>
/// <param name="ClosingValue">What is held at the end, as the equity counts it; what that is below quantity × last price counts as cost.</param>
/// <param name="OpeningQuantity">Held at the start, at the first price.</param>
public sealed record CoinWindow(
    Symbol Symbol, DateTimeOffset Start, DateTimeOffset End, decimal FirstPrice, decimal LastPrice, decimal ClosingValue, decimal OpeningQuantity = 0);
