using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>
/// Volume-weighted average of the typical price (high + low + close) ÷ 3 since the session began, in the quote coin. Value from the session's first candle
/// with a volume; null before it.
/// </summary>
/// <param name="sessionHours">Length of a session, counted from 1970-01-01T00:00Z: 24 begins anew with each UTC day; 0 never does.</param>
/// <remarks>Source: S. Berkowitz, D. Logue and E. Noser, The total cost of transactions on the NYSE, Journal of Finance 43, 1988.</remarks>
public sealed class Vwap(int sessionHours) : IIndicator
{
    private readonly long seconds = IndicatorParameter.Require(sessionHours, nameof(sessionHours), 0) * 3600L;
    private long? session;
    private double volume;
    private double value;

    public int Warmup => 1;

    public double? this[int output] => output == 0 ? Value : throw new ArgumentOutOfRangeException(nameof(output), output, "VWAP has one output.");

    private double? Value => volume > 0 ? value : null;

    public double? Push(in Candle candle)
    {
        var now = seconds == 0 ? 0 : Math.DivRem(candle.OpenTime.ToUnixTimeSeconds(), seconds).Quotient;
        if (now != session) volume = 0;
        session = now;
        var traded = (double)candle.Volume;
        volume += traded;
        // A mean that moves by each candle's share: no sum grows without end.
        var typical = ((double)candle.High + (double)candle.Low + (double)candle.Close) / 3;
        if (traded > 0) value = volume == traded ? typical : value + (typical - value) * (traded / volume);
        return Value;
    }
}
