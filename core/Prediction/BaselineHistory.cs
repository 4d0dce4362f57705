using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>Candles of all timeframes as the predecessor was given them: buckets of whatever hours there are, the first and the running one partial.</summary>
internal sealed class BaselineHistory
{
    private readonly List<Candle>[] buckets = [.. Timeframes.All.Select(_ => new List<Candle>())];
    private DateTimeOffset end;

    public void Add(in Candle hourly)
    {
        end = hourly.OpenTime + Timeframe.Hour1.Length();
        foreach (var timeframe in Timeframes.All)
        {
            var list = buckets[(int)timeframe];
            var open = timeframe.OpenOf(hourly.OpenTime);
            if (list.Count == 0 || list[^1].OpenTime != open)
            {
                list.Add(hourly with { OpenTime = open });
                continue;
            }
            var running = list[^1];
            list[^1] = running with
            {
                High = Math.Max(running.High, hourly.High),
                Low = Math.Min(running.Low, hourly.Low),
                Close = hourly.Close,
                Volume = running.Volume + hourly.Volume,
            };
        }
    }

    /// <summary>Oldest first, the running bucket included.</summary>
    public IReadOnlyList<Candle> Of(Timeframe timeframe) => buckets[(int)timeframe];

    /// <summary>The newest bucket that has ended.</summary>
    public Candle? LastClosed(Timeframe timeframe)
    {
        var list = buckets[(int)timeframe];
        for (var i = list.Count - 1; i >= 0; i--)
        {
            if (list[i].OpenTime + timeframe.Length() <= end) return list[i];
        }
        return null;
    }
}
