using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>Exponential moving average of the closes, in the quote coin: each new one weighs 2 ÷ (period + 1). First value at candle <c>period</c>: the simple mean.</summary>
/// <remarks>Source: J. Murphy, Technical Analysis of the Financial Markets, 1999, chapter 9; the start by the simple mean is the usual convention.</remarks>
public sealed class Ema(int period) : IIndicator
{
    private readonly double weight = 2d / (IndicatorParameter.Require(period, nameof(period), 1) + 1);
    private int count;
    private double value;

    public int Warmup => period;

    public double? this[int output] => output == 0 ? Value : throw new ArgumentOutOfRangeException(nameof(output), output, "EMA has one output.");

    private double? Value => count == period ? value : null;

    public double? Push(in Candle candle) => Push((double)candle.Close);

    /// <summary>The same over values that are no closes.</summary>
    public double? Push(double next)
    {
        if (count < period)
        {
            // A sum divided once: the mean of equal values is that value.
            value = count + 1 == period ? (value + next) / period : value + next;
            count++;
        }
        else
        {
            value += (next - value) * weight;
        }
        return Value;
    }
}
