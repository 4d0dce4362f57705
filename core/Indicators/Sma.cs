using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>Simple moving average: the mean of the newest closes, in the quote coin. First value at candle <c>period</c>.</summary>
/// <remarks>Source: J. Murphy, Technical Analysis of the Financial Markets, 1999, chapter 9.</remarks>
public sealed class Sma(int period) : IIndicator
{
    private readonly RollingWindow window = new(IndicatorParameter.Require(period, nameof(period), 1));

    public int Warmup => period;

    public double? this[int output] => output == 0 ? Value : throw new ArgumentOutOfRangeException(nameof(output), output, "SMA has one output.");

    private double? Value => window.IsFull ? window.Mean : null;

    public double? Push(in Candle candle) => Push((double)candle.Close);

    /// <summary>The same over values that are no closes.</summary>
    public double? Push(double value)
    {
        window.Push(value);
        return Value;
    }
}
