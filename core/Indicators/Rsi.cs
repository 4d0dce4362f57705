using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>Relative strength index of the closes, 0 to 100: 100 − 100 ÷ (1 + mean gain ÷ mean loss), both smoothed by Wilder. First value at candle <c>period</c> + 1.</summary>
/// <remarks>Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978. 100 where nothing was lost, flat prices included.</remarks>
public sealed class Rsi(int period) : IIndicator
{
    private readonly WilderAverage gains = new(IndicatorParameter.Require(period, nameof(period), 1));
    private readonly WilderAverage losses = new(period);
    private double? last;
    private double? value;

    public int Warmup => period + 1;

    public double? this[int output] => output == 0 ? value : throw new ArgumentOutOfRangeException(nameof(output), output, "RSI has one output.");

    public double? Push(in Candle candle)
    {
        var close = (double)candle.Close;
        if (last is { } before)
        {
            var gain = gains.Push(Math.Max(0, close - before));
            var loss = losses.Push(Math.Max(0, before - close));
            if (gain is { } up && loss is { } down) value = down == 0 ? 100 : 100 - 100 / (1 + up / down);
        }
        last = close;
        return value;
    }
}
