using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>KuCoin's prices, or those of an exchange that speaks its protocol.</summary>
public sealed class KuCoinMarketData(KuCoinPublicClient client, MarketId market, TimeProvider time) : IMarketData
{
    /// <summary>The year 9999: what lies beyond is no time.</summary>
    private const long MaxSeconds = 253_402_300_799;

    public MarketId Market { get; } = market;

    /// <summary>Requests really made.</summary>
    public long Requests => client.Gate.Requests;

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        GetCandlesAsync(symbol, timeframe.ToKuCoin(), from, to, cancellationToken);

    /// <summary>Candles of any length KuCoin serves, with <c>from ≤ open &lt; to</c>, ascending, the forming one included where in range.</summary>
    public async Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, KuCoinInterval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var (shortest, longest) = interval.Seconds();
        var first = from.ToUnixTimeSeconds();
        var last = to.ToUnixTimeSeconds();
        var candles = new SortedDictionary<long, Candle>();
        for (var end = last; end > first;)
        {
            // Two rows short of a page, and one interval more than wanted: whether the venue counts an end in or out then makes no difference.
            var start = Math.Max(first, end - (KuCoinPublicClient.CandlePage - 2) * shortest);
            foreach (var row in Require(await client.GetCandlesAsync(symbol.Value, interval.Name(), start, end + longest, cancellationToken), symbol))
            {
                var candle = Parse(row, symbol);
                if (interval.OpenOf(candle.OpenTime) != candle.OpenTime) throw Unsound(row, symbol);
                var open = candle.OpenTime.ToUnixTimeSeconds();
                if (open >= first && open < last) candles[open] = candle;
            }
            end = start;
        }
        return [.. candles.Values];
    }

    /// <summary>How far the venue's clock is ahead of the market's own time here.</summary>
    public Task<ClockOffset> MeasureClockAsync(CancellationToken cancellationToken) => ClockOffset.MeasureAsync(this, time, cancellationToken);

    /// <summary>Where a stream would be opened; the token that comes with it is let go.</summary>
    /// <exception cref="TransientException">None is named, or the venue could not be asked.</exception>
    public async Task<Uri> GetStreamServerAsync(CancellationToken cancellationToken)
    {
        var bullet = Require(await client.GetBulletAsync(cancellationToken), default);
        return bullet.InstanceServers is [var server, ..] && Uri.TryCreate(server.Endpoint, UriKind.Absolute, out var address)
            ? address
            : throw new TransientException("KuCoin names no stream server");
    }

    /// <summary>Whether the venue trades now; a venue that cannot be asked is <see cref="VenueState.Unknown"/>.</summary>
    /// <exception cref="MarketRefusedException">The venue refuses this place.</exception>
    public async Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken)
    {
        var result = await client.GetStatusAsync(cancellationToken);
        if (!result.IsSuccess && !result.Error.IsTransient) Throw(result.Error, default);
        return result.Data?.Status switch
        {
            "open" => VenueState.Open,
            "close" => VenueState.Closed,
            "cancelonly" => VenueState.CancelOnly,
            _ => VenueState.Unknown,
        };
    }

    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var result = await client.GetTickerAsync(symbol.Value, cancellationToken);
        if (result is { IsSuccess: false, Error.Kind: KuCoinErrorKind.NoData or KuCoinErrorKind.UnknownSymbol }) return null;
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
        if (ticker.Time is < 0 or > MaxSeconds * 1000) throw new TransientException($"KuCoin sent a quote of {symbol} at no time: {ticker.Time}");
        return new Quote(
            symbol, new Price(bid), new Quantity(Math.Max(0, Number(ticker.BestBidSize) ?? 0)), new Price(ask), new Quantity(Math.Max(0, Number(ticker.BestAskSize) ?? 0)),
            new Price(last), DateTimeOffset.FromUnixTimeMilliseconds(ticker.Time), knownAt);
    }

    /// <summary>Null where the name is outside the grammar, as a few listed names are.</summary>
    internal static Instrument? ToInstrument(KuCoinSymbol row)
    {
        if (!Symbol.TryParse(row.Symbol, out var symbol)) return null;
        return new Instrument(
            symbol, Number(row.PriceIncrement) ?? 0, Number(row.BaseIncrement) ?? 0, new Quantity(Number(row.BaseMinSize) ?? 0),
            new Quantity(Number(row.BaseMaxSize) ?? decimal.MaxValue), new Money(Number(row.MinFunds) ?? 0), row.EnableTrading == true);
    }

    /// <summary>Order of a row: time, open, close, high, low, volume, turnover.</summary>
    internal static Candle Parse(string[] row, Symbol symbol)
    {
        if (row.Length >= 6 && long.TryParse(row[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= MaxSeconds
            && Number(row[1]) is { } open && Number(row[2]) is { } close && Number(row[3]) is { } high && Number(row[4]) is { } low && Number(row[5]) is { } volume)
        {
            var candle = new Candle(DateTimeOffset.FromUnixTimeSeconds(seconds), open, high, low, close, volume);
            if (Candle.Check(candle) is null) return candle;
        }
        throw Unsound(row, symbol);
    }

    private static TransientException Unsound(string[] row, Symbol symbol) => new($"KuCoin sent an unsound candle of {symbol}: [{string.Join(", ", row)}]");

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static T Require<T>(VenueResult<T> result, Symbol symbol)
        where T : class
    {
        if (!result.IsSuccess) Throw(result.Error, symbol);
        return result.Data!;
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    internal static void Throw(KuCoinError error, Symbol symbol)
    {
        var about = symbol.Value.Length > 0 ? $" ({symbol})" : "";
        var text = $"{error.Message} [{error.Code}]";
        if (error.IsTransient || error.Kind is KuCoinErrorKind.NoData or KuCoinErrorKind.Suspended) throw new TransientException($"KuCoin{about}: {text}");
        throw error.Kind switch
        {
            KuCoinErrorKind.Region => new MarketRefusedException(
                MarketRefusal.Region,
                $"KuCoin refuses this location{about}: {text}; its public prices cannot be used from here. Use another source of prices: --market coinbase, or --market replay:FILE.csv"),
            KuCoinErrorKind.UnknownSymbol => new MarketRefusedException(MarketRefusal.Symbol, $"KuCoin does not list this pair{about}: {text}"),
            _ => new MarketRefusedException(MarketRefusal.Request, $"KuCoin refuses{about}: {text}"),
        };
    }
}
