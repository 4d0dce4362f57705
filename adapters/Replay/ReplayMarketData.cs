using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Replay;

/// <summary>A recorded market: what was known at trading time, and never more.</summary>
/// <remarks>
/// Inside a candle the quote walks O→L→H→C where it closed up, else O→H→L→C, in equal thirds of its time; spread 5 bp; the
/// volume in equal parts a minute is the displayed size on each side.
/// </remarks>
public sealed class ReplayMarketData : IMarketData
{
    private const decimal HalfSpread = 0.00025m;

    private readonly Symbol recorded;
    private readonly CandleSeries series;
    private readonly TimeProvider time;
    private readonly Instrument instrument;
    private readonly Dictionary<DateTimeOffset, int> byOpen = [];

    /// <param name="tradingStart">Increments follow from the price known then; null where trading begins with the first candle.</param>
    public ReplayMarketData(MarketId market, Symbol symbol, CandleSeries series, TimeProvider time, DateTimeOffset? tradingStart = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        Market = market;
        recorded = symbol;
        this.series = series;
        this.time = time;
        for (var i = 0; i < series.Candles.Count; i++) byOpen[series.Candles[i].OpenTime] = i;
        var known = series.Candles.Where(candle => candle.OpenTime + series.Timeframe.Length() <= tradingStart).Select(candle => (decimal?)candle.Close).LastOrDefault();
        instrument = Instrument.LikeKuCoin(symbol, known ?? series.Candles[0].Open);
    }

    public MarketId Market { get; }

    /// <summary>End of the last candle: nothing is known after it.</summary>
    public DateTimeOffset EndsAt => series.Candles[^1].OpenTime + series.Timeframe.Length();

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        Require(symbol);
        var aggregator = new CandleAggregator(series.Timeframe, timeframe);
        var completed = new List<Candle>();
        var now = time.GetUtcNow();
        foreach (var candle in series.Candles)
        {
            if (candle.OpenTime + series.Timeframe.Length() > now) break;
            if (candle.OpenTime >= from - timeframe.Length() && candle.OpenTime < to) aggregator.Add(candle, completed);
        }
        return Task.FromResult<IReadOnlyList<Candle>>([.. completed.Where(candle => candle.OpenTime >= from && candle.OpenTime < to)]);
    }

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var open = series.Timeframe.OpenOf(now);
        if (symbol != recorded || !byOpen.TryGetValue(open, out var at)) return Task.FromResult<Quote?>(null);
        var candle = series.Candles[at];
        var mid = Path(candle, (decimal)((now - open) / series.Timeframe.Length()));
        var size = new Quantity(decimal.Round(candle.Volume / series.Timeframe.Minutes(), 8));
        var bid = instrument.RoundDown(new Price(mid * (1 - HalfSpread)));
        var ask = instrument.RoundUp(new Price(mid * (1 + HalfSpread)));
        return Task.FromResult<Quote?>(new Quote(symbol, bid, size, ask, size, new Price(mid), now, now));
    }

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Instrument>>([instrument]);

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(time.GetUtcNow());

    /// <summary>The price when the part of the candle's time has passed (0 to 1).</summary>
    internal static decimal Path(in Candle candle, decimal part)
    {
        var up = candle.Close >= candle.Open;
        Span<decimal> stops = [candle.Open, up ? candle.Low : candle.High, up ? candle.High : candle.Low, candle.Close];
        var leg = Math.Min((int)(part * 3), 2);
        return stops[leg] + (stops[leg + 1] - stops[leg]) * (part * 3 - leg);
    }

    private void Require(Symbol wanted)
    {
        if (wanted != recorded) throw new MarketRefusedException($"the replayed file holds {recorded}, not {wanted}");
    }
}
