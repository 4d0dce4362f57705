using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>The production feed over real WebSockets on loopback.</summary>
public class LoopbackStreamTests
{
    private static readonly DateTimeOffset Start = SimulatedMarket.TradingStart.AddMinutes(10);

    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2.5);

    private readonly ManualTimeProvider clock = new(Start);

    [Fact]
    public async Task Feed_AllTopics_EqualsWhatRestSays()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        await using var feed = Open(exchange, StreamTopic.Ticker(Eth), StreamTopic.Candles(Eth, KuCoinInterval.Hour1), StreamTopic.Matches(Eth));
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
        clock.Advance(TimeSpan.FromSeconds(3));

        await exchange.Server!.PublishAsync();

        var candle = await UntilAsync<StreamUpdate.CandleChanged>(feed, each => each.Source == UpdateSource.Stream);
        var trade = await UntilAsync<StreamUpdate.Traded>(feed, _ => true);
        var quote = await UntilAsync<StreamUpdate.Quoted>(feed, each => each.Source == UpdateSource.Stream);
        var told = (await exchange.Market.GetQuoteAsync(Eth, default))!;
        (quote.Quote with { KnownAt = default }).ShouldBe(told with { KnownAt = default });
        candle.Candle.ShouldBe((await exchange.Market.GetCandlesAsync(Eth, Timeframe.Hour1, SimulatedMarket.TradingStart, Start.AddHours(1), default)).Single());
        trade.Price.ShouldBe(told.Last);
    }

    [Fact]
    public async Task Feed_Book_FollowsTheVenuesThroughALostMessage()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        await using var feed = Open(exchange, StreamTopic.Book(Eth));
        await UntilAsync<StreamUpdate.BookChanged>(feed, _ => true);
        await exchange.Server!.PublishAsync();
        for (var second = 1; second <= 6; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            if (second == 3)
            {
                exchange.Faults.LoseMessages(1);
                await exchange.Server.PublishAsync();
                continue;
            }
            await exchange.Server.PublishAsync();
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            var book = await UntilAsync<StreamUpdate.BookChanged>(feed, each => each.At.ToUnixTimeSeconds() == now);
            var told = (await exchange.Client.GetBook20Async("ETH-USDT", default)).Data!;
            book.Bids.ShouldBe(told.Bids.Take(5).Select(StreamMessages.Level));
            book.Asks.ShouldBe(told.Asks.Take(5).Select(StreamMessages.Level));
        }
    }

    [Fact]
    public async Task Feed_StreamsDropped_ComesBackByItself()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        await using var feed = Open(exchange, StreamTopic.Ticker(Eth));
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);

        exchange.Server!.DropStreams();
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Down);
        await clock.WhenTimerAsync(FirstDelay).WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(FirstDelay);
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
        await exchange.Server.PublishAsync();

        (await UntilAsync<StreamUpdate.Quoted>(feed, _ => true)).Source.ShouldBe(UpdateSource.Stream);
        feed.Connections.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Feed_StreamServerBroken_IsTriedAgain(bool reset)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        exchange.Faults.Next(reset ? new Fault.Reset() : new Fault.Page(System.Net.HttpStatusCode.ServiceUnavailable, "<html>"), path: "/stream");
        await using var feed = Open(exchange, StreamTopic.Ticker(Eth));

        (await UntilAsync<StreamUpdate.StatusChanged>(feed, _ => true)).Status.ShouldBe(FeedStatus.Down);
        await clock.WhenTimerAsync(FirstDelay).WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(FirstDelay);

        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
    }

    [Fact]
    public async Task Feed_UnlistedPair_IsRefusedAndTheOthersFlow()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        await using var feed = Open(exchange, StreamTopic.Ticker(Symbol.Parse("NONE-USDT")), StreamTopic.Ticker(Eth));

        (await UntilAsync<StreamUpdate.TopicRefused>(feed, _ => true)).Topic.Argument.ShouldBe("NONE-USDT");
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
        await exchange.Server!.PublishAsync();

        (await UntilAsync<StreamUpdate.Quoted>(feed, each => each.Source == UpdateSource.Stream)).Quote.Symbol.ShouldBe(Eth);
    }

    [Fact]
    public async Task Feed_AllTickers_NamesEveryPair()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        await using var feed = Open(exchange, StreamTopic.AllTickers);
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);

        await exchange.Server!.PublishAsync();

        var named = new HashSet<Symbol>();
        while (named.Count < 8) named.Add((await UntilAsync<StreamUpdate.Quoted>(feed, _ => true)).Quote.Symbol);
        named.ShouldBe((await exchange.Market.GetInstrumentsAsync(default)).Select(instrument => instrument.Symbol), ignoreOrder: true);
    }

    /// <summary>What a stream that was opened can do wrong: it is noticed, and the next connection flows.</summary>
    [Theory]
    [InlineData(StreamFault.NoWelcome, "no welcome")]
    [InlineData(StreamFault.NoAcknowledgement, "a subscription was not acknowledged")]
    [InlineData(StreamFault.Silent, "stalled: the venue answers and sends no data")]
    [InlineData(StreamFault.BreakInMessage, "the stream broke")]
    public async Task Feed_FaultyStream_IsNoticedAndReplaced(StreamFault fault, string reason)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        exchange.Faults.NextStream(fault);
        var connector = new WatchedConnector(new WebSocketConnector());
        var options = new KuCoinFeedOptions { Topics = [StreamTopic.Ticker(Eth)], Random = () => 0.5, StallLimit = TimeSpan.FromSeconds(25) };
        await using var feed = new KuCoinMarketFeed(exchange.Client, connector, options, clock);
        feed.Start();
        await ProvokeAsync(fault, exchange, feed, connector);

        (await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Down)).Reason.ShouldStartWith(reason);
        await clock.WhenTimerAsync(FirstDelay).WaitAsync(TimeSpan.FromSeconds(20));
        clock.Advance(FirstDelay);
        await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
        await exchange.Server!.PublishAsync();

        await UntilAsync<StreamUpdate.Quoted>(feed, quoted => quoted.Source == UpdateSource.Stream);
        feed.Connections.ShouldBe(2);
    }

    private async Task ProvokeAsync(StreamFault fault, ExchangeUnderTest exchange, KuCoinMarketFeed feed, WatchedConnector connector)
    {
        if (fault is StreamFault.Silent or StreamFault.BreakInMessage)
            await UntilAsync<StreamUpdate.StatusChanged>(feed, change => change.Status == FeedStatus.Live);
        switch (fault)
        {
            case StreamFault.NoWelcome:
                await clock.WhenTimerAsync(TimeSpan.FromSeconds(1)).WaitAsync(TimeSpan.FromSeconds(20));
                clock.Advance(TimeSpan.FromSeconds(10));
                break;
            case StreamFault.NoAcknowledgement:
                await connector.HeardAsync("welcome");
                await connector.SaidAsync("subscribe");
                clock.Advance(TimeSpan.FromSeconds(11));
                break;
            case StreamFault.Silent:
                // Past a ping: that it is answered must not make the stream look alive.
                clock.Advance(TimeSpan.FromSeconds(18));
                await connector.HeardAsync("pong");
                await exchange.Server!.PublishAsync();
                clock.Advance(TimeSpan.FromSeconds(9));
                break;
            default:
                await exchange.Server!.PublishAsync();
                break;
        }
    }

    private KuCoinMarketFeed Open(ExchangeUnderTest exchange, params StreamTopic[] topics)
    {
        var feed = new KuCoinMarketFeed(exchange.Client, new WebSocketConnector(), new KuCoinFeedOptions { Topics = topics, Random = () => 0.5 }, clock);
        feed.Start();
        return feed;
    }

    private static async Task<T> UntilAsync<T>(KuCoinMarketFeed feed, Func<T, bool> wanted)
        where T : StreamUpdate
    {
        while (true)
        {
            var update = await feed.Updates.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            if (update is T found && wanted(found)) return found;
        }
    }
}
