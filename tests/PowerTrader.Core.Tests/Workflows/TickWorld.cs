using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>A market tick on in-memory tables, with a venue and a stream that the test speaks for. The hour before 12:00 is stored already.</summary>
internal sealed class TickWorld : IMarketData, ILiveFeed, ITradingClock, IWorkflowEngine
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly InMemoryTableStore tables = new();
    private readonly Symbol[] symbols;
    private MarketTickFlow? flow;

    public TickWorld(DateTimeOffset now, params Symbol[] symbols)
    {
        Now = now;
        this.symbols = symbols;
        Listed = [.. symbols];
        Quotes = new QuoteBoard(tables, Market);
        Candles = new CandleStore(tables, Market);
        Views = new MarketViews(Quotes, new ForecastDesk(tables, null!, Candles, Market), Grace);
    }

    public DateTimeOffset Now { get; set; }

    /// <summary>Of the venue's clock.</summary>
    public TimeSpan ServerAhead { get; set; }

    public QuoteBoard Quotes { get; }

    public CandleStore Candles { get; }

    public MarketViews Views { get; }

    public List<Symbol> Listed { get; }

    public HashSet<Symbol> Suspended { get; } = [];

    public Dictionary<Symbol, Exception> Trouble { get; } = [];

    public Dictionary<Symbol, DateTimeOffset> Ended { get; } = [];

    public List<string> Started { get; } = [];

    public List<Symbol> CandleRequests { get; } = [];

    public List<(Symbol, string?)> Told { get; } = [];

    public int InstrumentRequests { get; private set; }

    public MarketId Market { get; } = MarketId.KuCoin;

    TimeProvider ITradingClock.TimeProvider => TimeProvider.System;

    FeedState ILiveFeed.State => new(true, "");

    public async Task TickAsync()
    {
        if (flow is null)
        {
            var before = new DateTimeOffset(2025, 1, 1, 11, 0, 0, TimeSpan.Zero);
            foreach (var symbol in symbols) await Candles.MergeAsync(symbol, Timeframe.Hour1, [new Candle(before, 1, 1, 1, 1, 1)], CandleSource.Tick, Now, default);
            var watch = new InstrumentWatch(this, new InstrumentBoard(tables, Market), Views, symbols, this) { Changed = (symbol, trouble) => Told.Add((symbol, trouble)) };
            flow = new MarketTickFlow(this, this, this, Candles, new ReturnBoard(Candles), Quotes, new ServiceBoard(tables, Market), watch, this, this, symbols, Grace);
        }
        await flow.RunAsync(Now, default);
    }

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        Fail(symbol);
        return Task.FromResult<Quote?>(new Quote(symbol, new Price(1), new Quantity(1), new Price(2), new Quantity(1), new Price(1), Now, Now));
    }

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        CandleRequests.Add(symbol);
        Fail(symbol);
        var hours = (int)((to - from) / TimeSpan.FromHours(1));
        return Task.FromResult<IReadOnlyList<Candle>>([.. Enumerable.Range(0, hours).Select(hour => new Candle(from.AddHours(hour), 1, 1, 1, 1, 1))]);
    }

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken)
    {
        InstrumentRequests++;
        return Task.FromResult<IReadOnlyList<Instrument>>([.. Listed.Select(symbol => Instrument.Unrestricted(symbol) with { EnableTrading = !Suspended.Contains(symbol) })]);
    }

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(Now + ServerAhead);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    Quote? ILiveFeed.Newest(Symbol symbol) => null;

    DateTimeOffset? ILiveFeed.LastEndedHour(Symbol symbol) => Ended.TryGetValue(symbol, out var open) ? open : null;

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        Started.Add(start.InstanceId);
        return Task.FromResult(StartResult.Started);
    }

    Task<bool> IWorkflowEngine.RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<WorkflowInstance?> IWorkflowEngine.GetAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.ResumeAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<int> IWorkflowEngine.PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();

    private void Fail(Symbol symbol)
    {
        if (Trouble.TryGetValue(symbol, out var trouble)) throw trouble;
    }
}
