namespace PowerTrader.Core.Markets;

/// <summary>Builds candles of a longer timeframe from base candles, one at a time, in a single chronological pass.</summary>
/// <remarks>
/// Missing base candles are filled flat (open = high = low = close = previous close, volume 0) where a run is at most
/// <see cref="MaxUnknownRun"/>, or known to be without trades; a bucket with a longer run inside is incomplete and never emitted.
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
    /// <exception cref="ArgumentException">The candle is not after the last one.</exception>
    public void Add(in Candle candle, ICollection<Candle> completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        if (!first)
        {
            if (candle.OpenTime <= last)
                throw new ArgumentException($"candle {candle.OpenTime:u} is not after {last:u}", nameof(candle));
            BridgeGap(candle.OpenTime, completed);
        }
        Take(candle, completed);
    }

    private void BridgeGap(DateTimeOffset next, ICollection<Candle> completed)
    {
        var missing = (int)((next - last) / step) - 1;
        if (missing <= 0) return;
        if (gapKind == GapKind.NoTrade || (gapKind == GapKind.Unknown && missing <= MaxUnknownRun))
        {
            for (var time = last + step; time < next; time += step)
                Take(new Candle(time, lastClose, lastClose, lastClose, lastClose, 0), completed);
            return;
        }
        // The open bucket, and the one the series resumes in, have a hole that nobody can fill.
        complete = false;
        if (target.OpenOf(next) != bucket.OpenTime) open = false;
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
