using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>The largest of high − low, |high − last close| and |low − last close|: how far a candle went, its opening gap included.</summary>
/// <remarks>Source: J. Welles Wilder, New Concepts in Technical Trading Systems, 1978.</remarks>
internal static class TrueRange
{
    public static double Of(in Candle candle, in Candle before)
    {
        var (high, low, close) = ((double)candle.High, (double)candle.Low, (double)before.Close);
        return Math.Max(high - low, Math.Max(Math.Abs(high - close), Math.Abs(low - close)));
    }
}
