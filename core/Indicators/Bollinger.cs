using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>
/// Bollinger bands of the closes, in the quote coin: 0 the simple average, 1 and 2 the bands <c>width</c> standard deviations (of the population) above and
/// below it, 3 where the close stands between them (0 at the lower, 1 at the upper; null where they coincide). First values at candle <c>period</c>.
/// </summary>
/// <remarks>Source: J. Bollinger, Bollinger on Bollinger Bands, 2001.</remarks>
public sealed class Bollinger(int period, double width) : IIndicator
{
    private readonly RollingWindow window = new(IndicatorParameter.Require(period, nameof(period), 2));
    private readonly double width = width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "The width must be above 0.");
    private double close;

    public int Warmup => period;

    public double? this[int output] => output switch
    {
        < 0 or > 3 => throw new ArgumentOutOfRangeException(nameof(output), output, "Bollinger bands have four outputs."),
        _ when !window.IsFull => null,
        0 => window.Mean,
        1 => window.Mean + Reach,
        2 => window.Mean - Reach,
        _ => Reach > 0 ? (close - window.Mean + Reach) / (2 * Reach) : null,
    };

    private double Reach => width * Math.Sqrt(window.Squares / period);

    public double? Push(in Candle candle)
    {
        close = (double)candle.Close;
        window.Push(close);
        return this[0];
    }
}
