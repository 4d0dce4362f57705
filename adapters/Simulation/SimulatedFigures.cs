using System.Text.Json;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>What the simulated exchange shows of its market, in KuCoin's fields. Not thread-safe: the exchange guards it.</summary>
internal sealed class SimulatedFigures(SimulatedMarket market, TimeProvider time, FaultPlan faults)
{
    private const int BookLevels = 50;
    private const int TradeSeconds = 100;
    private const int HoursOfDay = 24;

    private readonly Dictionary<string, SimulatedBook> books = SimulatedPair.All.ToDictionary(pair => pair.Symbol.Value, pair => new SimulatedBook(market, pair));

    public IEnumerable<SimulatedBook> Listed => books.Values.Where(book => !faults.IsDelisted(book.Pair, time.GetUtcNow()));

    public IEnumerable<string> CurrencyNames => Listed.Select(book => book.Pair.Name).Append("USDT");

    public SimulatedBook? Find(string? symbol) =>
        symbol is not null && books.TryGetValue(symbol, out var book) && !faults.IsDelisted(book.Pair, time.GetUtcNow()) ? book : null;

    /// <summary>The row as the venue shows it at the instant; null where it shows none.</summary>
    public Candle? Candle(SimulatedBook book, KuCoinInterval interval, DateTimeOffset open, DateTimeOffset now)
    {
        if (faults.IsLost(book.Pair, open)) return null;
        var end = interval.EndOf(open);
        if (now >= end && now < end + faults.LateByAt(time.GetUtcNow())) return null;
        var unsettled = faults.UnsettledForAt(time.GetUtcNow());
        return book.Candle(open, end, now >= end && now < end + unsettled ? end - unsettled : now);
    }

    public static void Ticker(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        var touch = book.TouchAt(now);
        writer.WriteStartObject();
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
        writer.WriteString("sequence", SimulatedJson.Text(now.ToUnixTimeSeconds()));
        writer.WriteString("price", SimulatedJson.Text(touch.Last));
        writer.WriteString("size", SimulatedJson.Text(book.Pair.MinQuantity));
        writer.WriteString("bestBid", SimulatedJson.Text(touch.Bid));
        writer.WriteString("bestBidSize", SimulatedJson.Text(touch.BidSize));
        writer.WriteString("bestAsk", SimulatedJson.Text(touch.Ask));
        writer.WriteString("bestAskSize", SimulatedJson.Text(touch.AskSize));
        writer.WriteEndObject();
    }

    /// <summary>A ladder round the touch, renewed every second; the second is its sequence number.</summary>
    public static (List<BookRow> Bids, List<BookRow> Asks) Ladder(SimulatedBook book, DateTimeOffset now)
    {
        var touch = book.TouchAt(now);
        var increment = book.Pair.PriceIncrement;
        var step = Math.Max(increment, decimal.Floor(touch.Last * 0.0001m / increment) * increment);
        var bids = new List<BookRow>(BookLevels);
        var asks = new List<BookRow>(BookLevels);
        for (var i = 0; i < BookLevels; i++)
        {
            if (touch.Bid - i * step > 0) bids.Add(new(touch.Bid - i * step, touch.BidSize + i * book.Pair.MinQuantity));
            asks.Add(new(touch.Ask + i * step, touch.AskSize + i * book.Pair.MinQuantity));
        }
        return (bids, asks);
    }

    public static void Levels(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now, int depth)
    {
        var (bids, asks) = Ladder(book, now);
        writer.WriteStartObject();
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
        writer.WriteString("sequence", SimulatedJson.Text(now.ToUnixTimeSeconds()));
        Rows(writer, "bids", bids.Take(depth));
        Rows(writer, "asks", asks.Take(depth));
        writer.WriteEndObject();
    }

