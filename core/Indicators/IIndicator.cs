using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>A figure that follows the candles one by one: each is pushed once, in ascending order, at a cost that does not grow with the period.</summary>
/// <remarks>Values are <c>double</c>, in the unit that <see cref="IndicatorDefinition.Outputs"/> names. Not thread-safe; one instance per series.</remarks>
public interface IIndicator
{
    /// <summary>Candles needed until every output has a value.</summary>
    int Warmup { get; }

    /// <summary>The newest value of an output, counted as in the definition; null before its warm-up and where it is not defined.</summary>
    double? this[int output] { get; }

    /// <returns>The newest value of the first output, as the indexer at 0 gives it.</returns>
    double? Push(in Candle candle);
}
