using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;

namespace PowerTrader.SamplePlugIn;

/// <summary>Change of the close over so many candles, in percent. First value at candle <c>period</c> + 1.</summary>
public sealed class Momentum(int period) : IIndicator
{
    private readonly Queue<double> closes = new(period + 1);
    private double? value;

    public int Warmup => period + 1;

    public double? this[int output] => output == 0 ? value : throw new ArgumentOutOfRangeException(nameof(output), output, "Momentum has one output.");

    public double? Push(in Candle candle)
    {
        var close = (double)candle.Close;
        closes.Enqueue(close);
        if (closes.Count > period) value = (close / closes.Dequeue() - 1) * 100;
        return value;
    }
}
