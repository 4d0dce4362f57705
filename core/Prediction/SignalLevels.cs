using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>Bounds around the forecast extremes of each timeframe, and how many of them a price has broken.</summary>
/// <remarks>Bounds stay with their timeframe; one that has no forecast has no bound and takes no part.</remarks>
public sealed class SignalLevels
{
    /// <summary>A bound stands this far beyond the forecast extreme.</summary>
    public const decimal BoundFraction = 0.005m;

    private readonly decimal?[] lows = new decimal?[Timeframes.Count];
    private readonly decimal?[] highs = new decimal?[Timeframes.Count];

    private SignalLevels(int active, DateTimeOffset? madeFor)
    {
        Active = active;
        OldestCandle = madeFor;
    }

    /// <summary>No forecast at all.</summary>
    public static SignalLevels None { get; } = new(0, null);

    /// <summary>Timeframes with a forecast.</summary>
    public int Active { get; }

    /// <summary>Open of the oldest candle that is forecast; null where there is none.</summary>
    public DateTimeOffset? OldestCandle { get; }

    /// <param name="forecasts">At most one per timeframe, in any order.</param>
    /// <param name="now">A forecast counts only while its candle is running.</param>
    public static SignalLevels From(IEnumerable<Forecast> forecasts, DateTimeOffset now, TimeSpan grace)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        var current = forecasts
            .Where(forecast => forecast.IsActive && now < forecast.CandleOpen + forecast.Timeframe.Length() + grace)
            .ToList();
        var levels = new SignalLevels(current.Count, current.Count == 0 ? null : current.Min(forecast => forecast.CandleOpen));
        foreach (var forecast in current)
        {
            levels.lows[(int)forecast.Timeframe] = forecast.Low!.Value * (1 - BoundFraction);
            levels.highs[(int)forecast.Timeframe] = forecast.High!.Value * (1 + BoundFraction);
        }
        return levels;
    }

    public decimal? LowBound(Timeframe timeframe) => lows[(int)timeframe];

    public decimal? HighBound(Timeframe timeframe) => highs[(int)timeframe];

    /// <summary>LONG level: timeframes whose low bound is above the price, 0 to 7.</summary>
    public int Long(decimal price)
    {
        var level = 0;
        foreach (var low in lows)
        {
            if (low is { } bound && price < bound) level++;
        }
        return level;
    }

    /// <summary>SHORT level: timeframes whose high bound is below the price, 0 to 7.</summary>
    public int Short(decimal price)
    {
        var level = 0;
        foreach (var high in highs)
        {
            if (high is { } bound && price > bound) level++;
        }
        return level;
    }

    /// <summary>The price below which the LONG level is at least <paramref name="level"/>; null where so many timeframes have no forecast.</summary>
    public decimal? PriceForLong(int level)
    {
        if (level < 1 || level > Active) return null;
        var sorted = lows.Where(low => low is not null).Select(low => low!.Value).OrderDescending().ToList();
        return sorted[level - 1];
    }
}
