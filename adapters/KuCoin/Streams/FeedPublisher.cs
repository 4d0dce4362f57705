using System.Threading.Channels;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>The way out of a feed: keeps quotes in the order of the venue's time and notices when a candle gives way to the next. Thread-safe.</summary>
internal sealed class FeedPublisher
{
    private readonly Lock gate = new();
    private readonly Channel<StreamUpdate> updates;
    private readonly Dictionary<Symbol, DateTimeOffset> quoted = [];
    private readonly Dictionary<(Symbol, KuCoinInterval), (DateTimeOffset Open, DateTimeOffset At)> newest = [];
    private FeedStatus status = FeedStatus.Down;
    private long dropped;

    public FeedPublisher(int capacity) =>
        updates = Channel.CreateBounded<StreamUpdate>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest }, _ => Interlocked.Increment(ref dropped));

    public ChannelReader<StreamUpdate> Reader => updates.Reader;

    public long Dropped => Interlocked.Read(ref dropped);

    public FeedStatus Status
    {
        get
        {
            lock (gate) return status;
        }
    }

    /// <summary>The open of the newest candle seen, from any source.</summary>
    public DateTimeOffset? NewestOpen(Symbol symbol, KuCoinInterval interval)
    {
        lock (gate) return newest.TryGetValue((symbol, interval), out var seen) ? seen.Open : null;
    }

    public void Publish(StreamUpdate update)
    {
        lock (gate)
        {
            switch (update)
            {
                case StreamUpdate.Quoted quote:
                    // A REST answer may be overtaken by the stream.
                    if (quoted.TryGetValue(quote.Quote.Symbol, out var last) && quote.Quote.VenueTime < last) return;
                    quoted[quote.Quote.Symbol] = quote.Quote.VenueTime;
                    break;
                case StreamUpdate.CandleChanged candle:
                    PublishCandle(candle);
                    return;
            }
            updates.Writer.TryWrite(update);
        }
    }

    public void Change(FeedStatus to, string reason)
    {
        lock (gate)
        {
            status = to;
            updates.Writer.TryWrite(new StreamUpdate.StatusChanged(to, reason));
        }
    }

    public void Complete(Exception? fault) => updates.Writer.TryComplete(fault);

    private void PublishCandle(StreamUpdate.CandleChanged candle)
    {
        var key = (candle.Symbol, candle.Interval);
        var known = newest.TryGetValue(key, out var seen);
        // A REST answer may be overtaken by the stream.
        if (known && candle.Candle.OpenTime == seen.Open && candle.At < seen.At) return;
        updates.Writer.TryWrite(candle);
        if (known && candle.Candle.OpenTime < seen.Open) return;
        newest[key] = (candle.Candle.OpenTime, candle.At);
        if (known && candle.Candle.OpenTime > seen.Open) updates.Writer.TryWrite(new StreamUpdate.CandleEnded(candle.Symbol, candle.Interval, seen.Open));
    }
}
