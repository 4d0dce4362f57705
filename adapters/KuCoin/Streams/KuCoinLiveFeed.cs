using System.Collections.Concurrent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>KuCoin's stream as the trader uses it: the newest quote of each pair, and which hours have ended. It never gives up.</summary>
/// <param name="random">Chance, 0 to 1, that spreads reconnects.</param>
public sealed class KuCoinLiveFeed(
    KuCoinPublicClient client, IStreamConnector connector, IReadOnlyList<Symbol> symbols, TimeProvider time, Func<double>? random = null) : ILiveFeed
{
    /// <summary>After a refusal, which may be of this place for good or of a bad hour.</summary>
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<Symbol, Quote> quotes = [];
    private readonly ConcurrentDictionary<Symbol, DateTimeOffset> ended = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private FeedState state = new(false, "the stream has not been opened yet");
    private Task? running;
    private bool disposed;

    public FeedState State
    {
        get
        {
            lock (gate) return state;
        }
    }

    /// <summary>Called after each update, on the feed's own thread.</summary>
    public Action? Changed { get; set; }

    public Quote? Newest(Symbol symbol) => quotes.GetValueOrDefault(symbol);

    public DateTimeOffset? LastEndedHour(Symbol symbol) => ended.TryGetValue(symbol, out var open) ? open : null;

    /// <summary>Begins. Once.</summary>
    public void Start()
    {
        if (running is not null) throw new InvalidOperationException("the feed has been started");
        running = Task.Run(() => RunAsync(stop.Token));
    }

    /// <summary>Ends the stream without waiting for it.</summary>
    public void Stop()
    {
        if (!disposed) stop.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        await stop.CancelAsync();
        if (running is not null) await running;
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await ReadAsync(cancellationToken);
                await Task.Delay(AfterRefusal, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Set(new FeedState(false, "the stream was closed"));
        }
    }

    /// <summary>Until the feed gives up.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var feed = new KuCoinMarketFeed(client, connector, Options(), time);
        feed.Start();
        try
        {
            await foreach (var update in feed.Updates.ReadAllAsync(cancellationToken)) Take(update);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // Whatever ended it, quotes are asked for from now on; the state says why.
            Set(new FeedState(false, fault.Message));
        }
    }

    private KuCoinFeedOptions Options()
    {
        var options = new KuCoinFeedOptions
        {
            Topics = [.. symbols.Select(StreamTopic.Ticker), .. symbols.Select(symbol => StreamTopic.Candles(symbol, KuCoinInterval.Hour1))],
            QuotesByRest = false,
        };
        return random is null ? options : options with { Random = random };
    }

    private void Take(StreamUpdate update)
    {
        switch (update)
        {
            case StreamUpdate.Quoted quoted:
                quotes[quoted.Quote.Symbol] = quoted.Quote;
                break;
            case StreamUpdate.CandleEnded { Interval: KuCoinInterval.Hour1 } candle:
                ended[candle.Symbol] = candle.OpenTime;
                break;
            case StreamUpdate.StatusChanged change:
                Set(change.Status == FeedStatus.Live ? new FeedState(true, "") : new FeedState(false, change.Reason));
                return;
        }
        Changed?.Invoke();
    }

    private void Set(FeedState to)
    {
        lock (gate) state = to;
        Changed?.Invoke();
    }
}
