namespace PowerTrader.Core.Markets;

/// <summary>Builds candles of a longer timeframe from base candles, one at a time, in a single chronological pass.</summary>
/// <remarks>
/// Missing base candles are filled flat (open = high = low = close = previous close, volume 0) where a run is at most
/// <see cref="MaxUnknownRun"/>, or known to be without trades; a bucket with a longer run or an outage inside is incomplete and never emitted.
/// A first bucket that does not begin with its first base candle is incomplete too, unless <c>keepPartialFirst</c> is set, as the predecessor did.
/// </remarks>
public sealed class CandleAggregator(Timeframe baseTimeframe, Timeframe target, bool keepPartialFirst = false, GapKind gapKind = GapKind.Unknown)
{
    public const int MaxUnknownRun = 3;

    private readonly TimeSpan step = baseTimeframe.Length();
    private Candle bucket;
    private bool open;
    private bool complete;
    private bool first = true;
    private DateTimeOffset last;
    private decimal lastClose;

    /// <summary>Adds the next base candle and appends every bucket that is thereby complete.</summary>
    /// <param name="kindOf">Kind of an interval without a candle, by its open time; null where all are of the series' kind.</param>
    /// <exception cref="ArgumentException">The candle is not after the last one.</exception>
    public void Add(in Candle candle, ICollection<Candle> completed, Func<DateTimeOffset, GapKind>? kindOf = null)
    {
        ArgumentNullException.ThrowIfNull(completed);
        if (!first)
        {
            if (candle.OpenTime <= last)
                throw new ArgumentException($"candle {candle.OpenTime:u} is not after {last:u}", nameof(candle));
            BridgeGap(candle.OpenTime, completed, kindOf);
        }
        Take(candle, completed);
    }

    private void BridgeGap(DateTimeOffset next, ICollection<Candle> completed, Func<DateTimeOffset, GapKind>? kindOf)
    {
        for (var from = last + step; from < next;)
        {
            var kind = kindOf?.Invoke(from) ?? gapKind;
            var end = from + step;
            while (end < next && (kindOf?.Invoke(end) ?? gapKind) == kind) end += step;
            Bridge(from, end, kind, completed);
            from = end;
        }
    }

    /// <summary>A run of missing candles of one kind, its end excluded.</summary>
    private void Bridge(DateTimeOffset from, DateTimeOffset end, GapKind kind, ICollection<Candle> completed)
    {
        if (kind == GapKind.NoTrade || (kind == GapKind.Unknown && (int)((end - from) / step) <= MaxUnknownRun))
        {
            for (var time = from; time < end; time += step) Take(new Candle(time, lastClose, lastClose, lastClose, lastClose, 0), completed);
            return;
        }
        // The open bucket, and the one the series resumes in, have a hole that nobody can fill.
        complete = false;
        if (target.OpenOf(end) != bucket.OpenTime) open = false;
    }

    private void Take(in Candle candle, ICollection<Candle> completed)
    {
        var start = target.OpenOf(candle.OpenTime);
        if (!open)
        {
            complete = candle.OpenTime == start || (first && keepPartialFirst);
            bucket = candle with { OpenTime = start };
            open = true;
        }
        else
        {
            bucket = bucket with
            {
                High = Math.Max(bucket.High, candle.High),
                Low = Math.Min(bucket.Low, candle.Low),
                Close = candle.Close,
                Volume = bucket.Volume + candle.Volume,
            };
        }
        first = false;
        last = candle.OpenTime;
        lastClose = candle.Close;
        if (candle.OpenTime + step != start + target.Length()) return;
        open = false;
        if (complete) completed.Add(bucket);
    }
}
