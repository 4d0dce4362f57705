using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Once a minute for all tenants: quotes of every symbol, candles that have newly closed, and a forecast for each of them.</summary>
/// <param name="grace">A candle counts as closed this long after its end; late trades may change it before.</param>
public sealed class MarketTickFlow(
    IMarketData market, CandleStore candles, QuoteBoard quotes, IWorkflowEngine engine, ITradingClock clock, IReadOnlyList<Symbol> symbols, TimeSpan grace)
{
    private static readonly TimeSpan BaseLength = Timeframe.Hour1.Length();

    /// <summary>Newest base candle per symbol whose forecasts were started by this process.</summary>
    private readonly Dictionary<Symbol, DateTimeOffset> started = [];

    /// <exception cref="TransientException">No symbol had a quote.</exception>
    public async Task RunAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        await FetchQuotesAsync(cancellationToken);
        foreach (var symbol in symbols) await FetchCandlesAsync(symbol, cancellationToken);
    }

    private async Task FetchQuotesAsync(CancellationToken cancellationToken)
    {
        var fetched = new List<Quote>(symbols.Count);
        TransientException? fault = null;
        foreach (var symbol in symbols)
        {
            try
            {
                if (await market.GetQuoteAsync(symbol, cancellationToken) is { } quote) fetched.Add(quote);
            }
            catch (TransientException missing)
            {
                // The others go on; this one's quote grows old and risk sees it.
                fault = missing;
            }
        }
        await quotes.UpdateAsync(fetched, cancellationToken);
        if (fetched.Count == 0 && fault is not null) throw new TransientException("no symbol had a quote", fault);
    }

    private async Task FetchCandlesAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var newest = await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken);
        var lastClosed = Timeframe.Hour1.OpenOf(clock.Now - grace) - BaseLength;
        if (newest is { } known && known < lastClosed)
        {
            var serverTime = await market.GetServerTimeAsync(cancellationToken);
            var fetched = await market.GetCandlesAsync(symbol, Timeframe.Hour1, known + BaseLength, lastClosed + BaseLength, cancellationToken);
            var closed = fetched.Where(candle => candle.IsProvenClosed(Timeframe.Hour1, serverTime, grace)).ToList();
            await candles.AppendAsync(symbol, Timeframe.Hour1, closed, clock.Now, cancellationToken);
            newest = await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken);
        }
        if (newest is { } last) await StartForecastsAsync(symbol, last, cancellationToken);
    }

    private async Task StartForecastsAsync(Symbol symbol, DateTimeOffset lastBase, CancellationToken cancellationToken)
    {
        var first = !started.TryGetValue(symbol, out var previous);
        if (!first && previous == lastBase) return;
        foreach (var timeframe in Timeframes.All)
        {
            var open = LastClosedOpen(timeframe, lastBase);
            // The first look of a process starts all seven: what was started before answers AlreadyExists.
            if (!first && open == LastClosedOpen(timeframe, previous)) continue;
            var id = string.Create(CultureInfo.InvariantCulture, $"{Names.Forecast}|{market.Market}|{symbol}|{timeframe.Name()}|{open.ToUnixTimeSeconds()}");
            var input = Wire.Write(new ForecastInput(market.Market, symbol, timeframe, open));
            await engine.StartAsync(new WorkflowStart(Names.Forecast, id, input, $"{symbol}|{(int)timeframe}"), cancellationToken);
        }
        started[symbol] = lastBase;
    }

    /// <summary>Open of the newest candle of the timeframe that has ended when the base candle ended.</summary>
    internal static DateTimeOffset LastClosedOpen(Timeframe timeframe, DateTimeOffset lastBase) =>
        timeframe.OpenOf(lastBase + BaseLength) - timeframe.Length();
}
