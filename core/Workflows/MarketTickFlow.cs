using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Once a minute for all tenants: quotes of every symbol, candles that have newly closed, and a forecast for each of them. Once an hour the venue's list of pairs.</summary>
/// <remarks>
/// What fails for one symbol does not keep the others: its quote grows old, and risk sees it. The venue's service is looked at every ten minutes, and in
/// each minute in which something failed or is missing.
/// </remarks>
/// <param name="market">Candles, server time and the list of pairs, from the venue itself.</param>
/// <param name="prices">Quotes: streamed or asked for.</param>
/// <param name="grace">A candle counts as closed this long after its end; late trades may change it before.</param>
public sealed class MarketTickFlow(
    IMarketData market, IMarketData prices, ILiveFeed? feed, CandleStore candles, ReturnBoard returns, QuoteBoard quotes, ServiceBoard service, InstrumentWatch instruments, IWorkflowEngine engine,
    ITradingClock clock, IReadOnlyList<Symbol> symbols, TimeSpan grace)
{
    /// <summary>Quotes and pairs of an executing venue that is not the market; null where it is.</summary>
    public VenueWatch? Venue { get; init; }

    /// <summary>Watched for the worth of the quote coin; null for none.</summary>
    public Symbol? Peg { get; init; }

    private static readonly TimeSpan BaseLength = Timeframe.Hour1.Length();

    /// <summary>Newest base candle per symbol whose forecasts were started by this process.</summary>
    private readonly Dictionary<Symbol, DateTimeOffset> started = [];

    /// <exception cref="TransientException">Something could not be had; whatever could was taken.</exception>
    /// <exception cref="MarketRefusedException">The venue refuses this place.</exception>
    public async Task RunAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        var whole = true;
        var fault = await TryAsync(() => instruments.RefreshAsync(cancellationToken));
        fault = await FetchQuotesAsync(cancellationToken) ?? fault;
        if (Venue is not null) fault = await Venue.RunAsync(symbol => quotes.Of(symbol)?.Quote, cancellationToken) ?? fault;
        foreach (var symbol in symbols)
            fault = await TryAsync(async () => whole &= await FetchCandlesAsync(symbol, cancellationToken)) ?? fault;
        if (!whole || fault is not null || scheduledFor.Minute % (int)ServiceBoard.WatchEvery.TotalMinutes == 0) await WatchServiceAsync(cancellationToken);
        if (fault is not null) throw new TransientException(fault.Message, fault);
    }

    private async Task WatchServiceAsync(CancellationToken cancellationToken)
    {
        if (await market.GetServiceAsync(cancellationToken) is { } state) await service.NoteAsync(clock.Now, state, cancellationToken);
    }

    private async Task<TransientException?> FetchQuotesAsync(CancellationToken cancellationToken)
    {
        var fetched = new List<Quote>(symbols.Count);
        TransientException? fault = null;
        foreach (var symbol in Peg is { } peg && instruments.Knows(peg) ? symbols.Append(peg) : symbols)
        {
            fault = await TryAsync(async () =>
            {
                if (await prices.GetQuoteAsync(symbol, cancellationToken) is { } quote) fetched.Add(quote);
            }) ?? fault;
        }
        await quotes.UpdateAsync(fetched, cancellationToken);
        return fault;
    }

    /// <summary>What could not be had. A symbol that is refused has its own warning from <see cref="InstrumentWatch"/>.</summary>
    private static async Task<TransientException?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (TransientException missing)
        {
            return missing;
        }
        catch (MarketRefusedException refused) when (refused.Refusal == MarketRefusal.Symbol)
        {
            return null;
        }
    }

    /// <summary>False where the newest closed candle is not there yet.</summary>
    private async Task<bool> FetchCandlesAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var newest = await candles.NewestAsync(symbol, Timeframe.Hour1, cancellationToken);
        var lastClosed = LastClosed(symbol);
        if (newest is { } known && known < lastClosed && instruments.IsTradable(symbol))
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
        return last >= lastClosed || !instruments.IsTradable(symbol);
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

    /// <summary>By the clock here, or by the stream where it has seen a later hour begin: the clock here may be slow.</summary>
    private DateTimeOffset LastClosed(Symbol symbol)
    {
        var byClock = Timeframe.Hour1.OpenOf(clock.Now - grace) - BaseLength;
        return feed?.LastEndedHour(symbol) is { } ended && ended > byClock ? ended : byClock;
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
