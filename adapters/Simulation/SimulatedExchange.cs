using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>KuCoin's public REST protocol on a simulated market, so that the production client is what reads the simulated prices. Thread-safe.</summary>
/// <remarks>Same order of fields, newest row first, 1,500 rows a page, the forming candle included, and KuCoin's codes for what is wrong.</remarks>
public sealed class SimulatedExchange(SimulatedMarket market, TimeProvider time, FaultPlan faults)
{
    private const int Page = 1500;

    private readonly Lock gate = new();
    private readonly SimulatedFigures figures = new(market, time, faults);
    private Uri? streamAddress;

    public FaultPlan Faults { get; } = faults;

    /// <summary>How often clients of streams are told to ping.</summary>
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(18);

    /// <summary>The venue's own clock.</summary>
    internal DateTimeOffset Now => time.GetUtcNow() + Faults.ClockSkewAt(time.GetUtcNow());

    /// <summary>From now on tokens for streams lead there; without it there are none.</summary>
    public void ServeStreamsAt(Uri address) => streamAddress = address;

    /// <summary>A new stream of this exchange.</summary>
    public SimulatedStream OpenStream() => new(this);

    /// <summary>The fault planned for this answer, if any; one made to order is then used up.</summary>
    public Fault? TakeFault(string path) => Faults.Take(path, time.GetUtcNow());

    /// <summary>Answers a request as if nothing were wrong with the way to it.</summary>
    /// <param name="method">GET, or POST for a stream's token.</param>
    /// <param name="path">Without the query.</param>
    public SimulatedReply Answer(string method, string path, string query)
    {
        ArgumentNullException.ThrowIfNull(path);
        lock (gate)
        {
            if (method == "POST") return path == "/api/v1/bullet-public" && streamAddress is { } stream ? Ok(writer => Bullet(writer, stream)) : NotFound();
            return method == "GET" ? Get(path, HttpUtility.ParseQueryString(query ?? "")) : Refuse(HttpStatusCode.MethodNotAllowed, "405000", "Method Not Allowed");
        }
    }

    /// <summary>The answer that a fault stands for; null for those that are no answer.</summary>
    public static SimulatedReply? Answer(Fault fault) => fault switch
    {
        Fault.Refused refused => Refuse(refused.Status, refused.Code, refused.Message),
        Fault.NoData => new(HttpStatusCode.OK, "{\"code\":\"200000\",\"msg\":\"\"}"u8.ToArray(), "application/json", []),
        Fault.Page page => new(page.Status, Encoding.UTF8.GetBytes(page.Html), "text/html", []),
        Fault.Throttled { ResetAfter: { } reset } => Refuse(HttpStatusCode.TooManyRequests, "429000", "Too Many Requests") with
        {
            Headers = [("gw-ratelimit-limit", "2000"), ("gw-ratelimit-remaining", "0"), ("gw-ratelimit-reset", SimulatedJson.Text((long)reset.TotalMilliseconds))],
        },
        Fault.Throttled => Refuse(HttpStatusCode.TooManyRequests, "429000", "Too Many Requests"),
        _ => null,
    };

    /// <summary>Runs with the figures of the venue's now, one caller at a time.</summary>
    internal T Look<T>(Func<SimulatedFigures, DateTimeOffset, T> look)
    {
        lock (gate) return look(figures, Now);
    }

