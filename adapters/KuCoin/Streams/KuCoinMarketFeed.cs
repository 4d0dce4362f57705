using System.Threading.Channels;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>KuCoin's public stream kept alive: a new token and connection after every drop, what was missed fetched by REST, quotes by REST meanwhile.</summary>
/// <remarks>
/// Updates come through <see cref="Updates"/> in the order received. A candle is never reported closed. The channel ends when the feed is disposed, and
/// with <see cref="MarketRefusedException"/> where the venue refuses this place or request. Delays live in the given time.
/// </remarks>
public sealed class KuCoinMarketFeed : IAsyncDisposable
{
    private readonly KuCoinPublicClient client;
    private readonly KuCoinMarketData market;
    private readonly StreamLink link;
    private readonly TimeProvider time;
    private readonly KuCoinFeedOptions options;
    private readonly FeedPublisher publisher;
    private readonly HashSet<StreamTopic> refused = [];
    private readonly CancellationTokenSource stop = new();
    private Task? running;
    private int connections;

    /// <exception cref="ArgumentException">The options are not sound; the message lists every fault.</exception>
    public KuCoinMarketFeed(KuCoinPublicClient client, IStreamConnector connector, KuCoinFeedOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        this.client = client;
        link = new StreamLink(connector, options.AnswerLimit, time);
        this.options = options;
        this.time = time;
        market = new KuCoinMarketData(client, MarketId.KuCoin, time);
        publisher = new FeedPublisher(options.Capacity);
    }

    public ChannelReader<StreamUpdate> Updates => publisher.Reader;

    public FeedStatus Status => publisher.Status;

    /// <summary>Connections opened so far.</summary>
    public int Connections => Volatile.Read(ref connections);

    /// <summary>Updates lost because the reader was too slow.</summary>
    public long Dropped => publisher.Dropped;

    /// <summary>Begins. Once.</summary>
    public void Start()
    {
        if (running is not null) throw new InvalidOperationException("the feed has been started");
        running = Task.Run(() => RunAsync(stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null) await running;
        publisher.Complete(null);
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        using var restStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var rest = options.QuotesByRest ? QuoteByRestAsync(restStop.Token) : Task.CompletedTask;
        Exception? fault = null;
        try
        {
            for (var failures = 1; ; failures++)
            {
                var (reason, wasLive) = await ConnectAsync(cancellationToken);
                if (wasLive) failures = 1;
                publisher.Change(FeedStatus.Down, reason);
                await Task.Delay(StreamLink.Delay(failures, options.Random()), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            publisher.Change(FeedStatus.Down, "stopped");
        }
        catch (Exception broken)
        {
            // The reader is told by the channel: nobody awaits this task but disposal.
            fault = broken;
            publisher.Change(FeedStatus.Down, broken.Message);
        }
        await restStop.CancelAsync();
        await rest;
        publisher.Complete(fault);
    }

    /// <summary>One connection, from its token to its end.</summary>
    private async Task<(string Reason, bool WasLive)> ConnectAsync(CancellationToken cancellationToken)
    {
        var wasLive = false;
        try
        {
            var bullet = await client.GetBulletAsync(cancellationToken);
            if (!bullet.IsSuccess) KuCoinMarketData.Throw(bullet.Error, default);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await using var connection = await link.OpenAsync(bullet.Data, FormattableString.Invariant($"feed{Interlocked.Increment(ref connections)}"), ended.Token);
            var topics = new FeedTopics(client, market, options, publisher, refused, time, ended.Token);
            using var session = new FeedSession(connection, bullet.Data.InstanceServers[0], new StreamLimits(options.AnswerLimit, options.StallLimit, options.MaxAge), topics, time);
            try
            {
                return (await session.RunAsync(ended.Token), session.IsLive);
            }
            finally
            {
                wasLive = session.IsLive;
                await ended.CancelAsync();
                await topics.DrainAsync();
            }
        }
        catch (TransientException fault)
        {
            return (fault.Message, wasLive);
        }
    }

    /// <summary>While the stream is down, every symbol that has a ticker topic is asked for.</summary>
    private async Task QuoteByRestAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.RestInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var topic in options.Topics.Where(topic => topic.Channel == StreamTopic.TickerChannel))
                {
                    if (publisher.Status == FeedStatus.Live || !Symbol.TryParse(topic.Argument, out var symbol)) continue;
                    if (await QuoteAsync(symbol, cancellationToken) is { } quote) publisher.Publish(new StreamUpdate.Quoted(quote, UpdateSource.Rest));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The feed ends.
        }
    }

    private async Task<Quote?> QuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        try
        {
            return await market.GetQuoteAsync(symbol, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or MarketRefusedException)
        {
            // The connection's own attempts say why; here the quote simply grows old.
            return null;
        }
    }
}
