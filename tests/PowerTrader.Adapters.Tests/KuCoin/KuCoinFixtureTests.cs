using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin;

public class KuCoinFixtureTests
{
    /// <summary>Signed calls are no public ones: leveraged tokens are another product, and the whole book has the shape of the partial one.</summary>
    private static readonly string[] Signed = ["GetLeveragedTokens.txt", "GetAggregatedFullOrderBook.txt"];

    private static readonly Dictionary<string, JsonTypeInfo> Types = new()
    {
        ["Get24HourStats.txt"] = KuCoinJson.Default.KuCoinStats,
        ["GetAggregatedFullOrderBook.txt"] = KuCoinJson.Default.KuCoinBook,
        ["GetAggregatedPartialOrderBook.txt"] = KuCoinJson.Default.KuCoinBook,
        ["GetAssets.txt"] = KuCoinJson.Default.KuCoinCurrencyArray,
        ["GetCallAuctionInfo.txt"] = KuCoinJson.Default.KuCoinCallAuction,
        ["GetFiatPrices.txt"] = KuCoinJson.Default.DictionaryStringString,
        ["GetKlines.txt"] = KuCoinJson.Default.StringArrayArray,
        ["GetMarkets.txt"] = KuCoinJson.Default.StringArray,
        ["GetSymbols.txt"] = KuCoinJson.Default.KuCoinSymbolArray,
        ["GetTicker.txt"] = KuCoinJson.Default.KuCoinTicker,
        ["GetTickers.txt"] = KuCoinJson.Default.KuCoinAllTickers,
        ["GetTradeHistory.txt"] = KuCoinJson.Default.KuCoinTradeArray,
    };

    public static TheoryData<string> Files => [.. Types.Keys];

    [Theory]
    [MemberData(nameof(Files))]
    public void Reply_Recorded_EveryPropertyIsAccountedFor(string file)
    {
        var data = Data(file);

        var read = JsonSerializer.SerializeToElement(data.Deserialize(Types[file]), Types[file]);

        KuCoinFixtures.ShouldBeAccounted(data, read);
    }

    [Fact]
    public void Recordings_OfPublicCalls_AreAllRead()
    {
        var folder = RecordedData.Require("fixtures", "kucoin", "Endpoints", "Spot", "ExchangeData");

        foreach (var file in Directory.GetFiles(folder).Select(path => Path.GetFileName(path)!))
            (Types.ContainsKey(file) || Signed.Contains(file)).ShouldBeTrue(file);
        Signed.ShouldAllBe(file => KuCoinFixtures.Endpoint(file).Signed);
    }

    /// <summary>Every public call asks the recorded path and reads the recorded reply.</summary>
    [Fact]
    public async Task Calls_RecordedReplies_AskThePathThatWasRecorded()
    {
        await Asks("Get24HourStats.txt", client => client.GetStatsAsync("BTC-USDT", default), stats => stats.Vol.ShouldBe("2282.70993217"));
        await Asks("GetAggregatedPartialOrderBook.txt", client => client.GetBook20Async("BTC-USDT", default), book => book.Asks[0][1].ShouldBe("0.57753524"));
        await Asks("GetAssets.txt", client => client.GetCurrenciesAsync(default), rows => rows[0].Chains![1].ChainId.ShouldBe("kcc"));
        await Asks("GetCallAuctionInfo.txt", client => client.GetCallAuctionAsync("BTC-USDT", default), auction => auction.EstimatedPrice.ShouldBe("0.17"));
        await Asks("GetFiatPrices.txt", client => client.GetFiatPricesAsync("USD", ["BTC", "ETH"], default), prices => prices["KCS"].ShouldBe("0.45546856"));
        await Asks("GetKlines.txt", client => client.GetCandlesAsync("BTC-USDT", "1min", 1, 2, default), rows => rows.Length.ShouldBe(2));
        await Asks("GetMarkets.txt", client => client.GetMarketsAsync(default), names => names[0].ShouldBe("USDS"));
        await Asks("GetSymbols.txt", client => client.GetSymbolsAsync(default), rows => rows[1].BaseMinSize.ShouldBe("10"));
        await Asks("GetTicker.txt", client => client.GetTickerAsync("ETH-BTC", default), ticker => ticker.Price.ShouldBe("0.03715005"));
        await Asks("GetTickers.txt", client => client.GetAllTickersAsync(default), all => all.Ticker[0].Sell.ShouldBe("11329"));
        await Asks("GetTradeHistory.txt", client => client.GetTradesAsync("ETH-BTC", default), trades => trades[0].Time.ShouldBe(1545904567062140823));
    }

