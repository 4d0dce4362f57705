using System.Net;
using System.Text.Json;
using PowerTrader.Adapters.Coinbase;
using PowerTrader.Adapters.Tests.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Coinbase;

public sealed class CoinbaseMarketDataTests : IDisposable
{
    /// <summary>A Thursday, so that weeks begin here.</summary>
    private static readonly DateTimeOffset Start = new(2025, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Symbol Btc = Symbol.Parse("BTC-USD");

    private readonly JumpingTimeProvider clock = new(Start.AddDays(60));
    private readonly CoinbaseVenue venue;
    private readonly HttpClient http;
    private readonly CoinbaseMarketData market;

    public CoinbaseMarketDataTests()
    {
        venue = new CoinbaseVenue(clock);
        http = new HttpClient(venue) { BaseAddress = new Uri(CoinbaseMarketData.BaseAddress) };
        market = new CoinbaseMarketData(http, clock);
    }

    public void Dispose()
    {
        market.Dispose();
        http.Dispose();
        venue.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 299)]
    [InlineData(0, 300)]
    [InlineData(0, 301)]
    [InlineData(0.5, 902.5)]
    public async Task GetCandles_Hours_AreWholeOverPages(double fromHour, double toHour)
    {
        var candles = await market.GetCandlesAsync(Btc, Timeframe.Hour1, Start.AddHours(fromHour), Start.AddHours(toHour), default);

        var first = (int)Math.Ceiling(fromHour);
        candles.Select(candle => candle.OpenTime).ShouldBe(Enumerable.Range(first, (int)Math.Ceiling(toHour) - first).Select(hour => Start.AddHours(hour)));
        foreach (var candle in candles)
        {
            var (open, high, low, close) = CoinbaseVenue.Hour(candle.OpenTime);
            candle.ShouldBe(new Candle(candle.OpenTime, open, high, low, close, 2));
        }
    }

    /// <summary>The venue has neither 2, 4, 8 and 12 hours nor weeks: they are the sums of what it has.</summary>
    [Theory]
    [InlineData(Timeframe.Hour2)]
    [InlineData(Timeframe.Hour4)]
    [InlineData(Timeframe.Hour8)]
    [InlineData(Timeframe.Hour12)]
    [InlineData(Timeframe.Day1)]
    [InlineData(Timeframe.Week1)]
    public async Task GetCandles_LargerOnes_EqualTheSumOfTheirHours(Timeframe timeframe)
    {
        var to = Start.AddDays(28);
        var hours = await market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, to, default);
        var expected = new List<Candle>();
        var aggregator = new CandleAggregator(Timeframe.Hour1, timeframe);
        foreach (var hour in hours) aggregator.Add(hour, expected);

        var candles = await market.GetCandlesAsync(Btc, timeframe, Start, to, default);

