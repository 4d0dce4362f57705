using System.Net;
using System.Text;
using System.Text.Json;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin;

public class KuCoinFixtureTests
{
    /// <summary>Fields that are read by nobody here, on purpose: display, quote-side sizes of market orders, margin.</summary>
    private static readonly string[] Ignored =
        ["sequence", "size", "name", "baseCurrency", "quoteCurrency", "feeCurrency", "market", "quoteMinSize", "quoteMaxSize", "quoteIncrement", "priceLimitRate", "isMarginEnabled"];

    [Fact]
    public void Ticker_RecordedReply_EveryPropertyIsAccountedFor()
    {
        var data = Data("GetTicker.txt");
        var ticker = data.Deserialize(KuCoinJson.Default.KuCoinTicker)!;
        var quote = KuCoinMarketData.ToQuote(Symbol.Parse("ETH-BTC"), ticker, DateTimeOffset.UnixEpoch)!;

        var read = new Dictionary<string, string>
        {
            ["price"] = quote.Last.ToString(),
            ["bestBid"] = quote.Bid.ToString(),
            ["bestBidSize"] = quote.BidSize.ToString(),
            ["bestAsk"] = quote.Ask.ToString(),
            ["bestAskSize"] = quote.AskSize.ToString(),
            ["time"] = $"{quote.VenueTime.ToUnixTimeMilliseconds()}",
        };
        Account(data, read);
    }

    [Fact]
    public void Symbols_RecordedReply_EveryPropertyIsAccountedFor()
    {
        foreach (var row in Data("GetSymbols.txt").EnumerateArray())
        {
            var instrument = KuCoinMarketData.ToInstrument(row.Deserialize<KuCoinSymbol>(KuCoinJson.Default.Options)!)!;
            var read = new Dictionary<string, string>
            {
                ["symbol"] = instrument.Symbol.Value,
                ["baseMinSize"] = instrument.MinQuantity.ToString(),
                ["baseMaxSize"] = instrument.MaxQuantity.ToString(),
                ["baseIncrement"] = Text(instrument.QuantityIncrement),
                ["priceIncrement"] = Text(instrument.PriceIncrement),
                ["minFunds"] = instrument.MinNotional.ToString(),
                ["enableTrading"] = instrument.EnableTrading ? "true" : "false",
            };
            Account(row, read);
        }
    }

    [Fact]
    public void Candles_RecordedReply_HasCloseBeforeHighAndLow()
    {
        var rows = Data("GetKlines.txt").Deserialize(KuCoinJson.Default.StringArrayArray)!;

        var newest = KuCoinMarketData.Parse(rows[0], Symbol.Parse("ETH-BTC"));

        newest.ShouldBe(new Candle(DateTimeOffset.FromUnixTimeSeconds(1545904980), 0.058m, 0.058m, 0.049m, 0.049m, 0.018m));
        rows.ShouldAllBe(row => row.Length == 7);
    }

    [Theory]
    [InlineData(200, """{"code":"400100","msg":"Unsupported trading pair."}""", KuCoinErrorKind.UnknownSymbol)]
    [InlineData(200, """{"code":"400100","msg":"This type of Candlestick is currently not provided."}""", KuCoinErrorKind.BadRequest)]
    [InlineData(200, """{"code":"900001","msg":"symbol not exists"}""", KuCoinErrorKind.UnknownSymbol)]
    [InlineData(429, """{"code":"429000","msg":"Too Many Requests"}""", KuCoinErrorKind.RateLimited)]
    [InlineData(200, """{"code":"429000","msg":"Too Many Requests"}""", KuCoinErrorKind.RateLimited)]
    [InlineData(403, "<html>blocked</html>", KuCoinErrorKind.Region)]
    [InlineData(451, "", KuCoinErrorKind.Region)]
    [InlineData(200, """{"code":"400500","msg":"region"}""", KuCoinErrorKind.Region)]
    [InlineData(502, "<html>bad gateway</html>", KuCoinErrorKind.Unavailable)]
    [InlineData(200, """{"code":"200000","msg":"odd"}""", KuCoinErrorKind.Unreadable)]
    [InlineData(200, "<html>maintenance</html>", KuCoinErrorKind.Unreadable)]
    public void Read_Failure_HasItsKind(int status, string body, KuCoinErrorKind expected) =>
        KuCoinPublicClient.Read((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)).Error!.Kind.ShouldBe(expected);

    [Fact]
    public async Task GetCandles_RegionRefused_IsItsOwnError()
    {
        using var handler = new Canned(HttpStatusCode.Forbidden, "<html>no</html>");
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var client = new KuCoinPublicClient(http, TimeProvider.System);
        var market = new KuCoinMarketData(client, MarketId.KuCoin, TimeProvider.System);

        var refused = await Should.ThrowAsync<MarketRefusedException>(() => market.GetQuoteAsync(Symbol.Parse("BTC-USDT"), default));

        refused.Message.ShouldContain("refuses this location");
        handler.Requests.ShouldBe(1);
    }

    [Fact]
    public async Task GetQuote_NullData_IsNoQuote()
    {
        using var handler = new Canned(HttpStatusCode.OK, """{"code":"200000","data":null}""");
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var client = new KuCoinPublicClient(http, TimeProvider.System);

        (await new KuCoinMarketData(client, MarketId.KuCoin, TimeProvider.System).GetQuoteAsync(Symbol.Parse("BTC-USDT"), default)).ShouldBeNull();
    }

    private static void Account(JsonElement recorded, Dictionary<string, string> read)
    {
        foreach (var property in recorded.EnumerateObject())
        {
            if (Ignored.Contains(property.Name)) continue;
            read.ShouldContainKey(property.Name);
            var text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            read[property.Name].ShouldBe(text, property.Name);
            read.Remove(property.Name);
        }
        read.ShouldBeEmpty();
    }

    private static string Text(decimal value) => value.ToString("0.############", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Line 1 is the method, 2 the path, 3 whether it is signed; the rest is the reply.</summary>
    private static JsonElement Data(string file)
    {
        var text = File.ReadAllText(RecordedData.Require("fixtures", "kucoin", "Endpoints", "Spot", "ExchangeData", file));
        var body = string.Join('\n', text.Split('\n').Skip(3));
        return KuCoinPublicClient.Read(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body)).Data;
    }

    private sealed class Canned(HttpStatusCode status, string body) : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        }
    }
}
