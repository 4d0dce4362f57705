using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>One TradeCycle on in-memory ports, in a market where PowerTrader wants to enter: LONG 7, SHORT 0. Each case spoils one thing.</summary>
internal sealed class CycleFixture : UnusedPorts, IBroker, IBrokers, ITradingClock, IWorkflowEngine, IMessageQueue
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly PortfolioKey Key = new("local", "main");

    private readonly InMemoryTableStore tables = new();
    private readonly MarketId market = MarketId.Simulated(1);

    public ITableStore Tables => tables;

    /// <summary>The one that decides.</summary>
    public TradeKernel Kernel => new(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(Rules), CostRules.Default, 1) { KeepsInputs = true };

    public DateTimeOffset Now { get; set; } = new(2025, 1, 1, 12, 0, 15, TimeSpan.Zero);

    public decimal Cash { get; set; } = 10_000;

    public decimal SignalMid { get; set; } = 100;

    public decimal ExecutionMid { get; set; } = 100;

    public TimeSpan SignalAge { get; set; } = TimeSpan.FromSeconds(15);

    public TimeSpan ExecutionAge { get; set; }

    public TimeSpan ReconcileAge { get; set; } = TimeSpan.FromMinutes(1);

    public RiskRules Rules { get; set; } = RiskRules.Default;

    public Instrument Instrument { get; set; } = new(Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100000), new Money(0.1m), true);

    public bool IsListed { get; set; } = true;

    public bool Outlier { get; set; }

    /// <summary>Stored hours by coin.</summary>
    public Dictionary<Symbol, IReadOnlyList<Candle>> Hours { get; } = [];

    public Action<PortfolioBook>? Spoil { get; set; }

    public HaltState Tenant { get; set; }

    public List<QueueMessage> Sent { get; } = [];

    /// <summary>Runs the cycle and gives back the newest stored decision, read as <c>explain</c> reads it, and the book.</summary>
    public async Task<(DecisionRecord? Decision, PortfolioBook Book)> RunAsync()
    {
        var book = PortfolioBook.Open(Key, market, PortfolioMode.Paper, "e1", "USDT", new Money(Cash), [Btc], Now.AddDays(-2));
        book.SetReconciled(Now - ReconcileAge);
        Spoil?.Invoke(book);
        foreach (var item in book.Outbox.ToList()) book.RemoveFromOutbox(item);
        book.Changes.Outbox.Clear();
        var store = new PortfolioStore(tables);
        (await store.CommitAsync(book, null, "open", default)).Result.ShouldBe(CommitResult.Committed);
        var quotes = new QuoteBoard(tables, market);
        if (Outlier) await quotes.UpdateAsync([Quote(SignalMid * 1.2m, SignalAge + TimeSpan.FromMinutes(1))], default);
        await quotes.UpdateAsync([Quote(SignalMid, SignalAge)], default);
        var candles = new CandleStore(tables, market);
        var desk = new ForecastDesk(tables, null!, candles, market);
        foreach (var timeframe in Timeframes.All)
            desk.Publish(Btc, new Forecast(timeframe, timeframe.OpenOf(Now), 110, 130, 120, "sound", 50, null));
        var returns = new ReturnBoard(candles);
        foreach (var (symbol, hours) in Hours) await candles.MergeAsync(symbol, Timeframe.Hour1, hours, CandleSource.History, Now, default);
        await returns.LoadAsync(Hours.Keys, default);
        var views = new MarketViews(quotes, desk, TimeSpan.FromSeconds(5), returns);
        if (IsListed) views.SetInstruments([Instrument]);
        var halts = new HaltBoard(tables);
        if (Tenant != HaltState.Active) await halts.SetTenantAsync(Key.Tenant, Tenant, default);
        var sessions = new PortfolioSessions(store, [Key]);
        var kernel = Kernel;
        var catalogue = new WorkCatalogue();
        new TradeCycleFlow(sessions, new OutboxDrain(sessions, tables, this, this), halts, views, kernel, this, this).Register(catalogue);
        var context = new DirectContext(catalogue, Wire.Write(new TradeCycleInput(Key, Now)));
        await catalogue.Workflows[Names.TradeCycle].Body(context);
        var decisions = await DecisionLog.ReadAsync(tables, Key, Btc, 1, default);
        return (decisions.Count > 0 ? decisions[0] : null, (await store.LoadAsync(Key, default))!.Value.Book);
    }

    private Quote Quote(decimal mid, TimeSpan age) =>
        new(Btc, new Price(mid - 0.01m), new Quantity(1000), new Price(mid + 0.01m), new Quantity(1000), new Price(mid), Now - age, Now);

    /// <summary>Runs activities at once, without a journal.</summary>
    private sealed class DirectContext(WorkCatalogue catalogue, string input) : IWorkflowContext
    {
        public string InstanceId => "cycle";

        public string Input => input;

        public DateTimeOffset CurrentTime => DateTimeOffset.UnixEpoch;

        public bool IsReplaying => false;

        public Task<string> CallActivityAsync(string activity, string input, ActivityRetry? retry = null) => catalogue.Activities[activity].Body(input, default);

        public Task<string> CallSubWorkflowAsync(string name, string instanceId, string input) => throw new NotSupportedException();

        public Task DelayUntilAsync(DateTimeOffset dueAt) => Task.CompletedTask;

        public Task<string?> WaitForEventAsync(string eventName, DateTimeOffset until) => Task.FromResult<string?>(null);
    }

    TimeProvider ITradingClock.TimeProvider => TimeProvider.System;

    IBroker IBrokers.For(PortfolioHead portfolio) => this;

    BrokerTraits IBroker.Traits { get; } = new("test", true, TimeSpan.Zero);

    DateTimeOffset? IBroker.VenueNow => Now;

    Task<Quote?> IBroker.GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult<Quote?>(Quote(ExecutionMid, ExecutionAge));

    Task<SendResult> IMessageQueue.SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        Sent.Add(message);
        return Task.FromResult(SendResult.Accepted);
    }

    Task<IReadOnlyList<Instrument>> IBroker.GetInstrumentsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<VenueFees> IBroker.GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<VenueAccount> IBroker.GetAccountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<PlaceResult> IBroker.PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<VenueOrder?> IBroker.FindAsync(OrderRef order, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<CancelResult> IBroker.CancelAsync(OrderRef order, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<VenueOrder>> IBroker.GetOpenOrdersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<VenueFill>> IBroker.GetFillsAsync(OrderRef order, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<VenueFill>> IBroker.GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<VenueBalances> IBroker.GetBalancesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken) => Task.FromResult(StartResult.Started);
}
