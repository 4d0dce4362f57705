namespace PowerTrader.Core.Indicators;

/// <summary>Wilder's smoothing: the mean of the first values, then each new one weighs 1 ÷ period.</summary>
/// <remarks>Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.</remarks>
internal sealed class WilderAverage(int period)
{
    private int count;
    private double value;

    public double? Push(double next)
    {
        if (count < period)
        {
            value = count + 1 == period ? (value + next) / period : value + next;
            count++;
        }
        else
        {
            value += (next - value) / period;
        }
        return count == period ? value : null;
    }
}
