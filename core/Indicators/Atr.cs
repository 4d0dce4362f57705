using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>Average true range, in the quote coin, smoothed by Wilder. The first candle has no close before it, so the first value comes at candle <c>period</c> + 1.</summary>
/// <remarks>Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.</remarks>
public sealed class Atr(int period) : IIndicator
{
    private readonly WilderAverage ranges = new(IndicatorParameter.Require(period, nameof(period), 1));
    private Candle? last;
    private double? value;

    public int Warmup => period + 1;

    public double? this[int output] => output == 0 ? value : throw new ArgumentOutOfRangeException(nameof(output), output, "ATR has one output.");

    public double? Push(in Candle candle)
    {
        if (last is { } before) value = ranges.Push(TrueRange.Of(candle, before));
        last = candle;
        return value;
    }
}