    /// <summary>One trade a second, newest last as the venue sends them.</summary>
    public static void Trades(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        writer.WriteStartArray();
        for (var ago = TradeSeconds - 1; ago >= 0; ago--)
        {
            var at = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() - ago);
            writer.WriteStartObject();
            writer.WriteString("sequence", SimulatedJson.Text(at.ToUnixTimeSeconds()));
            writer.WriteString("price", SimulatedJson.Text(book.TouchAt(at).Last));
            writer.WriteString("size", SimulatedJson.Text(book.Pair.MinQuantity));
            writer.WriteString("side", Side(at));
            writer.WriteNumber("time", at.ToUnixTimeMilliseconds() * 1_000_000);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static string Side(DateTimeOffset at) => at.ToUnixTimeSeconds() % 2 == 0 ? "buy" : "sell";

    public static void Row(Utf8JsonWriter writer, in Candle candle) => writer.Row(
        SimulatedJson.Text(candle.OpenTime.ToUnixTimeSeconds()), SimulatedJson.Text(candle.Open), SimulatedJson.Text(candle.Close),
        SimulatedJson.Text(candle.High), SimulatedJson.Text(candle.Low), SimulatedJson.Text(candle.Volume),
        SimulatedJson.Text(decimal.Round(candle.Volume * (candle.High + candle.Low) / 2, 8)));

    public static void Stats(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
        writer.WriteString("symbol", book.Pair.Symbol.Value);
        Day(writer, book, now);
        writer.WriteEndObject();
    }

    public void AllTickers(Utf8JsonWriter writer, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
        writer.WriteStartArray("ticker");
        foreach (var book in Listed)
        {
            var touch = book.TouchAt(now);
            writer.WriteStartObject();
            writer.WriteString("symbol", book.Pair.Symbol.Value);
            writer.WriteString("symbolName", book.Pair.Symbol.Value);
            writer.WriteString("bestBidSize", SimulatedJson.Text(touch.BidSize));
            writer.WriteString("bestAskSize", SimulatedJson.Text(touch.AskSize));
            Day(writer, book, now);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void Symbols(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var book in Listed) Symbol(writer, book);
        writer.WriteEndArray();
    }

    public void Symbol(Utf8JsonWriter writer, SimulatedBook book)
    {
        var pair = book.Pair;
        writer.WriteStartObject();
        writer.WriteString("symbol", pair.Symbol.Value);
        writer.WriteString("name", pair.Symbol.Value);
        writer.WriteString("baseCurrency", pair.Name);
        writer.WriteString("quoteCurrency", "USDT");
        writer.WriteString("feeCurrency", "USDT");
        writer.WriteString("market", "USDS");
        writer.WriteString("baseMinSize", SimulatedJson.Text(pair.MinQuantity));
        writer.WriteString("quoteMinSize", "0.1");
        writer.WriteString("baseMaxSize", "10000000000");
        writer.WriteString("quoteMaxSize", "99999999");
        writer.WriteString("baseIncrement", SimulatedJson.Text(pair.QuantityIncrement));
        writer.WriteString("quoteIncrement", "0.000001");
        writer.WriteString("priceIncrement", SimulatedJson.Text(pair.PriceIncrement));
        writer.WriteString("priceLimitRate", "0.1");
        writer.WriteString("minFunds", SimulatedJson.Text(SimulatedPair.MinFunds));
        writer.WriteBoolean("isMarginEnabled", false);
        writer.WriteBoolean("enableTrading", faults.IsTrading(pair, time.GetUtcNow()));
        writer.WriteEndObject();
    }

    public void Currencies(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var name in CurrencyNames) Currency(writer, name);
        writer.WriteEndArray();
    }

    public static void Currency(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        writer.WriteString("currency", name);
        writer.WriteString("name", name);
        writer.WriteString("fullName", name);
        writer.WriteNumber("precision", 8);
        writer.WriteBoolean("isMarginEnabled", false);
        writer.WriteBoolean("isDebitEnabled", false);
        writer.WriteNull("chains");
        writer.WriteEndObject();
    }

    /// <summary>Last prices, a USDT taken for a dollar. Coins that are not listed are left out.</summary>
    public void FiatPrices(Utf8JsonWriter writer, IEnumerable<string> currencies, DateTimeOffset now)
    {
        writer.WriteStartObject();
        foreach (var name in currencies)
        {
            if (Find(name + "-USDT") is { } book) writer.WriteString(name, SimulatedJson.Text(book.TouchAt(now).Last));
        }
        writer.WriteEndObject();
    }

    /// <summary>Of an auction that is over: the last price is what it would have found.</summary>
    public static void CallAuction(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        var touch = book.TouchAt(now);
        writer.WriteStartObject();
        writer.WriteString("symbol", book.Pair.Symbol.Value);
        writer.WriteString("estimatedPrice", SimulatedJson.Text(touch.Last));
        writer.WriteString("estimatedSize", SimulatedJson.Text(book.Pair.MinQuantity));
        writer.WriteString("sellOrderRangeLowPrice", SimulatedJson.Text(touch.Bid));
        writer.WriteString("sellOrderRangeHighPrice", SimulatedJson.Text(touch.Ask));
        writer.WriteString("buyOrderRangeLowPrice", SimulatedJson.Text(touch.Bid));
        writer.WriteString("buyOrderRangeHighPrice", SimulatedJson.Text(touch.Ask));
        writer.WriteNumber("time", now.ToUnixTimeMilliseconds());
        writer.WriteEndObject();
    }

    internal static void Rows(Utf8JsonWriter writer, string name, IEnumerable<BookRow> rows)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows) writer.Row(SimulatedJson.Text(row.Price), SimulatedJson.Text(row.Size));
        writer.WriteEndArray();
    }

    /// <summary>The last 24 hours that have begun, the present one included.</summary>
    private static void Day(Utf8JsonWriter writer, SimulatedBook book, DateTimeOffset now)
    {
        var touch = book.TouchAt(now);
        var from = KuCoinInterval.Hour1.OpenOf(now) - TimeSpan.FromHours(HoursOfDay - 1);
        var day = book.Candle(from < SimulatedMarket.Origin ? SimulatedMarket.Origin : from, from + TimeSpan.FromHours(HoursOfDay), now);
        var change = touch.Last - (day?.Open ?? touch.Last);
        writer.WriteString("buy", SimulatedJson.Text(touch.Bid));
        writer.WriteString("sell", SimulatedJson.Text(touch.Ask));
        writer.WriteString("changeRate", SimulatedJson.Text(decimal.Round(change / (touch.Last - change), 4)));
        writer.WriteString("changePrice", SimulatedJson.Text(change));
        writer.WriteString("high", SimulatedJson.Text(day?.High ?? touch.Last));
        writer.WriteString("low", SimulatedJson.Text(day?.Low ?? touch.Last));
        writer.WriteString("vol", SimulatedJson.Text(day?.Volume ?? 0));
        writer.WriteString("volValue", SimulatedJson.Text(decimal.Round((day?.Volume ?? 0) * touch.Last, 8)));
        writer.WriteString("last", SimulatedJson.Text(touch.Last));
        writer.WriteString("averagePrice", SimulatedJson.Text(touch.Last));
        writer.WriteString("takerFeeRate", "0.001");
        writer.WriteString("makerFeeRate", "0.001");
        writer.WriteString("takerCoefficient", "1");
        writer.WriteString("makerCoefficient", "1");
    }

    internal readonly record struct BookRow(decimal Price, decimal Size);
}
