namespace PowerTrader.Core.Markets;

/// <summary>Open, high, low, close in the quote coin and volume in the base coin of one interval.</summary>
/// <param name="OpenTime">Start of the interval, UTC.</param>
/// <remarks><c>default</c> is no candle. <see cref="Check"/> states the rules that every reader enforces.</remarks>
public readonly record struct Candle(DateTimeOffset OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume)
{
    /// <summary>The first broken rule in words, or null where the candle is sound.</summary>
    public static string? Check(in Candle candle)
    {
        if (candle.Open <= 0 || candle.High <= 0 || candle.Low <= 0 || candle.Close <= 0)
            return "a price is zero or negative; every price must be above 0";
        if (candle.High < candle.Low) return $"high {candle.High} is below low {candle.Low}";
        if (candle.High < candle.Open || candle.High < candle.Close)
            return $"high {candle.High} is below the open or close";
        if (candle.Low > candle.Open || candle.Low > candle.Close)
            return $"low {candle.Low} is above the open or close";
        return candle.Volume < 0 ? $"volume {candle.Volume} is negative" : null;
    }

    /// <summary>Closed means proven closed: the market's own time is at least the grace past the interval's end.</summary>
    /// <param name="timeframe">The candle's length.</param>
    /// <param name="marketTime">The market's server time, not the local clock.</param>
    /// <param name="grace">Late trades may still change a candle within it; 5 s by default.</param>
    public bool IsProvenClosed(Timeframe timeframe, DateTimeOffset marketTime, TimeSpan grace) =>
        marketTime >= OpenTime + timeframe.Length() + grace;
}
