using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Streams;

/// <summary>Every recorded message of a public market stream is read, with all its properties, and means what it says.</summary>
public class StreamFixtureTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private static readonly Dictionary<string, JsonTypeInfo> Types = new()
    {
        ["AggBook.txt"] = StreamJson.Default.StreamBookChange,
        ["BestOffers.txt"] = StreamJson.Default.StreamBestOffers,
        ["Book.txt"] = StreamJson.Default.StreamDepth,
        ["Klines.txt"] = StreamJson.Default.StreamCandle,
        ["Concurrent.txt"] = StreamJson.Default.StreamCandle,
        ["Snapshot.txt"] = StreamJson.Default.StreamSnapshot,
        ["Ticker.txt"] = StreamJson.Default.KuCoinTicker,
        ["Tickers.txt"] = StreamJson.Default.KuCoinTicker,
        ["Trades.txt"] = StreamJson.Default.StreamMatch,
    };

    /// <summary>Recorded, and no public stream of the spot market.</summary>
    private static readonly Dictionary<string, string> Excluded = new()
    {
        ["Balance.txt"] = "private: needs a signed token",
        ["DebtRatio.txt"] = "private: margin account",
        ["FundingBook.txt"] = "margin lending",
        ["IndexPrice.txt"] = "margin",
        ["IsolatedMarginPosition.txt"] = "private: margin account",
        ["MarginNewOrder.txt"] = "private: margin orders",
        ["MarginOrderDone.txt"] = "private: margin orders",
        ["MarginOrderUpdate.txt"] = "private: margin orders",
        ["MarkPrice.txt"] = "margin",
        ["MatchOrder.txt"] = "private: own orders",
        ["NewOrder.txt"] = "private: own orders",
        ["OrderUpdate.txt"] = "private: own orders",
        ["PositionStatus.txt"] = "private: margin account",
        ["StopOrder.txt"] = "private: own orders",
    };

    public static TheoryData<string> Files => [.. Types.Keys];

    [Fact]
    public void Fixtures_Recorded_AreReadOrExcludedForAReason()
    {
        var folder = Path.GetDirectoryName(RecordedData.Require("fixtures", "kucoin", "Subscriptions", "Spot", "Ticker.txt"))!;
        var recorded = Directory.GetFiles(folder, "*.txt").Select(Path.GetFileName);

        recorded.ShouldBe(Types.Keys.Concat(Excluded.Keys), ignoreOrder: true);
        // What is private says so itself, but for margin prices, which anybody may hear and nothing here trades on.
        foreach (var (file, reason) in Excluded)
        {
            var isPrivate = File.ReadAllText(Path.Combine(folder, file)).Contains("\"privateChannel\":true", StringComparison.Ordinal);
            isPrivate.ShouldBe(reason.StartsWith("private", StringComparison.Ordinal), file);
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Message_Recorded_EveryPropertyIsAccountedFor(string file)
    {
        foreach (var pushed in KuCoinFixtures.Stream(file).Pushed)
        {
            using var recorded = JsonDocument.Parse(pushed);
            var frame = StreamMessages.Frame(Encoding.UTF8.GetBytes(pushed));

            KuCoinFixtures.ShouldBeAccounted(recorded.RootElement, JsonSerializer.SerializeToElement(frame, StreamJson.Default.StreamFrame), "message");
            var data = frame.Data!.Value;
            KuCoinFixtures.ShouldBeAccounted(data, JsonSerializer.SerializeToElement(data.Deserialize(Types[file]), Types[file]));
        }
    }

    [Fact]
    public void Update_Ticker_IsAQuote()
    {
        var quote = Update("Ticker.txt").ShouldBeOfType<StreamUpdate.Quoted>().Quote;

        quote.ShouldBe(new Quote(
            Btc, new Price(0.049m), new Quantity(0.036m), new Price(0.08m), new Quantity(0.18m), new Price(0.08m),
            DateTimeOffset.FromUnixTimeMilliseconds(1704873323416), Now));
        Update("Tickers.txt").ShouldBe(new StreamUpdate.Quoted(quote, UpdateSource.Stream));
    }

    [Fact]
    public void Update_MisalignedCandle_IsRefused()
    {
        // Asked for outside: what skips where it is absent would count as a wrong exception inside.
        foreach (var file in (string[])["Klines.txt", "Concurrent.txt"]) KuCoinFixtures.Stream(file);

        // The recorded 8-hour row opens at 10:00, which no 8-hour candle does.
        Should.Throw<TransientException>(() => Update("Klines.txt")).Message.ShouldContain("opens at");
        Should.Throw<TransientException>(() => Update("Concurrent.txt")).Message.ShouldContain("unsound");
    }

    [Theory]
    [InlineData("trade.candles.update")]
    [InlineData("trade.candles.add")]
    public void Update_DocumentedCandle_HasCloseBeforeHighAndLow(string subject)
    {
        var frame = StreamMessages.Frame(Encoding.UTF8.GetBytes($$"""
            {"topic":"/market/candles:BTC-USDT_1hour","type":"message","subject":"{{subject}}","data":{"symbol":"BTC-USDT",
             "candles":["1729839600","67644.9","67437.6","67724.8","67243.8","44.88321441","3027558.991928447"],"time":1729842192785164840} }
            """));

        StreamMessages.Update(frame, Now).ShouldBe(new StreamUpdate.CandleChanged(
            Btc, KuCoinInterval.Hour1, new Candle(DateTimeOffset.FromUnixTimeSeconds(1729839600), 67644.9m, 67724.8m, 67243.8m, 67437.6m, 44.88321441m),
            DateTimeOffset.FromUnixTimeMilliseconds(1729842192785).AddTicks(1648), UpdateSource.Stream));
    }

    [Fact]
    public void Update_Match_IsATrade() =>
        Update("Trades.txt").ShouldBe(new StreamUpdate.Traded(
            Btc, "5c24c5da03aa673885cd67aa", "buy", new Price(0.082m), new Quantity(0.01022222m), DateTimeOffset.FromUnixTimeMilliseconds(1545913818099).AddTicks(332)));

    [Fact]
    public void Update_BestOffersAndDepth_AreTheTopOfTheBook()
    {
        var best = Update("BestOffers.txt").ShouldBeOfType<StreamUpdate.BookChanged>();
        best.Bids.ShouldBe([new BookLevel(9984, 10)]);
        best.Asks.ShouldBe([new BookLevel(9989, 8)]);
        var depth = Update("Book.txt").ShouldBeOfType<StreamUpdate.BookChanged>();
        depth.Bids.Count.ShouldBe(5);
        depth.Asks[2].ShouldBe(new BookLevel(9991, 47));
    }

    [Fact]
    public void Update_Snapshot_IsTheDay()
    {
        var day = Update("Snapshot.txt").ShouldBeOfType<StreamUpdate.DayChanged>();

        day.ShouldBe(new StreamUpdate.DayChanged(
            Symbol.Parse("CRO-BTC"), 0.000002154m, 0.000002223m, 0.000002133m, 0.000002133m, 55533.4734m, Trading: true, DateTimeOffset.FromUnixTimeMilliseconds(1714767640010)));
    }

    [Fact]
    public void Topics_Subscribed_AreTheRecordedOnes()
    {
        Dictionary<string, StreamTopic> topics = new()
        {
            ["AggBook.txt"] = StreamTopic.Book(Btc),
            ["BestOffers.txt"] = StreamTopic.BestOffers(Symbol.Parse("ETH-USDT")),
            ["Book.txt"] = StreamTopic.Depth5(Btc),
            ["Klines.txt"] = StreamTopic.Candles(Btc, KuCoinInterval.Hour8),
            ["Ticker.txt"] = StreamTopic.Ticker(Btc),
            ["Tickers.txt"] = StreamTopic.AllTickers,
            ["Trades.txt"] = StreamTopic.Matches(Btc),
        };
        foreach (var (file, topic) in topics)
        {
            using var recorded = JsonDocument.Parse(KuCoinFixtures.Stream(file).Sent.Single());
            recorded.RootElement.GetProperty("topic").GetString().ShouldBe(topic.ToString());
            StreamTopic.TryParse(topic.ToString(), out var read).ShouldBeTrue();
            read.ShouldBe(topic);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("<html>")]
    [InlineData("[1]")]
    public void Frame_NoMessage_IsRefused(string text) =>
        Should.Throw<TransientException>(() => StreamMessages.Frame(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("""{"type":"message","topic":"/market/ticker:BTC-USDT"}""")]
    [InlineData("""{"type":"message","topic":"/market/ticker:BTC-USDT","data":{"time":"x"}}""")]
    [InlineData("""{"type":"message","topic":"/market/ticker:all","subject":null,"data":{"time":1}}""")]
    [InlineData("""{"type":"message","topic":"/market/candles:BTC-USDT_1h","data":{"symbol":"BTC-USDT","candles":["1729839600","1","1","1","1","1","1"],"time":1}}""")]
    [InlineData("""{"type":"message","topic":"/market/ticker:BTC-USDT","data":{"bestBid":"1","bestAsk":"2","time":9223372036854775807}}""")]
    [InlineData("""{"type":"message","topic":"/market/match:BTC-USDT","data":{"sequence":"1","type":"match","symbol":"BTC-USDT","side":"buy","price":"-1","size":"1","tradeId":"1","time":"1"}}""")]
    [InlineData("""{"type":"message","topic":"/spotMarket/level1:BTC-USDT","data":{"asks":["1","1"],"bids":["1","1"],"timestamp":9223372036854775807}}""")]
    public void Update_DataOfAnotherForm_IsRefused(string text) =>
        Should.Throw<TransientException>(() => StreamMessages.Update(StreamMessages.Frame(Encoding.UTF8.GetBytes(text)), Now));

    private static StreamUpdate Update(string file) => StreamMessages.Update(StreamMessages.Frame(Encoding.UTF8.GetBytes(KuCoinFixtures.Stream(file).Pushed[0])), Now)!;
}
