using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Web;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>Answers KuCoin's public REST protocol in process, so that the production client is what reads the simulated prices.</summary>
/// <remarks>Same order of fields, newest row first, 1,500 rows a page, the forming candle included, and KuCoin's codes for what is wrong.</remarks>
public sealed class SimulatedExchangeHandler(SimulatedMarket market, TimeProvider time) : HttpMessageHandler
{
    private const int Page = 1500;

    private readonly Dictionary<string, SimulatedBook> books = SimulatedPair.All.ToDictionary(pair => pair.Symbol.Value, pair => new SimulatedBook(market, pair));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var buffer = new ArrayBufferWriter<byte>(512);
        var status = HttpStatusCode.OK;
        using (var writer = new Utf8JsonWriter(buffer))
        {
            var query = HttpUtility.ParseQueryString(request.RequestUri!.Query);
            switch (request.RequestUri.AbsolutePath)
            {
                case "/api/v1/market/orderbook/level1":
                    Ticker(writer, query["symbol"]);
                    break;
                case "/api/v1/market/candles":
                    Candles(writer, query["symbol"], query["type"], query["startAt"], query["endAt"]);
                    break;
                case "/api/v2/symbols":
                    Symbols(writer);
                    break;
                case "/api/v1/timestamp":
                    Begin(writer);
                    writer.WriteNumberValue(time.GetUtcNow().ToUnixTimeMilliseconds());
                    writer.WriteEndObject();
                    break;
                default:
                    status = HttpStatusCode.NotFound;
                    Fail(writer, "404000", "Url Not Found");
                    break;
            }
        }
        var content = new ReadOnlyMemoryContent(buffer.WrittenMemory);
        content.Headers.ContentType = new("application/json");
        return Task.FromResult(new HttpResponseMessage(status) { Content = content, RequestMessage = request });
    }

    private void Ticker(Utf8JsonWriter writer, string? symbol)
    {
        Begin(writer);
        if (symbol is null || !books.TryGetValue(symbol, out var book))
        {
            writer.WriteNullValue();
        }
        else
        {
            var now = time.GetUtcNow();
            var touch = book.TouchAt(now);
            writer.WriteStartObject();
            writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
            writer.WriteString("sequence", Text(now.ToUnixTimeSeconds()));
            writer.WriteString("price", Text(touch.Last));
            writer.WriteString("size", Text(book.Pair.MinQuantity));
            writer.WriteString("bestBid", Text(touch.Bid));
            writer.WriteString("bestBidSize", Text(touch.BidSize));
            writer.WriteString("bestAsk", Text(touch.Ask));
            writer.WriteString("bestAskSize", Text(touch.AskSize));
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private void Candles(Utf8JsonWriter writer, string? symbol, string? type, string? startAt, string? endAt)
    {
        if (symbol is null || !books.TryGetValue(symbol, out var book))
        {
            Fail(writer, "400100", "Unsupported trading pair.");
            return;
        }
        var timeframe = Timeframes.All.Cast<Timeframe?>().FirstOrDefault(each => each!.Value.Name() == type);
        if (timeframe is null)
        {
            Fail(writer, "400100", "This type of Candlestick is currently not provided.");
            return;
        }
        var now = time.GetUtcNow();
        var from = Instant(startAt, SimulatedMarket.Origin);
        var to = Instant(endAt, now);
        Begin(writer);
        writer.WriteStartArray();
        var length = timeframe.Value.Length();
        var open = timeframe.Value.OpenOf(to < now ? to - TimeSpan.FromSeconds(1) : now);
        for (var rows = 0; rows < Page && open >= from && open >= SimulatedMarket.Origin; open -= length)
        {
            if (Candle(book, open, length, now) is not { } candle) continue;
            Row(writer, candle);
            rows++;
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static Candle? Candle(SimulatedBook book, DateTimeOffset open, TimeSpan length, DateTimeOffset now)
    {
        Candle? whole = null;
        var first = SimulatedMarket.HourOf(open);
        for (var hour = first; hour < first + (int)length.TotalHours; hour++)
        {
            if (book.CandleAt(hour, now) is not { } candle) break;
            whole = whole is not { } so
                ? candle with { OpenTime = open }
                : so with
                {
                    High = Math.Max(so.High, candle.High),
                    Low = Math.Min(so.Low, candle.Low),
                    Close = candle.Close,
                    Volume = so.Volume + candle.Volume,
                };
        }
        return whole;
    }

    private static void Row(Utf8JsonWriter writer, in Candle candle)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(Text(candle.OpenTime.ToUnixTimeSeconds()));
        writer.WriteStringValue(Text(candle.Open));
        writer.WriteStringValue(Text(candle.Close));
        writer.WriteStringValue(Text(candle.High));
        writer.WriteStringValue(Text(candle.Low));
        writer.WriteStringValue(Text(candle.Volume));
        writer.WriteStringValue(Text(decimal.Round(candle.Volume * (candle.High + candle.Low) / 2, 8)));
        writer.WriteEndArray();
    }

    private static void Symbols(Utf8JsonWriter writer)
    {
        Begin(writer);
        writer.WriteStartArray();
        foreach (var pair in SimulatedPair.All)
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", pair.Symbol.Value);
            writer.WriteString("name", pair.Symbol.Value);
            writer.WriteString("baseCurrency", pair.Name);
            writer.WriteString("quoteCurrency", "USDT");
            writer.WriteString("feeCurrency", "USDT");
            writer.WriteString("market", "USDS");
            writer.WriteString("baseMinSize", Text(pair.MinQuantity));
            writer.WriteString("quoteMinSize", "0.1");
            writer.WriteString("baseMaxSize", "10000000000");
            writer.WriteString("quoteMaxSize", "99999999");
            writer.WriteString("baseIncrement", Text(pair.QuantityIncrement));
            writer.WriteString("quoteIncrement", "0.000001");
            writer.WriteString("priceIncrement", Text(pair.PriceIncrement));
            writer.WriteString("priceLimitRate", "0.1");
            writer.WriteString("minFunds", Text(SimulatedPair.MinFunds));
            writer.WriteBoolean("isMarginEnabled", false);
            writer.WriteBoolean("enableTrading", true);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("code", "200000");
        writer.WritePropertyName("data");
    }

    private static void Fail(Utf8JsonWriter writer, string code, string message)
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
    }

    private static DateTimeOffset Instant(string? text, DateTimeOffset fallback) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : fallback;

    private static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
