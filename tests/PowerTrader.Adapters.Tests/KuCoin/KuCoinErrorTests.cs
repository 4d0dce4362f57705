using System.Net;
using System.Text;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin;

/// <summary>What is wrong has its kind; what may pass is asked again, after the wait the venue names or a growing one.</summary>
public class KuCoinErrorTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private static readonly ScriptedAnswer Throttled = new(HttpStatusCode.TooManyRequests, """{"code":"429000","msg":"Too Many Requests"}""");

    private static readonly ScriptedAnswer Time = ScriptedAnswer.Ok("1735689600000");

    [Theory]
    [InlineData(200, """{"code":"400100","msg":"Unsupported trading pair."}""", KuCoinErrorKind.UnknownSymbol)]
    [InlineData(200, """{"code":"400100","msg":"This type of Candlestick is currently not provided."}""", KuCoinErrorKind.BadRequest)]
    [InlineData(200, """{"code":"900001","msg":"symbol not exists"}""", KuCoinErrorKind.UnknownSymbol)]
    [InlineData(429, """{"code":"429000","msg":"Too Many Requests"}""", KuCoinErrorKind.RateLimited)]
    [InlineData(200, """{"code":"429000","msg":"Too Many Requests"}""", KuCoinErrorKind.RateLimited)]
    [InlineData(429, "<html>error 1015</html>", KuCoinErrorKind.RateLimited)]
    [InlineData(403, "<html>error code: 1015, you are being rate limited</html>", KuCoinErrorKind.RateLimited)]
    [InlineData(403, "<html>blocked</html>", KuCoinErrorKind.Region)]
    [InlineData(451, "", KuCoinErrorKind.Region)]
    [InlineData(200, """{"code":"400500","msg":"region"}""", KuCoinErrorKind.Region)]
    [InlineData(403, """{"code":"400006","msg":"ip"}""", KuCoinErrorKind.Address)]
    [InlineData(400, """{"code":"order_not_exist","msg":"order_not_exist"}""", KuCoinErrorKind.OrderNotFound)]
    [InlineData(502, "<html>bad gateway</html>", KuCoinErrorKind.Unavailable)]
    [InlineData(200, """{"code":"200000","msg":"odd"}""", KuCoinErrorKind.NoData)]
    [InlineData(200, """{"code":"200000","data":null}""", KuCoinErrorKind.NoData)]
    [InlineData(200, "<html>maintenance</html>", KuCoinErrorKind.Unreadable)]
    [InlineData(200, "", KuCoinErrorKind.Unreadable)]
    [InlineData(200, "null", KuCoinErrorKind.Unreadable)]
    public void Read_Failure_HasItsKind(int status, string body, KuCoinErrorKind expected) =>
        KuCoinTransport.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)).Error!.Kind.ShouldBe(expected);

    [Fact]
    public async Task Ask_ThrottledWithHeaders_WaitsUntilTheWindowEnds()
    {
        var told = Throttled with { Headers = [("gw-ratelimit-limit", "2000"), ("gw-ratelimit-remaining", "0"), ("gw-ratelimit-reset", "7000")] };
        using var venue = new Venue(told, Time);

        var server = await venue.Market.GetServerTimeAsync(default);

        server.ShouldBe(Start);
        venue.Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task Ask_ThrottledWithoutHeaders_BacksOffAndDoubles()
    {
        using var venue = new Venue(Throttled, Throttled, Throttled, Time);

        await venue.Market.GetServerTimeAsync(default);

        venue.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)]);
    }

    [Fact]
    public async Task Ask_ServerErrorThatCountsTheRequest_DoesNotWaitForTheWindow()
    {
        var failed = new ScriptedAnswer(HttpStatusCode.BadGateway, "<html/>", [("gw-ratelimit-remaining", "1990"), ("gw-ratelimit-reset", "29000")]);
        using var venue = new Venue(failed, Time);

        await venue.Market.GetServerTimeAsync(default);

        venue.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(1)]);
    }

    [Fact]
    public async Task Ask_NetworkDownForGood_IsTransientAfterFourTries()
    {
        using var venue = new Venue(new ScriptedAnswer(HttpStatusCode.OK, "", Fault: new HttpRequestException("no route")));

        await Should.ThrowAsync<TransientException>(() => venue.Market.GetServerTimeAsync(default));

        venue.Requests.ShouldBe(4);
    }

    [Fact]
    public async Task Ask_Cancelled_IsCancelledAndNotRetried()
    {
        using var venue = new Venue(Time);

        await Should.ThrowAsync<OperationCanceledException>(() => venue.Market.GetServerTimeAsync(new CancellationToken(canceled: true)));

        venue.Requests.ShouldBe(0);
    }

    [Theory]
    [InlineData(403, "<html>no</html>")]
    [InlineData(451, "")]
    [InlineData(200, """{"code":"400500","msg":"Your located country/region is currently not supported for the trading of this token"}""")]
    public async Task Ask_RegionRefused_IsItsOwnErrorWithARemedy(int status, string body)
    {
        using var venue = new Venue(new ScriptedAnswer((HttpStatusCode)status, body));

        var refused = await Should.ThrowAsync<MarketRefusedException>(() => venue.Market.GetQuoteAsync(Btc, default));

        refused.Refusal.ShouldBe(MarketRefusal.Region);
        refused.Message.ShouldContain("refuses this location");
        refused.Message.ShouldContain("--market coinbase");
        venue.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task GetCandles_UnknownSymbol_IsRefusedByName()
    {
        using var venue = new Venue(new ScriptedAnswer(HttpStatusCode.OK, """{"code":"400100","msg":"Unsupported trading pair."}"""));

        var refused = await Should.ThrowAsync<MarketRefusedException>(() => venue.Market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start.AddHours(3), default));

        refused.Refusal.ShouldBe(MarketRefusal.Symbol);
        refused.Message.ShouldContain("BTC-USDT");
    }

    [Theory]
    [InlineData("""{"code":"200000","data":null}""")]
    [InlineData("""{"code":"900001","msg":"symbol not exists"}""")]
    public async Task GetQuote_SymbolWithoutTicker_IsNoQuote(string body)
    {
        using var venue = new Venue(new ScriptedAnswer(HttpStatusCode.OK, body));

        (await venue.Market.GetQuoteAsync(Btc, default)).ShouldBeNull();
    }

    [Fact]
    public async Task GetQuote_DataOfAnotherShape_IsAnErrorAndNotAMissingQuote()
    {
        using var venue = new Venue(ScriptedAnswer.Ok("""{"time":"yesterday"}"""));

        await Should.ThrowAsync<TransientException>(() => venue.Market.GetQuoteAsync(Btc, default));
    }

    [Fact]
    public async Task GetCandles_SuccessWithoutData_IsNotAnEmptyHistory()
    {
        using var venue = new Venue(new ScriptedAnswer(HttpStatusCode.OK, """{"code":"200000","msg":"busy"}"""));

        await Should.ThrowAsync<TransientException>(() => venue.Market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start.AddHours(3), default));
    }

    [Theory]
    [InlineData("""["1735689600","0","1","1","1","1","1"]""")]
    [InlineData("""["1735689600","1","1","1","2","1","1"]""")]
    [InlineData("""["1735689601","1","1","1","1","1","1"]""")]
    [InlineData("""["1735689600","1","1","1"]""")]
    [InlineData("""["9223372036854775807","1","1","1","1","1","1"]""")]
    [InlineData("""["1735689600","1","1","1","1",null,"1"]""")]
    public async Task GetCandles_UnsoundRow_IsNeverACandle(string row)
    {
        using var venue = new Venue(ScriptedAnswer.Ok($"[{row}]"));

        await Should.ThrowAsync<TransientException>(() => venue.Market.GetCandlesAsync(Btc, Timeframe.Hour1, Start, Start.AddHours(3), default));
    }

    private sealed class Venue : IDisposable
    {
        private readonly ScriptedHandler handler;
        private readonly HttpClient http;
        private readonly KuCoinPublicClient client;

        public Venue(params ScriptedAnswer[] answers)
        {
            handler = new ScriptedHandler(answers);
            http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
            client = new KuCoinPublicClient(http, Clock);
            Market = new KuCoinMarketData(client, MarketId.KuCoin, Clock);
        }

        public JumpingTimeProvider Clock { get; } = new(Start);

        public KuCoinMarketData Market { get; }

        public int Requests => handler.Requests.Count;

        public void Dispose()
        {
            client.Dispose();
            http.Dispose();
            handler.Dispose();
        }
    }
}
