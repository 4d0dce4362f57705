using System.Net;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

public sealed class MarketDoctorTests
{
    private readonly ManualTimeProvider clock = new(SimulatedMarket.TradingStart.AddMinutes(10));
    private readonly FaultPlan faults = new();
    private readonly List<(bool Ok, string Text)> said = [];

    [Fact]
    public async Task Check_KuCoinWell_SaysWhatEachQuestionBrought()
    {
        await CheckAsync(MarketKind.KuCoin, Exchange());

        said.Select(line => line.Ok).ShouldBe([true, true, true, true]);
        said[0].Text.ShouldBe("KuCoin server time: KuCoin's clock is 0.0 s (± 0.0 s) from this machine's");
        said[1].Text.ShouldBe("KuCoin candles: 24 hourly candles of BTC-USDT for the last day");
        said[2].Text.ShouldStartWith("KuCoin ticker: BTC-USDT at ");
        said[3].Text.ShouldBe("KuCoin stream: a token for the server stream.test");
    }

    [Fact]
    public async Task Check_CoinbaseWell_HasNoStreamToAskFor()
    {
        await CheckAsync(MarketKind.Coinbase, new CoinbaseVenue(clock));

        said.Count.ShouldBe(3);
        said.ShouldAllBe(line => line.Ok && line.Text.StartsWith("Coinbase "));
        said[1].Text.ShouldContain("24 hourly candles of BTC-USD ");
    }

    [Theory]
    [InlineData("403 page", "--market coinbase")]
    [InlineData("451", "--market coinbase")]
    [InlineData("400500", "--market coinbase")]
    [InlineData("tls", "TLS failed")]
    [InlineData("dns", "no DNS")]
    [InlineData("refused", "check network, firewall and proxy")]
    [InlineData("broken", "try again later")]
    [InlineData("time-out", "time-out")]
    [InlineData("500", "Internal Server Error")]
    public async Task Check_KuCoinThatRefuses_IsOneClearLine(string trouble, string words)
    {
        await CheckAsync(MarketKind.KuCoin, Troubled(trouble));

        var (ok, text) = said.ShouldHaveSingleItem();
        ok.ShouldBeFalse();
        text.ShouldStartWith("KuCoin server time: ");
        text.ShouldContain(words);
        text.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("403 page", "--market kucoin")]
    [InlineData("451", "--market kucoin")]
    [InlineData("dns", "no DNS")]
    [InlineData("tls", "TLS failed")]
    [InlineData("time-out", "time-out")]
    public async Task Check_CoinbaseThatRefuses_IsOneClearLine(string trouble, string words)
    {
        await CheckAsync(MarketKind.Coinbase, Troubled(trouble));

        said.ShouldHaveSingleItem().Text.ShouldContain(words);
        said[0].Ok.ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/market/candles", 1)]
    [InlineData("/api/v1/market/orderbook/level1", 2)]
    [InlineData("/api/v1/bullet-public", 3)]
    public async Task Check_OneQuestionRefused_AsksTheOthers(string path, int line)
    {
        faults.Next(new Fault.Page(HttpStatusCode.Forbidden, "<html>"), path: path);

        await CheckAsync(MarketKind.KuCoin, Exchange());

        said.Count.ShouldBe(4);
        said.Select(each => each.Ok).ShouldBe(Enumerable.Range(0, 4).Select(at => at != line));
        said[line].Text.ShouldContain("--market coinbase");
    }

    [Theory]
    [InlineData(2.5, 0, false, "synchronise this machine's clock")]
    [InlineData(-2.5, 0, false, "synchronise this machine's clock")]
    [InlineData(1.5, 0, true, "+1.5 s (± 0.0 s) from this machine's")]
    [InlineData(3, 4, true, "too slow to tell more")]
    public async Task Check_ClockOffset_IsJudgedWithinHalfTheRoundTrip(double skew, double roundTrip, bool ok, string words)
    {
        faults.ClockSkew = TimeSpan.FromSeconds(skew);

        await CheckAsync(MarketKind.KuCoin, new SlowHandler(clock, TimeSpan.FromSeconds(roundTrip)) { InnerHandler = Exchange() });

        said[0].Ok.ShouldBe(ok);
        said[0].Text.ShouldContain(words);
    }

    [Theory]
    [InlineData("sim", null, null, new MarketKind[0])]
    [InlineData("kucoin", null, null, new[] { MarketKind.KuCoin })]
    [InlineData("sim", "coinbase", null, new[] { MarketKind.Coinbase })]
    [InlineData("kucoin", "coinbase", null, new[] { MarketKind.KuCoin, MarketKind.Coinbase })]
    [InlineData("sim", "sim-1", "kucoin", new[] { MarketKind.KuCoin })]
    public void RealMarkets_OfSettingsLastRunAndQuestion_AreAllChecked(string settings, string? last, string? asked, MarketKind[] expected)
    {
        var folder = Directory.CreateTempSubdirectory("powertrader-doctor-");
        if (last is not null) File.WriteAllText(Path.Combine(folder.FullName, "last-market"), last);

        Doctor.RealMarkets(folder.FullName, settings, asked).ShouldBe(expected);

        folder.Delete(recursive: true);
    }

    private async Task CheckAsync(MarketKind kind, HttpMessageHandler handler)
    {
        var wiring = new MarketWiring { Handler = () => handler, Time = clock, Patience = TimeSpan.FromMilliseconds(handler is Hanging ? 50 : 10_000) };
        await new MarketDoctor((ok, text) => said.Add((ok, text)), wiring).CheckAsync(kind, default);
    }

    private SimulatedExchangeHandler Exchange()
    {
        var exchange = new SimulatedExchange(new SimulatedMarket(5), clock, faults);
        exchange.ServeStreamsAt(new Uri("wss://stream.test/"));
        return new SimulatedExchangeHandler(exchange);
    }

    private static HttpMessageHandler Troubled(string trouble) => trouble switch
    {
        "403 page" => new Answering(HttpStatusCode.Forbidden, "<html>not in your country</html>"),
        "451" => new Answering(HttpStatusCode.UnavailableForLegalReasons, "{}"),
        "400500" => new Answering(HttpStatusCode.OK, """{"code":"400500","msg":"Your located country/region is currently not supported"}"""),
        "500" => new Answering(HttpStatusCode.InternalServerError, """{"code":"500000","msg":"Internal Server Error"}"""),
        "tls" => new Failing(HttpRequestError.SecureConnectionError),
        "dns" => new Failing(HttpRequestError.NameResolutionError),
        "refused" => new Failing(HttpRequestError.ConnectionError),
        "broken" => new Failing(HttpRequestError.ResponseEnded),
        _ => new Hanging(),
    };

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }

    private sealed class Failing(HttpRequestError error) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException(error, "it failed");
    }

    private sealed class Hanging : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    /// <summary>Half of the round trip passes on the way there, half on the way back.</summary>
    private sealed class SlowHandler(ManualTimeProvider clock, TimeSpan roundTrip) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            clock.Advance(roundTrip / 2);
            var response = await base.SendAsync(request, cancellationToken);
            clock.Advance(roundTrip / 2);
            return response;
        }
    }
}
