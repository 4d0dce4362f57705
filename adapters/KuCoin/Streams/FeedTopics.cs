using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>What one connection's messages mean: updates, books that are kept whole, and what was missed before it began.</summary>
/// <remarks>Messages come from the session's loop, snapshots and backfill from requests beside it: the books are guarded.</remarks>
internal sealed class FeedTopics : IStreamTopics
{
    private readonly KuCoinPublicClient client;
    private readonly KuCoinMarketData market;
    private readonly KuCoinFeedOptions options;
    private readonly FeedPublisher publisher;
    private readonly HashSet<StreamTopic> refused;
    private readonly TimeProvider time;
    private readonly CancellationToken cancellationToken;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Level2Book> books = [];
    private readonly HashSet<string> fetching = [];
    private readonly List<Task> work = [];
    private bool begun;

    /// <param name="refused">Topics that an earlier connection was refused; this one adds to it.</param>
    /// <param name="cancellationToken">Ends requests with the connection.</param>
    public FeedTopics(
        KuCoinPublicClient client, KuCoinMarketData market, KuCoinFeedOptions options, FeedPublisher publisher, HashSet<StreamTopic> refused, TimeProvider time,
        CancellationToken cancellationToken)
    {
        this.client = client;
        this.market = market;
        this.options = options;
        this.publisher = publisher;
        this.refused = refused;
        this.time = time;
        this.cancellationToken = cancellationToken;
        foreach (var topic in Wanted.Where(topic => topic.Channel == StreamTopic.BookChannel)) books[topic.Argument] = new Level2Book(Symbol.Parse(topic.Argument));
    }

    public IReadOnlyList<StreamTopic> Wanted => [.. options.Topics.Where(topic => !refused.Contains(topic))];

    /// <summary>Everything is subscribed: books take their first snapshot, candles what was missed.</summary>
    public void Begin()
    {
        publisher.Change(FeedStatus.Live, "subscribed");
        begun = true;
        foreach (var topic in Wanted)
        {
            if (topic.Channel == StreamTopic.BookChannel) FetchBook(topic.Argument);
            if (topic.Channel == StreamTopic.CandleChannel) Start(BackfillAsync(topic));
        }
    }

    /// <exception cref="TransientException">The message is not of its form.</exception>
    public void Take(StreamFrame frame, DateTimeOffset now)
    {
        if (frame.Topic?.StartsWith(StreamTopic.BookChannel + ":", StringComparison.Ordinal) == true) TakeBook(StreamMessages.BookChange(frame));
        else if (StreamMessages.Update(frame, now) is { } update) publisher.Publish(update);
    }

    public void Refuse(StreamTopic topic, string reason)
    {
        refused.Add(topic);
        publisher.Publish(new StreamUpdate.TopicRefused(topic, reason));
    }

    /// <summary>Waits for the requests that still run; they end with the connection.</summary>
    public Task DrainAsync()
    {
        lock (gate) return Task.WhenAll(work);
    }

    private void TakeBook(StreamBookChange change)
    {
        lock (gate)
        {
            if (!books.TryGetValue(change.Symbol, out var book)) return;
            var step = book.Apply(change);
            if (step == BookStep.Applied) publisher.Publish(book.Top(options.BookDepth, DateTimeOffset.FromUnixTimeMilliseconds(change.Time)));
            if (step == BookStep.Broken || (step == BookStep.Buffered && begun)) FetchBook(change.Symbol);
        }
    }

    private void FetchBook(string symbol)
    {
        lock (gate)
        {
            if (fetching.Add(symbol)) Start(FetchBookAsync(symbol));
        }
    }

    private async Task FetchBookAsync(string symbol)
    {
        // Off the lock that the caller holds.
        await Task.Yield();
        var answer = await client.GetBook100Async(symbol, cancellationToken);
        // A book that cannot be had stays silent; the next change after a pause asks again.
        if (!answer.IsSuccess) await Task.Delay(options.RestInterval, time, cancellationToken);
        lock (gate)
        {
            fetching.Remove(symbol);
            if (!answer.IsSuccess) return;
            var step = books[symbol].Reset(answer.Data);
            if (step == BookStep.Applied) publisher.Publish(books[symbol].Top(options.BookDepth, DateTimeOffset.FromUnixTimeMilliseconds(answer.Data.Time)));
            else FetchBook(symbol);
        }
    }

    /// <summary>Candles since the newest one seen: the stream does not repeat what it sent while it was down.</summary>
    private async Task BackfillAsync(StreamTopic topic)
    {
        var at = topic.Argument.LastIndexOf('_');
        if (!Symbol.TryParse(topic.Argument[..at], out var symbol) || !KuCoinIntervals.TryParse(topic.Argument[(at + 1)..], out var interval)) return;
        var now = time.GetUtcNow();
        var from = publisher.NewestOpen(symbol, interval) ?? interval.OpenOf(interval.OpenOf(now).AddSeconds(-1));
        foreach (var candle in await market.GetCandlesAsync(symbol, interval, from, interval.EndOf(interval.OpenOf(now)), cancellationToken))
        {
            publisher.Publish(new StreamUpdate.CandleChanged(symbol, interval, candle, now, UpdateSource.Rest));
        }
    }

    private void Start(Task task)
    {
        lock (gate)
        {
            work.RemoveAll(done => done.IsCompleted);
            work.Add(GuardAsync(task));
        }
    }

    /// <summary>A request beside the stream may fail without ending it: freshness shows what is missing.</summary>
    private static async Task GuardAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception fault) when (fault is TransientException or MarketRefusedException or OperationCanceledException)
        {
            // Nothing is published, and nothing is taken for known.
        }
    }
}
