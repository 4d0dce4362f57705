using System.Net;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Streams;

/// <summary>The feed against a venue that the test speaks for, on time that the test moves.</summary>
public class KuCoinMarketFeedTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 59, TimeSpan.Zero);

    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    /// <summary>The first reconnect waits 2 s + ½ × (2¹ − 1) s.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2.5);

    [Fact]
    public async Task Start_Welcomed_SubscribesJoinedAndGivesQuotes()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc), StreamTopic.Ticker(Eth), StreamTopic.Matches(Btc));
        var stream = await venue.Connector.NextAsync();
        stream.Unread.ShouldBe(0);

        var topics = await stream.WelcomeAsync(2);
        await venue.Until<StreamUpdate.StatusChanged>(change => change.Status == FeedStatus.Live);
        stream.PushTicker(100, 1);

        topics.ShouldBe(["/market/ticker:BTC-USDT,ETH-USDT", "/market/match:BTC-USDT"]);
        stream.Address.ShouldBe(new Uri("wss://stream.test/?token=t%2F1&connectId=feed1"));
        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(100));
        venue.Feed.Status.ShouldBe(FeedStatus.Live);
    }

    [Fact]
    public async Task Drop_TakesANewTokenAndSubscribesAgain()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var first = await venue.Live(1);

        first.Close();
        (await venue.Next<StreamUpdate.StatusChanged>()).ShouldBe(new StreamUpdate.StatusChanged(FeedStatus.Down, "the venue closed the stream"));
        await venue.Clock.WhenTimerAsync(FirstDelay);
        venue.Clock.Advance(FirstDelay);
        var second = await venue.Live(1);
        second.PushTicker(101, 5);

        second.Address.Query.ShouldContain("token=t%2F2");
        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(101));
        venue.Feed.Connections.ShouldBe(2);
    }

    [Fact]
    public async Task Ping_Answered_KeepsTheConnection()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var stream = await venue.Live(1);
        for (var i = 1; i <= 3; i++)
        {
            venue.Clock.Advance(TimeSpan.FromSeconds(18));
            var ping = await stream.SentAsync();
            ping.GetProperty("type").GetString().ShouldBe("ping");
            stream.Push($$"""{"id":"{{ping.GetProperty("id").GetString()}}","type":"pong"}""");
            stream.PushTicker(i, i);
            await venue.Next<StreamUpdate.Quoted>();
        }
        venue.Feed.Connections.ShouldBe(1);
        venue.Feed.Status.ShouldBe(FeedStatus.Live);
    }

    [Fact]
    public async Task Ping_NotAnsweredInTime_EndsTheConnection()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var stream = await venue.Live(1);

        venue.Clock.Advance(TimeSpan.FromSeconds(18));
        await stream.SentAsync();
        venue.Clock.Advance(TimeSpan.FromSeconds(10));

        (await venue.Next<StreamUpdate.StatusChanged>()).Reason.ShouldBe("no pong");
    }

    [Fact]
    public async Task Stall_NoDataOnAnyTopic_EndsTheConnection()
    {
        await using var venue = new Venue(new KuCoinFeedOptions { Topics = [StreamTopic.Ticker(Btc)], StallLimit = TimeSpan.FromSeconds(10), Random = () => 0.5 });
        var stream = await venue.Live(1);
        venue.Clock.Advance(TimeSpan.FromSeconds(8));
        stream.PushTicker(1, 1);
        await venue.Next<StreamUpdate.Quoted>();

        venue.Clock.Advance(TimeSpan.FromSeconds(9));
        stream.PushTicker(2, 2);
        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(2));
        venue.Clock.Advance(TimeSpan.FromSeconds(10));

        (await venue.Until<StreamUpdate.StatusChanged>(_ => true)).Reason.ShouldBe("stalled: the venue answers and sends no data");
    }

    [Fact]
    public async Task Welcome_Missing_EndsTheConnection()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        await venue.Connector.NextAsync();
        await venue.Clock.WhenTimerAsync(TimeSpan.FromSeconds(1));

        venue.Clock.Advance(TimeSpan.FromSeconds(11));

        (await venue.Until<StreamUpdate.StatusChanged>(_ => true)).Reason.ShouldBe("no welcome");
    }

    [Fact]
    public async Task Acknowledgement_Missing_EndsTheConnection()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var stream = await venue.Connector.NextAsync();
        stream.Push("""{"id":"x","type":"welcome"}""");
        await stream.SentAsync();

        venue.Clock.Advance(TimeSpan.FromSeconds(11));

        (await venue.Until<StreamUpdate.StatusChanged>(_ => true)).Reason.ShouldBe("a subscription was not acknowledged");
    }

    [Fact]
    public async Task Refusal_OfOneJoinedTopic_LeavesTheOthers()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc), StreamTopic.Ticker(Eth));
        var stream = await venue.Connector.NextAsync();
        stream.Push("""{"id":"x","type":"welcome"}""");
        var joined = await stream.SentAsync();
        stream.Push($$"""{"id":"{{joined.GetProperty("id").GetString()}}","type":"error","code":404,"data":"topic /market/ticker:BTC-USDT,ETH-USDT is not found"}""");
        var first = await stream.SentAsync();
        var second = await stream.SentAsync();
        stream.Push($$"""{"id":"{{first.GetProperty("id").GetString()}}","type":"error","code":404,"data":"topic is not found"}""");
        stream.Push($$"""{"id":"{{second.GetProperty("id").GetString()}}","type":"ack"}""");

        (await venue.Next<StreamUpdate.TopicRefused>()).Topic.ShouldBe(StreamTopic.Ticker(Btc));
        await venue.Until<StreamUpdate.StatusChanged>(change => change.Status == FeedStatus.Live);
        stream.Close();
        await venue.Clock.WhenTimerAsync(FirstDelay);
        venue.Clock.Advance(FirstDelay);

        (await (await venue.Connector.NextAsync()).WelcomeAsync(1)).ShouldBe(["/market/ticker:ETH-USDT"]);
    }

    [Theory]
    [InlineData("""{"id":"abc","type":"error","code":401,"data":"token is expired"}""", "token is expired")]
    [InlineData("<html>", "no JSON")]
    [InlineData("""{"topic":"/market/ticker:BTC-USDT","type":"message","data":{"time":"x"}}""", "another form")]
    public async Task Message_ThatEndsTrust_Reconnects(string message, string reason)
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var stream = await venue.Live(1);

        stream.Push(message);

        (await venue.Next<StreamUpdate.StatusChanged>()).Reason.ShouldContain(reason);
        await venue.Clock.WhenTimerAsync(FirstDelay);
        venue.Clock.Advance(FirstDelay);
        await venue.Live(1);
    }

    [Fact]
    public async Task Down_QuotesComeByRest()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc)) { Price = 77 };
        var stream = await venue.Live(1);
        venue.Connector.IsDown = true;
        stream.Close();
        await venue.Until<StreamUpdate.StatusChanged>(change => change.Status == FeedStatus.Down);

        venue.Clock.Advance(TimeSpan.FromSeconds(5));

        var quote = await venue.Until<StreamUpdate.Quoted>(_ => true);
        quote.Source.ShouldBe(UpdateSource.Rest);
        quote.Quote.Bid.ShouldBe(new Price(77));
    }

    [Fact]
    public async Task Quotes_OlderThanTheLast_AreDropped()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc));
        var stream = await venue.Live(1);

        stream.PushTicker(100, 10);
        stream.PushTicker(99, 9);
        stream.PushTicker(101, 11);

        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(100));
        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(101));
    }

    [Fact]
    public async Task Candles_LaterOneBegins_OnlySaysThatTheFormerEnded()
    {
        await using var venue = new Venue(StreamTopic.Candles(Btc, KuCoinInterval.Minute1));
        var stream = await venue.Live(1);
        var open = Start.AddSeconds(-59);
        await venue.Until<StreamUpdate.CandleChanged>(candle => candle.Source == UpdateSource.Rest && candle.Candle.OpenTime == open);
        (await venue.Next<StreamUpdate.CandleEnded>()).OpenTime.ShouldBe(open.AddMinutes(-1));

        stream.Push(Candle(open, 5, at: open.AddSeconds(59)));
        stream.Push(Candle(open.AddMinutes(1), 6, at: open.AddSeconds(61)));
        stream.Push(Candle(open, 7, at: open.AddSeconds(62)));

        (await venue.Next<StreamUpdate.CandleChanged>()).Candle.Close.ShouldBe(5);
        (await venue.Next<StreamUpdate.CandleChanged>()).Candle.OpenTime.ShouldBe(open.AddMinutes(1));
        (await venue.Next<StreamUpdate.CandleEnded>()).OpenTime.ShouldBe(open);
        // A late trade still changes the one that ended.
        (await venue.Next<StreamUpdate.CandleChanged>()).Candle.Close.ShouldBe(7);
    }

    [Fact]
    public async Task Candles_AfterADrop_AreBackfilledFromTheNewestSeen()
    {
        await using var venue = new Venue(StreamTopic.Candles(Btc, KuCoinInterval.Minute1));
        var first = await venue.Live(1);
        var open = Start.AddSeconds(-59);
        await venue.Until<StreamUpdate.CandleChanged>(candle => candle.Candle.OpenTime == open);
        first.Close();
        await venue.Clock.WhenTimerAsync(FirstDelay);
        venue.Clock.Advance(FirstDelay);

        await venue.Live(1);

        for (var minute = 0; minute <= 1; minute++)
            (await venue.Until<StreamUpdate.CandleChanged>(_ => true)).Candle.OpenTime.ShouldBe(open.AddMinutes(minute));
    }

    [Fact]
    public async Task Book_Hole_IsFilledByANewSnapshot()
    {
        await using var venue = new Venue(StreamTopic.Book(Btc));
        var stream = await venue.Live(1);
        (await venue.Next<StreamUpdate.BookChanged>()).Bids.ShouldBe([new BookLevel(99, 1)]);

        stream.Push(BookChange(11, 98));
        (await venue.Next<StreamUpdate.BookChanged>()).Bids.ShouldBe([new BookLevel(99, 1), new BookLevel(98, 1)]);
        venue.BookSequence = 20;
        stream.Push(BookChange(15, 97));

        (await venue.Next<StreamUpdate.BookChanged>()).Bids.ShouldBe([new BookLevel(99, 1)]);
        venue.BookRequests.ShouldBe(2);
    }

    [Fact]
    public async Task Region_Refused_EndsTheChannelWithTheReason()
    {
        await using var venue = new Venue(StreamTopic.Ticker(Btc), refused: true);

        var refused = await Should.ThrowAsync<MarketRefusedException>(async () =>
        {
            await foreach (var update in venue.Feed.Updates.ReadAllAsync(TestContext.Current.CancellationToken))
                update.ShouldBeOfType<StreamUpdate.StatusChanged>().Reason.ShouldContain("--market coinbase");
        });

        refused.Refusal.ShouldBe(MarketRefusal.Region);
    }

    [Fact]
    public async Task Dispose_Running_CompletesTheChannel()
    {
        var venue = new Venue(StreamTopic.Ticker(Btc));
        await venue.Live(1);

        await venue.DisposeAsync();

        while (venue.Feed.Updates.TryRead(out _)) continue;
        venue.Feed.Updates.Completion.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task Reader_TooSlow_LosesTheOldestAndIsCounted()
    {
        await using var venue = new Venue(new KuCoinFeedOptions { Topics = [StreamTopic.Ticker(Btc)], Capacity = 2, Random = () => 0.5 });
        var stream = await venue.Live(1);
        for (var i = 1; i <= 4; i++) stream.PushTicker(i, i);
        stream.Close();
        await venue.Clock.WhenTimerAsync(FirstDelay);

        venue.Feed.Dropped.ShouldBe(3);
        (await venue.Next<StreamUpdate.Quoted>()).Quote.Bid.ShouldBe(new Price(4));
    }

    [Fact]
    public void Delay_GrowsToAMinuteAndNeverExceedsTheVenuesRate()
    {
        StreamLink.Delay(1, 0).ShouldBe(TimeSpan.FromSeconds(2));
        StreamLink.Delay(1, 1).ShouldBe(TimeSpan.FromSeconds(3));
        StreamLink.Delay(5, 1).ShouldBe(TimeSpan.FromSeconds(33));
        StreamLink.Delay(6, 1).ShouldBe(TimeSpan.FromSeconds(62));
        StreamLink.Delay(1000, 1).ShouldBe(TimeSpan.FromSeconds(62));
    }

    [Fact]
    public void Options_Unsound_AreRefusedWithEveryFault()
    {
        var options = new KuCoinFeedOptions { Topics = [], BookDepth = 0, Capacity = 0, RestInterval = TimeSpan.Zero };

        var fault = Should.Throw<ArgumentException>(options.Validate);

        foreach (var part in new[] { "topics", "depth", "capacity", "REST" }) fault.Message.ShouldContain(part);
    }

    private static string Candle(DateTimeOffset open, decimal close, DateTimeOffset at) => FormattableString.Invariant(
        $$$"""{"topic":"/market/candles:BTC-USDT_1min","type":"message","subject":"trade.candles.update","data":{"symbol":"BTC-USDT","candles":["{{{open.ToUnixTimeSeconds()}}}","1","{{{close}}}","9","1","1","1"],"time":{{{at.ToUnixTimeMilliseconds() * 1_000_000}}}}}""");

    private static string BookChange(long sequence, decimal bid) => FormattableString.Invariant(
        $$$"""{"topic":"/market/level2:BTC-USDT","type":"message","subject":"trade.l2update","data":{"changes":{"asks":[],"bids":[["{{{bid}}}","1","{{{sequence}}}"]]},"sequenceStart":{{{sequence}}},"sequenceEnd":{{{sequence}}},"symbol":"BTC-USDT","time":1}}""");

    /// <summary>REST answers as the test sets them, streams as the test speaks.</summary>
    private sealed class Venue : HttpMessageHandler, IAsyncDisposable
    {
        private readonly HttpClient http;
        private readonly KuCoinPublicClient client;
        private readonly bool refused;
        private int bullets;

        public Venue(params StreamTopic[] topics) : this(new KuCoinFeedOptions { Topics = topics, Random = () => 0.5 })
        {
        }

        public Venue(StreamTopic topic, bool refused) : this(new KuCoinFeedOptions { Topics = [topic], Random = () => 0.5 }, refused)
        {
        }

        public Venue(KuCoinFeedOptions options, bool refused = false)
        {
            this.refused = refused;
            http = new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
            client = new KuCoinPublicClient(http, Clock);
            Feed = new KuCoinMarketFeed(client, Connector, options, Clock);
            Feed.Start();
        }

        public ManualTimeProvider Clock { get; } = new(Start);

        public ScriptedConnector Connector { get; } = new();

        public KuCoinMarketFeed Feed { get; }

        public decimal Price { get; init; } = 1;

        public long BookSequence { get; set; } = 10;

        public int BookRequests { get; private set; }

        public async Task<ScriptedStream> Live(int subscriptions)
        {
            var stream = await Connector.NextAsync();
            await stream.WelcomeAsync(subscriptions);
            await Until<StreamUpdate.StatusChanged>(change => change.Status == FeedStatus.Live);
            return stream;
        }

        public async Task<T> Next<T>()
            where T : StreamUpdate => (await ReadAsync()).ShouldBeOfType<T>();

        public async Task<T> Until<T>(Func<T, bool> wanted)
            where T : StreamUpdate
        {
            while (true)
            {
                if (await ReadAsync() is T update && wanted(update)) return update;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Feed.DisposeAsync();
            client.Dispose();
            http.Dispose();
            Dispose();
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (refused) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StringContent("<html>") });
            var data = request.RequestUri!.AbsolutePath switch
            {
                "/api/v1/bullet-public" => Bullet(request),
                "/api/v1/market/orderbook/level2_100" => Book(),
                "/api/v1/market/orderbook/level1" => FormattableString.Invariant(
                    $$"""{"time":{{Clock.GetUtcNow().ToUnixTimeMilliseconds()}},"price":"{{Price}}","bestBid":"{{Price}}","bestBidSize":"1","bestAsk":"{{Price + 1}}","bestAskSize":"1"}"""),
                "/api/v1/market/candles" => Candles(request.RequestUri.Query),
                var path => throw new InvalidOperationException(path),
            };
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"code":"200000","data":{{data}}}""") });
        }

        private string Bullet(HttpRequestMessage request)
        {
            request.Method.ShouldBe(HttpMethod.Post);
            return $$"""{"token":"t/{{++bullets}}","instanceServers":[{"endpoint":"wss://stream.test/","encrypt":true,"protocol":"websocket","pingInterval":18000,"pingTimeout":10000}]}""";
        }

        private string Book()
        {
            BookRequests++;
            return $$"""{"time":1,"sequence":"{{BookSequence}}","bids":[["99","1"]],"asks":[["101","1"]]}""";
        }

        private string Candles(string query)
        {
            var from = long.Parse(System.Web.HttpUtility.ParseQueryString(query)["startAt"]!, System.Globalization.CultureInfo.InvariantCulture);
            var newest = Clock.GetUtcNow().ToUnixTimeSeconds() / 60 * 60;
            var rows = new List<string>();
            for (var open = newest; open >= from; open -= 60) rows.Add($"""["{open}","1","2","9","1","1","1"]""");
            return $"[{string.Join(',', rows)}]";
        }

        private async Task<StreamUpdate> ReadAsync() =>
            await Feed.Updates.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
    }
}