    private SimulatedReply Get(string path, NameValueCollection query)
    {
        var now = Now;
        return path switch
        {
            "/api/v1/market/orderbook/level1" => figures.Find(query["symbol"]) is { } book
                ? Ok(writer => SimulatedFigures.Ticker(writer, book, now))
                : Ok(writer => writer.WriteNullValue()),
            "/api/v1/market/orderbook/level2_20" => OfPair(query, (writer, book) => SimulatedFigures.Levels(writer, book, now, 20)),
            "/api/v1/market/orderbook/level2_100" => OfPair(query, (writer, book) => SimulatedFigures.Levels(writer, book, now, 100)),
            "/api/v1/market/histories" => OfPair(query, (writer, book) => SimulatedFigures.Trades(writer, book, now)),
            "/api/v1/market/stats" => OfPair(query, (writer, book) => SimulatedFigures.Stats(writer, book, now)),
            "/api/v1/market/allTickers" => Ok(writer => figures.AllTickers(writer, now)),
            "/api/v1/market/candles" => Candles(query, now),
            "/api/v2/symbols" => Ok(writer => figures.Symbols(writer)),
            "/api/v3/currencies" => Ok(writer => figures.Currencies(writer)),
            "/api/v1/prices" => FiatPrices(query, now),
            "/api/v1/market/callauctionData" => OfPair(query, (writer, book) => SimulatedFigures.CallAuction(writer, book, now)),
            "/api/v1/markets" => Ok(writer => writer.Row("USDS")),
            "/api/v1/timestamp" => Ok(writer => writer.WriteNumberValue(now.ToUnixTimeMilliseconds())),
            "/api/v1/status" => Ok(Status),
            _ when path.StartsWith("/api/v3/currencies/", StringComparison.Ordinal) => Currency(path["/api/v3/currencies/".Length..]),
            _ when path.StartsWith("/api/v2/symbols/", StringComparison.Ordinal) =>
                figures.Find(path["/api/v2/symbols/".Length..]) is { } book ? Ok(writer => figures.Symbol(writer, book)) : Unlisted(),
            _ => NotFound(),
        };
    }

    private SimulatedReply Candles(NameValueCollection query, DateTimeOffset now)
    {
        if (figures.Find(query["symbol"]) is not { } book) return Unlisted();
        if (!KuCoinIntervals.TryParse(query["type"], out var interval))
            return Refuse(HttpStatusCode.OK, "400100", "This type of Candlestick is currently not provided.");
        var from = Instant(query["startAt"], SimulatedMarket.Origin);
        var to = Instant(query["endAt"], now);
        return Ok(writer =>
        {
            writer.WriteStartArray();
            var open = interval.OpenOf(to < now ? to - TimeSpan.FromSeconds(1) : now);
            for (var rows = 0; rows < Page && open >= from && open >= SimulatedMarket.Origin; open = interval.OpenOf(open - TimeSpan.FromSeconds(1)))
            {
                if (figures.Candle(book, interval, open, now) is not { } candle) continue;
                SimulatedFigures.Row(writer, candle);
                rows++;
            }
            writer.WriteEndArray();
        });
    }

    private SimulatedReply Currency(string name) => figures.CurrencyNames.Contains(name)
        ? Ok(writer => SimulatedFigures.Currency(writer, name))
        : Refuse(HttpStatusCode.OK, "400100", "Unsupported currency");

    private SimulatedReply FiatPrices(NameValueCollection query, DateTimeOffset now) => query["base"] is "USD" or null
        ? Ok(writer => figures.FiatPrices(writer, (query["currencies"] ?? string.Join(',', figures.CurrencyNames)).Split(','), now))
        : Refuse(HttpStatusCode.OK, "400100", "Unsupported base currency");

    private void Status(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("status", Faults.Status);
        writer.WriteString("msg", "");
        writer.WriteEndObject();
    }

    private void Bullet(Utf8JsonWriter writer, Uri stream)
    {
        writer.WriteStartObject();
        writer.WriteString("token", "simulated");
        writer.WriteStartArray("instanceServers");
        writer.WriteStartObject();
        writer.WriteString("endpoint", stream.ToString());
        writer.WriteBoolean("encrypt", stream.Scheme == "wss");
        writer.WriteString("protocol", "websocket");
        writer.WriteNumber("pingInterval", (int)PingInterval.TotalMilliseconds);
        writer.WriteNumber("pingTimeout", 10000);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private SimulatedReply OfPair(NameValueCollection query, Action<Utf8JsonWriter, SimulatedBook> write) =>
        figures.Find(query["symbol"]) is { } book ? Ok(writer => write(writer, book)) : Unlisted();

    private static SimulatedReply Ok(Action<Utf8JsonWriter> write) => new(HttpStatusCode.OK, SimulatedJson.Data(write), "application/json", []);

    private static SimulatedReply Refuse(HttpStatusCode status, string code, string message) =>
        new(status, SimulatedJson.Refusal(code, message), "application/json", []);

    private static SimulatedReply Unlisted() => Refuse(HttpStatusCode.OK, "400100", "Unsupported trading pair.");

    private static SimulatedReply NotFound() => Refuse(HttpStatusCode.NotFound, "404000", "Url Not Found");

    private static DateTimeOffset Instant(string? text, DateTimeOffset fallback) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : fallback;
}
