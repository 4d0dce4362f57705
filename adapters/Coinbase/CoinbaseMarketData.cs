using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Coinbase;

/// <summary>Coinbase Exchange's prices: a source for those whom KuCoin refuses. Hourly history reaches back years, 300 rows a request.</summary>
/// <remarks>
/// The venue has candles of an hour and of a day; the other lengths are summed from them, weeks from Thursday 00:00 UTC as everywhere here. An interval
/// without a trade has no row, and the venue warns that rows may be missing: gaps stay unknown.
/// </remarks>
public sealed class CoinbaseMarketData : IMarketData, IDisposable
{
    public const string BaseAddress = "https://api.exchange.coinbase.com";

    /// <summary>Rows of one page of candles.</summary>
    public const int CandlePage = 300;

    private readonly CoinbaseClient client;
    private readonly TimeProvider time;

    /// <param name="http">Its base address is Coinbase Exchange's.</param>
    /// <param name="time">Rate gate and retry delays live in it.</param>
    /// <param name="mayWait">False to ask once and never again.</param>
    public CoinbaseMarketData(HttpClient http, TimeProvider time, bool mayWait = true)
    {
        client = new CoinbaseClient(http, time, mayWait);
        this.time = time;
    }

    public MarketId Market => MarketId.Coinbase;

    /// <summary>Requests really made.</summary>
    public long Requests => client.Gate.Requests;

    public async Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        if (to <= from) return [];
        var source = timeframe is Timeframe.Day1 or Timeframe.Week1 ? Timeframe.Day1 : Timeframe.Hour1;
        if (source == timeframe) return await FetchAsync(symbol, source, from, to, cancellationToken);
        // One bucket more at the front: a price to fill from where the first interval had no trade.
        var first = timeframe.OpenOf(from) - timeframe.Length();
        var end = timeframe.OpenOf(to.AddTicks(-1)) + timeframe.Length();
        var rows = await FetchAsync(symbol, source, first, end, cancellationToken);
        var candles = new List<Candle>();
        var aggregator = new CandleAggregator(source, timeframe);
        foreach (var row in rows) aggregator.Add(row, candles);
        if (Forming(rows, candles, timeframe) is { } forming
            && await GetServerTimeAsync(cancellationToken) < forming.OpenTime + timeframe.Length())
        {
            candles.Add(forming);
        }
        return [.. candles.Where(candle => candle.OpenTime >= from && candle.OpenTime < to)];
    }

    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        try
        {
            var book = await client.GetTouchAsync(symbol.Value, cancellationToken);
            var ticker = await client.GetTickerAsync(symbol.Value, cancellationToken);
            return ToQuote(symbol, book, ticker, time.GetUtcNow());
        }
        catch (MarketRefusedException refused) when (refused.Refusal == MarketRefusal.Symbol)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken)
    {
        var instruments = new List<Instrument>();
        foreach (var product in await client.GetProductsAsync(cancellationToken))
        {
            if (ToInstrument(product) is { } instrument) instruments.Add(instrument);
        }
        return instruments;
    }

    public async Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => (await client.GetTimeAsync(cancellationToken)).Iso.ToUniversalTime();

    public void Dispose() => client.Dispose();

    /// <summary>Null where a side is empty. The instant is the book's: the ticker's is that of the last trade.</summary>
    internal static Quote? ToQuote(Symbol symbol, CoinbaseBook book, CoinbaseTicker ticker, DateTimeOffset knownAt)
    {
        if (Level(book.Bids) is not { } bid || Level(book.Asks) is not { } ask || (book.Time ?? ticker.Time) is not { } at) return null;
        var last = Number(ticker.Price) is > 0 and var price ? price : (bid.Price + ask.Price) / 2;
        return new Quote(symbol, new Price(bid.Price), new Quantity(bid.Size), new Price(ask.Price), new Quantity(ask.Size), new Price(last), at.ToUniversalTime(), knownAt);
    }

    /// <summary>Null where the name is outside the grammar. Trading means that an order may take what is offered.</summary>
    internal static Instrument? ToInstrument(CoinbaseProduct product)
    {
        if (!Symbol.TryParse(product.Id, out var symbol)) return null;
        var trading = product is { Status: "online", TradingDisabled: not true, CancelOnly: not true, PostOnly: not true };
        var increment = Number(product.BaseIncrement) ?? 0;
        return new Instrument(
            symbol, Number(product.QuoteIncrement) ?? 0, increment, new Quantity(increment), new Quantity(decimal.MaxValue),
            new Money(Number(product.MinMarketFunds) ?? 0), trading);
    }

    /// <summary>Order of a row: time, low, high, open, close, volume.</summary>
    internal static Candle Parse(decimal[] row, Symbol symbol)
    {
        if (row.Length >= 6 && row[0] is > 0 and < 100_000_000_000)
        {
            var candle = new Candle(DateTimeOffset.FromUnixTimeSeconds((long)row[0]), row[3], row[2], row[1], row[4], row[5]);
            if (Candle.Check(candle) is null) return candle;
        }
        throw new TransientException(string.Create(CultureInfo.InvariantCulture, $"Coinbase sent an unsound candle of {symbol}: [{string.Join(", ", row)}]"));
    }

    private async Task<IReadOnlyList<Candle>> FetchAsync(
        Symbol symbol, Timeframe source, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var length = source.Length();
        var candles = new SortedDictionary<DateTimeOffset, Candle>();
        for (var start = source.OpenOf(from); start < to; start += length * CandlePage)
        {
            // Both ends count in, and more than a page is refused: one interval less than a page lies between them.
            var last = start + length * (CandlePage - 1);
            foreach (var row in await client.GetCandlesAsync(symbol.Value, (long)length.TotalSeconds, start, last < to ? last : to, cancellationToken))
            {
                var candle = Parse(row, symbol);
                if (source.OpenOf(candle.OpenTime) != candle.OpenTime) throw new TransientException($"Coinbase sent a candle of {symbol} that opens at {candle.OpenTime:u}");
                // The venue may add rows from before the start.
                if (candle.OpenTime >= from && candle.OpenTime < to) candles[candle.OpenTime] = candle;
            }
        }
        return [.. candles.Values];
    }

    /// <summary>What the newest bucket has so far, where it is not complete; null where the aggregator has given it or it does not begin with its first row.</summary>
    private static Candle? Forming(IReadOnlyList<Candle> rows, List<Candle> given, Timeframe timeframe)
    {
        if (rows.Count == 0) return null;
        var open = timeframe.OpenOf(rows[^1].OpenTime);
        if (given.Count > 0 && given[^1].OpenTime >= open) return null;
        var inside = rows.Where(row => row.OpenTime >= open).ToList();
        return new Candle(open, inside[0].Open, inside.Max(row => row.High), inside.Min(row => row.Low), inside[^1].Close, inside.Sum(row => row.Volume));
    }

    private static (decimal Price, decimal Size)? Level(JsonElement[][] rows) =>
        rows is [[var price, var size, ..], ..] && Number(Text(price)) is > 0 and var at && Number(Text(size)) is { } amount ? (at, amount) : null;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;
}
