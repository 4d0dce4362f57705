using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>A price on a bar's path.</summary>
internal readonly record struct PathPoint(DateTimeOffset Time, decimal Price, bool IsClose);

/// <summary>The paths of all bars that run at one time, point by point in the order of time, then of symbols.</summary>
internal sealed class BarPath(int lanes, BarVenue venue)
{
    /// <summary>Points of an assumed path: the running trader looks once a minute.</summary>
    private const int Points = 60;

    private readonly List<PathPoint>[] points = [.. Enumerable.Range(0, lanes).Select(_ => new List<PathPoint>(Points + 1))];
    private readonly int[] at = new int[lanes];
    private readonly int[] inside = new int[lanes];
    private readonly Lane?[] playing = new Lane?[lanes];

    public void Begin() => Array.Clear(playing);

    public void Add(Lane lane, in Candle candle)
    {
        playing[lane.Index] = lane;
        at[lane.Index] = 0;
        var list = points[lane.Index];
        list.Clear();
        if (!AddRecorded(lane, candle, list)) AddAssumed(lane, candle, list);
    }

    /// <summary>The earliest point that was not played yet, and the one before it (itself at the first); null when the bars are over.</summary>
    public (Lane Lane, PathPoint Previous, PathPoint Point)? Next()
    {
        Lane? first = null;
        foreach (var lane in playing)
        {
            if (lane is null || at[lane.Index] >= points[lane.Index].Count) continue;
            if (first is null || points[lane.Index][at[lane.Index]].Time < points[first.Index][at[first.Index]].Time) first = lane;
        }
        if (first is null) return null;
        var index = at[first.Index]++;
        var list = points[first.Index];
        return (first, list[Math.Max(0, index - 1)], list[index]);
    }

    /// <summary>Open, the two extremes, close: straight lines between them, a third of the bar each.</summary>
    private void AddAssumed(Lane lane, in Candle candle, List<PathPoint> list)
    {
        var (first, second) = venue.Extremes(lane, candle);
        var step = lane.Length / Points;
        for (var i = 0; i <= Points; i++)
        {
            var (from, to, part) = (i * 3 / Points) switch
            {
                0 => (candle.Open, first, i),
                1 => (first, second, i - Points / 3),
                2 => (second, candle.Close, i - 2 * Points / 3),
                _ => (candle.Close, candle.Close, 0),
            };
            list.Add(new PathPoint(candle.OpenTime + step * i, from + (to - from) * part / (Points / 3), i == Points));
        }
    }

    /// <summary>The shorter candles inside the bar, each by its own open, extremes and close; false where there is none.</summary>
    private bool AddRecorded(Lane lane, in Candle candle, List<PathPoint> list)
    {
        if (lane.Series.IntrabarColumns is not { } recorded) return false;
        var index = inside[lane.Index];
        var end = candle.OpenTime + lane.Length;
        while (index < recorded.Count && recorded.OpenTimeAt(index) < candle.OpenTime) index++;
        for (; index < recorded.Count && recorded.OpenTimeAt(index) < end; index++)
        {
            var minute = recorded[index];
            var next = index + 1 < recorded.Count && recorded.OpenTimeAt(index + 1) < end ? recorded.OpenTimeAt(index + 1) : end;
            var third = (next - minute.OpenTime) / 4;
            var (first, second) = venue.Extremes(lane, minute);
            list.Add(new PathPoint(minute.OpenTime, minute.Open, false));
            list.Add(new PathPoint(minute.OpenTime + third, first, false));
            list.Add(new PathPoint(minute.OpenTime + third * 2, second, false));
            list.Add(new PathPoint(minute.OpenTime + third * 3, minute.Close, false));
        }
        inside[lane.Index] = index;
        if (list.Count == 0) return false;
        list.Add(new PathPoint(end, candle.Close, true));
        return true;
    }
}
