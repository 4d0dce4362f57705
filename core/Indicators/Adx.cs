using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>
/// Average directional index, 0 to 100: output 0 how strong the trend is (from candle 2 × <c>period</c>), 1 and 2 the directional indicators +DI and −DI
/// (from candle <c>period</c> + 1).
/// </summary>
/// <remarks>Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978. Without any range or direction the indicators are 0, and so is their contrast.</remarks>
public sealed class Adx(int period) : IIndicator
{
    private readonly WilderAverage ranges = new(IndicatorParameter.Require(period, nameof(period), 1));
    private readonly WilderAverage ups = new(period);
    private readonly WilderAverage downs = new(period);
    private readonly WilderAverage contrasts = new(period);
    private Candle? last;
    private double? trend;
    private double? plus;
    private double? minus;

    public int Warmup => 2 * period;

    public double? this[int output] => output switch
    {
        0 => trend,
        1 => plus,
        2 => minus,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "ADX has three outputs."),
    };

    public double? Push(in Candle candle)
    {
        if (last is { } before)
        {
            var (up, down) = ((double)(candle.High - before.High), (double)(before.Low - candle.Low));
            var range = ranges.Push(TrueRange.Of(candle, before));
            var rise = ups.Push(up > down && up > 0 ? up : 0);
            var fall = downs.Push(down > up && down > 0 ? down : 0);
            if (range is { } size) Direct(size, rise!.Value, fall!.Value);
        }
        last = candle;
        return trend;
    }

    private void Direct(double range, double rise, double fall)
    {
        var (up, down) = range > 0 ? (100 * (rise / range), 100 * (fall / range)) : (0, 0);
        (plus, minus) = (up, down);
        trend = contrasts.Push(up + down > 0 ? 100 * (Math.Abs(up - down) / (up + down)) : 0);
    }
}