    [Fact]
    public void ToQuote_RecordedTicker_HasBothSides()
    {
        var quote = KuCoinMarketData.ToQuote(Symbol.Parse("ETH-BTC"), Data("GetTicker.txt").Deserialize(KuCoinJson.Default.KuCoinTicker)!, DateTimeOffset.UnixEpoch)!;

        quote.Bid.ShouldBe(new Price(0.03710768m));
        quote.BidSize.ShouldBe(new Quantity(3.803m));
        quote.Ask.ShouldBe(new Price(0.03715004m));
        quote.AskSize.ShouldBe(new Quantity(1.788m));
        quote.Last.ShouldBe(new Price(0.03715005m));
        quote.VenueTime.ToUnixTimeMilliseconds().ShouldBe(1550653727731);
    }

    [Fact]
    public void ToInstrument_RecordedSymbol_HasIncrementsAndMinima()
    {
        var instrument = KuCoinMarketData.ToInstrument(Data("GetSymbols.txt").Deserialize(KuCoinJson.Default.KuCoinSymbolArray)![0])!;

        instrument.ShouldBe(new Instrument(
            Symbol.Parse("XLM-USDT"), 0.000001m, 0.0001m, new Quantity(0.1m), new Quantity(10000000000m), new Money(0.1m), EnableTrading: true));
    }

    [Fact]
    public void Parse_RecordedCandle_HasCloseBeforeHighAndLow()
    {
        var rows = Data("GetKlines.txt").Deserialize(KuCoinJson.Default.StringArrayArray)!;

        var newest = KuCoinMarketData.Parse(rows[0], Symbol.Parse("ETH-BTC"));

        newest.ShouldBe(new Candle(DateTimeOffset.FromUnixTimeSeconds(1545904980), 0.058m, 0.058m, 0.049m, 0.049m, 0.018m));
        rows.ShouldAllBe(row => row.Length == 7);
    }

    /// <summary>Fields of today's documentation that the older recording lacks.</summary>
    [Fact]
    public void Symbol_DocumentedRow_EveryPropertyIsAccountedFor()
    {
        using var row = JsonDocument.Parse("""
            {"symbol":"BTC-USDT","name":"BTC-USDT","baseCurrency":"BTC","quoteCurrency":"USDT","feeCurrency":"USDT","market":"USDS","baseMinSize":"0.00001",
             "quoteMinSize":"0.1","baseMaxSize":"10000000000","quoteMaxSize":"99999999","baseIncrement":"0.00000001","quoteIncrement":"0.000001",
             "priceIncrement":"0.1","priceLimitRate":"0.1","minFunds":"0.1","isMarginEnabled":true,"enableTrading":true,"feeCategory":1,
             "makerFeeCoefficient":"1.00","takerFeeCoefficient":"1.00","st":false,"callauctionIsEnabled":false,"callauctionPriceFloor":null,
             "callauctionPriceCeiling":null,"callauctionFirstStageStartTime":null,"callauctionSecondStageStartTime":null,
             "callauctionThirdStageStartTime":null,"tradingStartTime":null}
            """);

        var read = JsonSerializer.SerializeToElement(row.RootElement.Deserialize(KuCoinJson.Default.KuCoinSymbol)!, KuCoinJson.Default.KuCoinSymbol);

        KuCoinFixtures.ShouldBeAccounted(row.RootElement, read);
    }

    private static async Task Asks<T>(string file, Func<KuCoinPublicClient, Task<VenueResult<T>>> call, Action<T> check)
    {
        var (path, _, body) = KuCoinFixtures.Endpoint(file);
        using var handler = new ScriptedHandler(new ScriptedAnswer(HttpStatusCode.OK, body));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var client = new KuCoinPublicClient(http, TimeProvider.System);

        var result = await call(client);

        result.Error.ShouldBeNull(file);
        check(result.Data!);
        handler.Requests.Single().RequestUri!.AbsolutePath.ShouldBe(path);
    }

    private static JsonElement Data(string file) => KuCoinTransport.Read(HttpStatusCode.OK, Encoding.UTF8.GetBytes(KuCoinFixtures.Endpoint(file).Body)).Data;
}