        candles.ShouldBe(expected);
        candles.Count.ShouldBe((int)(TimeSpan.FromDays(28) / timeframe.Length()));
    }

    /// <summary>Each minute over a bucket's end: the forming one is there, and none passes for closed before it is whole.</summary>
    [Fact]
    public async Task GetCandles_EveryMinuteRoundABucketsEnd_AreNeverTakenWrong()
    {
        var end = clock.GetUtcNow();
        var truth = (await market.GetCandlesAsync(Btc, Timeframe.Hour4, end.AddDays(-3), end, default)).ToDictionary(candle => candle.OpenTime);
        var now = new ManualTimeProvider(end.AddHours(-4).AddMinutes(-70));
        using var early = new CoinbaseVenue(now);
        using var client = new HttpClient(early) { BaseAddress = new Uri(CoinbaseMarketData.BaseAddress) };
        using var data = new CoinbaseMarketData(client, now);
        var forming = 0;
        for (var minute = 0; minute < 100; minute++)
        {
            var server = await data.GetServerTimeAsync(default);
            foreach (var candle in await data.GetCandlesAsync(Btc, Timeframe.Hour4, end.AddDays(-2), end, default))
            {
                if (candle.IsProvenClosed(Timeframe.Hour4, server, Grace)) candle.ShouldBe(truth[candle.OpenTime]);
                else forming++;
            }
            now.Advance(TimeSpan.FromMinutes(1));
        }
        forming.ShouldBeInRange(99, 101);
    }

    [Fact]
    public async Task GetCandles_NewestHourMissingAtABucketsEnd_WithholdsTheBucket()
    {
        var now = clock.GetUtcNow();
        venue.Silent.Add(now.AddHours(-1));

        var candles = await market.GetCandlesAsync(Btc, Timeframe.Hour4, now.AddHours(-8), now, default);

        candles.Select(candle => candle.OpenTime).ShouldBe([now.AddHours(-8)]);
    }

    [Fact]
    public async Task GetCandles_ShortGap_IsFilledAndALongOneLeavesNoCandle()
    {
        venue.Silent.Add(Start.AddHours(8));
        for (var hour = 16; hour < 20; hour++) venue.Silent.Add(Start.AddHours(hour));

        var candles = await market.GetCandlesAsync(Btc, Timeframe.Hour4, Start, Start.AddDays(1), default);
        var hours = await market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start.AddDays(1), default);

        candles.Select(candle => (candle.OpenTime - Start).TotalHours).ShouldBe([0, 4, 8, 12, 20]);
        CandleSeries.Create(Timeframe.Hour1, hours).Gaps.ShouldBe([new CandleGap(Start.AddHours(8), 1, GapKind.Unknown), new CandleGap(Start.AddHours(16), 4, GapKind.Unknown)]);
    }

    [Fact]
    public async Task GetCandles_ThreeYears_StayWithinTenRequestsASecond()
    {
        var from = Start.AddDays(-1000);

        var candles = await market.GetCandlesAsync(Btc, Timeframe.Hour1, from, Start, default);

        candles.Count.ShouldBe(24_000);
        market.Requests.ShouldBe(80);
        clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task GetCandles_EmptyRange_AsksNothing()
    {
        (await market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start, default)).ShouldBeEmpty();

        venue.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(429, """{"message":"Public rate limit exceeded"}""")]
    [InlineData(503, "<html>busy</html>")]
    [InlineData(200, "<html>maintenance</html>")]
    [InlineData(200, "null")]
    public async Task Ask_FaultThatPasses_IsRetried(int status, string body)
    {
        venue.Faults.Enqueue(((HttpStatusCode)status, body));

        await market.GetServerTimeAsync(default);

        clock.Waits.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public async Task Ask_FaultThatStays_IsTransientAfterFourTries()
    {
        for (var i = 0; i < 10; i++) venue.Faults.Enqueue((HttpStatusCode.BadGateway, ""));

        await Should.ThrowAsync<TransientException>(() => market.GetServerTimeAsync(default));

        venue.Requests.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(403, MarketRefusal.Region)]
    [InlineData(451, MarketRefusal.Region)]
    [InlineData(404, MarketRefusal.Symbol)]
    [InlineData(400, MarketRefusal.Request)]
    public async Task Ask_Refused_SaysWhatWasRefusedWithoutARetry(int status, MarketRefusal expected)
    {
        venue.Faults.Enqueue(((HttpStatusCode)status, """{"message":"no"}"""));

        var refused = await Should.ThrowAsync<MarketRefusedException>(() => market.GetInstrumentsAsync(default));

        refused.Refusal.ShouldBe(expected);
        if (expected == MarketRefusal.Region) refused.Message.ShouldContain("--market kucoin");
        venue.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetQuote_UnknownProduct_IsNoQuote() => (await market.GetQuoteAsync(Symbol.Parse("NONE-USD"), default)).ShouldBeNull();

    [Fact]
    public async Task GetQuote_DocumentedReplies_GiveTheTouchWithSizes()
    {
        venue.Faults.Enqueue((HttpStatusCode.OK, """
            {"bids":[["6247.58","6.3578146",2]],"asks":[["6251.52","2",1]],"sequence":13051505638,"auction_mode":false,"auction":null,"time":"2025-02-28T10:00:00.250Z"}
            """));
        venue.Faults.Enqueue((HttpStatusCode.OK, """
            {"ask":"6251.52","bid":"6247.57","volume":"6420.71","trade_id":86326522,"price":"6268.48","size":"0.00698254","time":"2025-02-28T09:58:00.104Z"}
            """));

        var quote = await market.GetQuoteAsync(Btc, default);

        quote.ShouldBe(new Quote(
            Btc, new Price(6247.58m), new Quantity(6.3578146m), new Price(6251.52m), new Quantity(2), new Price(6268.48m),
            new DateTimeOffset(2025, 2, 28, 10, 0, 0, 250, TimeSpan.Zero), clock.GetUtcNow()));
        venue.Requests.ShouldBe(["/products/BTC-USD/book?level=1", "/products/BTC-USD/ticker"]);
    }

    [Theory]
    [InlineData("""{"bids":[],"asks":[["2","1",1]],"time":"2025-02-28T10:00:00Z"}""")]
    [InlineData("""{"bids":[["1","1",1]],"asks":[],"time":"2025-02-28T10:00:00Z"}""")]
    public async Task GetQuote_EmptySide_IsNoQuote(string book)
    {
        venue.Faults.Enqueue((HttpStatusCode.OK, book));
        venue.Faults.Enqueue((HttpStatusCode.OK, """{"price":"1","time":"2025-02-28T10:00:00Z"}"""));

        (await market.GetQuoteAsync(Btc, default)).ShouldBeNull();
    }

    [Fact]
    public async Task GetInstruments_DocumentedRows_HaveIncrementsAndStatus()
    {
        venue.Faults.Enqueue((HttpStatusCode.OK, $"[{Product("online")},{Product("delisted")},{Product("online").Replace("\"cancel_only\":false", "\"cancel_only\":true", StringComparison.Ordinal)}]"));

        var instruments = await market.GetInstrumentsAsync(default);

        instruments[0].ShouldBe(new Instrument(
            Btc, 0.01m, 0.00000001m, new Quantity(0.00000001m), new Quantity(decimal.MaxValue), new Money(1), EnableTrading: true));
        instruments.Skip(1).ShouldAllBe(instrument => !instrument.EnableTrading);
    }

    [Fact]
    public void Product_DocumentedRow_EveryPropertyIsAccountedFor()
    {
        using var row = JsonDocument.Parse($"[{Product("online")}]");

        var read = JsonSerializer.SerializeToElement(row.RootElement.Deserialize(CoinbaseJson.Default.CoinbaseProductArray)!, CoinbaseJson.Default.CoinbaseProductArray);

        KuCoinFixtures.ShouldBeAccounted(row.RootElement, read);
    }

    [Fact]
    public async Task GetServerTime_DocumentedReply_IsUtc()
    {
        venue.Faults.Enqueue((HttpStatusCode.OK, """{"iso":"2015-01-07T23:47:25.201Z","epoch":1420674445.201}"""));

        (await market.GetServerTimeAsync(default)).ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1420674445201));
    }

    [Theory]
    [InlineData("[[1735776000,1,2,1,1]]")]
    [InlineData("[[1735776000,0,2,1,1,1]]")]
    [InlineData("[[1735776000,3,2,1,1,1]]")]
    [InlineData("[[1735776001,1,2,1,1,1]]")]
    [InlineData("[[1e12,1,2,1,1,1]]")]
    public async Task GetCandles_UnsoundRow_IsNeverACandle(string rows)
    {
        venue.Faults.Enqueue((HttpStatusCode.OK, rows));

        await Should.ThrowAsync<TransientException>(() => market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start.AddHours(2), default));
    }

    [Fact]
    public void Market_Id_IsARealOneOfItsOwn()
    {
        market.Market.ShouldBe(MarketId.Parse("coinbase"));
        market.Market.IsRealTime.ShouldBeTrue();
        MarketId.Simulated(1).IsRealTime.ShouldBeFalse();
    }

    private static string Product(string status) => $$"""
        {"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.00000001","display_name":"BTC-USD",
         "min_market_funds":"1","margin_enabled":false,"post_only":false,"limit_only":false,"cancel_only":false,"status":"{{status}}","status_message":"",
         "trading_disabled":false,"fx_stablecoin":false,"max_slippage_percentage":"0.02000000","auction_mode":false,"high_bid_limit_percentage":""}
        """;
}
