using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>KuCoin's prices, or those of an exchange that speaks its protocol.</summary>
public sealed class KuCoinMarketData(KuCoinPublicClient client, MarketId market, TimeProvider time) : IMarketData
{
    public MarketId Market { get; } = market;

    /// <summary>Requests really made.</summary>
    public long Requests => client.Gate.Requests;

    public async Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var length = timeframe.Seconds();
        var first = from.ToUnixTimeSeconds();
        var end = to.ToUnixTimeSeconds();
        var candles = new SortedDictionary<long, Candle>();
        while (end > first)
        {
            var start = Math.Max(first, end - (KuCoinPublicClient.CandlePage - 1) * length);
            // One interval more than wanted: whether the venue counts the end in or out then makes no difference.
            var rows = Require(await client.GetCandlesAsync(symbol.Value, timeframe.Name(), start, end + length, cancellationToken), symbol);
            foreach (var row in rows)
            {
                var candle = Parse(row, symbol);
                var open = candle.OpenTime.ToUnixTimeSeconds();
                if (open >= first && open < to.ToUnixTimeSeconds()) candles[open] = candle;
            }
            end = start;
        }
        return [.. candles.Values];
    }

    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var result = await client.GetTickerAsync(symbol.Value, cancellationToken);
        if (result is { IsSuccess: false, Error.Code: "200000" }) return null;
        if (result is { IsSuccess: false, Error.Kind: KuCoinErrorKind.UnknownSymbol }) return null;
        if (!result.IsSuccess) Throw(result.Error, symbol);
        return result.Data is { } ticker ? ToQuote(symbol, ticker, time.GetUtcNow()) : null;
    }

    public async Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken)
    {
        var rows = Require(await client.GetSymbolsAsync(cancellationToken), default);
        return [.. rows.Select(ToInstrument).Where(instrument => instrument is not null).Select(instrument => instrument!)];
    }

    public async Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken)
    {
        var result = await client.GetTimestampAsync(cancellationToken);
        if (!result.IsSuccess) Throw(result.Error, default);
        return DateTimeOffset.FromUnixTimeMilliseconds(result.Data);
    }

    /// <summary>Null where a side is missing: an idle pair has no touch.</summary>
    internal static Quote? ToQuote(Symbol symbol, KuCoinTicker ticker, DateTimeOffset knownAt)
    {
        if (Number(ticker.BestBid) is not (> 0 and var bid) || Number(ticker.BestAsk) is not (> 0 and var ask)) return null;
        var last = Number(ticker.Price) is > 0 and var price ? price : (bid + ask) / 2;
        return new Quote(
            symbol, new Price(bid), new Quantity(Number(ticker.BestBidSize) ?? 0), new Price(ask), new Quantity(Number(ticker.BestAskSize) ?? 0),
            new Price(last), DateTimeOffset.FromUnixTimeMilliseconds(ticker.Time), knownAt);
    }

    /// <summary>Null where the name is outside the grammar, as a few listed names are.</summary>
    internal static Instrument? ToInstrument(KuCoinSymbol row)
    {
        if (!Symbol.TryParse(row.Symbol, out var symbol)) return null;
        return new Instrument(
            symbol, Number(row.PriceIncrement) ?? 0, Number(row.BaseIncrement) ?? 0, new Quantity(Number(row.BaseMinSize) ?? 0),
            new Quantity(Number(row.BaseMaxSize) ?? decimal.MaxValue), new Money(Number(row.MinFunds) ?? 0), row.EnableTrading);
    }

    /// <summary>Order of a row: time, open, close, high, low, volume, turnover.</summary>
    internal static Candle Parse(string[] row, Symbol symbol)
    {
        if (row.Length >= 6 && long.TryParse(row[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && Number(row[1]) is { } open && Number(row[2]) is { } close && Number(row[3]) is { } high && Number(row[4]) is { } low && Number(row[5]) is { } volume)
        {
            var candle = new Candle(DateTimeOffset.FromUnixTimeSeconds(seconds), open, high, low, close, volume);
            if (Candle.Check(candle) is null) return candle;
        }
        throw new TransientException($"KuCoin sent an unsound candle of {symbol}: [{string.Join(", ", row)}]");
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static T Require<T>(VenueResult<T> result, Symbol symbol)
        where T : class
    {
        if (!result.IsSuccess) Throw(result.Error, symbol);
        return result.Data!;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Throw(KuCoinError error, Symbol symbol)
    {
        var about = symbol.Value.Length > 0 ? $" ({symbol})" : "";
        if (error.IsTransient) throw new TransientException($"KuCoin{about}: {error.Message} [{error.Code}]");
        throw new MarketRefusedException(error.Kind == KuCoinErrorKind.Region
            ? $"KuCoin refuses this location{about}: {error.Message} [{error.Code}]; its public prices cannot be used from here"
            : $"KuCoin refuses{about}: {error.Message} [{error.Code}]");
    }
}
