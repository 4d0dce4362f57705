using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Once a minute for all tenants: quotes of every symbol, candles that have newly closed, and a forecast for each of them.</summary>
/// <remarks>The venue's service is looked at every ten minutes, and in each minute in which something failed or is missing.</remarks>
/// <param name="grace">A candle counts as closed this long after its end; late trades may change it before.</param>
public sealed class MarketTickFlow(
    IMarketData market, CandleStore candles, ReturnBoard returns, QuoteBoard quotes, ServiceBoard service, IWorkflowEngine engine, ITradingClock clock, IReadOnlyList<Symbol> symbols, TimeSpan grace)
{
    private static readonly TimeSpan BaseLength = Timeframe.Hour1.Length();

    /// <summary>Newest base candle per symbol whose forecasts were started by this process.</summary>
    private readonly Dictionary<Symbol, DateTimeOffset> started = [];

    /// <exception cref="TransientException">No symbol had a quote.</exception>
    public async Task RunAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        var whole = false;
        try
        {
            whole = await FetchQuotesAsync(cancellationToken);
            foreach (var symbol in symbols) whole &= await FetchCandlesAsync(symbol, cancellationToken);
        }
        catch (TransientException)
        {
            await WatchServiceAsync(cancellationToken);
            throw;
        }
        if (!whole || scheduledFor.Minute % (int)ServiceBoard.WatchEvery.TotalMinutes == 0) await WatchServiceAsync(cancellationToken);
    }

    private async Task WatchServiceAsync(CancellationToken cancellationToken)
    {
        if (await market.GetServiceAsync(cancellationToken) is { } state) await service.NoteAsync(clock.Now, state, cancellationToken);
    }

    /// <summary>False where a symbol could not be asked for.</summary>
    private async Task<bool> FetchQuotesAsync(CancellationToken cancellationToken)
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
        return fault is null;
    }

    /// <summary>False where the newest closed candle is not there yet.</summary>
    private async Task<bool> FetchCandlesAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var newest = await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken);
        var lastClosed = Timeframe.Hour1.OpenOf(clock.Now - grace) - BaseLength;
        if (newest is { } known && known < lastClosed)
        {
            var serverTime = await market.GetServerTimeAsync(cancellationToken);
            var fetched = await market.GetCandlesAsync(symbol, Timeframe.Hour1, known + BaseLength, lastClosed + BaseLength, cancellationToken);
            var closed = fetched.Where(candle => candle.IsProvenClosed(Timeframe.Hour1, serverTime, grace)).ToList();
            await NoteOutagesAsync(symbol, known, closed, cancellationToken);
            await candles.MergeAsync(symbol, Timeframe.Hour1, closed, CandleSource.Tick, clock.Now, cancellationToken);
            newest = await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken);
        }
        if (newest is not { } last) return true;
        await returns.FollowAsync(symbol, last, cancellationToken);
        await StartForecastsAsync(symbol, last, cancellationToken);
        return last >= lastClosed;
    }

    /// <summary>Before the candles after a hole are learned, it must be known whether it was an outage.</summary>
    private async Task NoteOutagesAsync(Symbol symbol, DateTimeOffset known, List<Candle> closed, CancellationToken cancellationToken)
    {
        var expected = known + BaseLength;
        foreach (var candle in closed)
        {
            for (; expected < candle.OpenTime; expected += BaseLength)
            {
                if (service.Log.Classify(expected, expected + BaseLength) == GapKind.Outage)
                    await candles.NoteGapAsync(symbol, Timeframe.Hour1, new CandleGap(expected, 1, GapKind.Outage), 0, clock.Now, cancellationToken);
            }
            expected = candle.OpenTime + BaseLength;
        }
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
