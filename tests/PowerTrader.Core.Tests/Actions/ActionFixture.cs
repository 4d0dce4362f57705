using PowerTrader.Core.Actions;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Tests.Workflows;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Actions;

/// <summary>10,000 USDT, two coins at 100, a scripted venue, and the flow of a person's requests over stored rows.</summary>
internal sealed class ActionFixture : UnusedPorts, ITradingClock, IMessageQueue, IWorkflowEngine
{
    public static readonly PortfolioKey Key = new("local", "main");
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    private readonly WallClock wall = new();
    private readonly QuoteBoard quotes;
    private int trades;

    private ActionFixture(LosingTableStore tables)
    {
        Tables = tables;
        Store = new PortfolioStore(tables);
        Sessions = new PortfolioSessions(Store, [Key]);
        Halts = new HaltBoard(tables);
        quotes = new QuoteBoard(tables, MarketId.Simulated(1));
        var views = new MarketViews(quotes, new ForecastDesk(tables, null!, new CandleStore(tables, MarketId.Simulated(1)), MarketId.Simulated(1)), TimeSpan.FromSeconds(5));
        views.SetInstruments([InstrumentOf(Btc), InstrumentOf(Eth)]);
        Kernel = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
        Outbox = new OutboxDrain(Sessions, tables, this, this);
        Tracking = new TrackOrderFlow(Sessions, Outbox, Venue, this);
        Flow = new ActionFlow(Sessions, Outbox, Halts, views, Kernel, Venue, Tracking, tables, this, wall);
    }

    public LosingTableStore Tables { get; }

    public PortfolioStore Store { get; }

    public PortfolioSessions Sessions { get; }

    public HaltBoard Halts { get; }

    public TradeKernel Kernel { get; }

    public OutboxDrain Outbox { get; }

    public TrackOrderFlow Tracking { get; }

    public ActionFlow Flow { get; }

    public ScriptedBroker Venue { get; } = new();

    public DateTimeOffset Now { get; set; } = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public List<QueueMessage> Sent { get; } = [];

    /// <summary>Where its asker lives; the market's time may run at any speed.</summary>
    public DateTimeOffset Wall
    {
        get => wall.Now;
        set => wall.Now = value;
    }

    /// <summary>The process ends at the first thing that it would send.</summary>
    public bool DieBeforeSending { get; set; }

    public static async Task<ActionFixture> CreateAsync()
    {
        var fixture = new ActionFixture(new LosingTableStore(new InMemoryTableStore()));
        var book = PortfolioBook.Open(Key, MarketId.Simulated(1), PortfolioMode.Paper, "e1", "USDT", new Money(10_000), [Btc, Eth], fixture.Now);
        book.SetReconciled(fixture.Now);
        (await fixture.Store.CommitAsync(book, null, "open", default)).Result.ShouldBe(CommitResult.Committed);
        await fixture.ShowAsync(100);
        return fixture;
    }

    /// <summary>Another process on the same store.</summary>
    public async Task<ActionFixture> TwinAsync()
    {
        var twin = new ActionFixture(Tables) { Now = Now };
        await twin.ShowAsync(Venue.Quote!.Mid);
        return twin;
    }

    public async Task ShowAsync(decimal mid)
    {
        Quote Of(Symbol symbol, DateTimeOffset at) => new(symbol, new Price(mid - 0.01m), new Quantity(1000), new Price(mid + 0.01m), new Quantity(1000), new Price(mid), at, at);
        Venue.Quote = Of(Btc, Now);
        // Two quotes: a lone jump would be an outlier.
        foreach (var at in (DateTimeOffset[])[Now.AddSeconds(-1), Now]) await quotes.UpdateAsync([Of(Btc, at), Of(Eth, at)], default);
    }

    public Task<ActionAnswer> AskAsync(ActionKind kind, string key, decimal? amount = null, decimal? quantity = null, decimal? percent = null, decimal? start = null, decimal? gap = null) =>
        Flow.PerformAsync(Key, Request(kind, key, amount, quantity, percent, start, gap), default);

    public static ActionRequest Request(
        ActionKind kind, string key, decimal? amount = null, decimal? quantity = null, decimal? percent = null, decimal? start = null, decimal? gap = null) => new(kind, Btc, key)
        {
            Amount = amount is { } money ? new Money(money) : null,
            Quantity = quantity is { } size ? new Quantity(size) : null,
            Percent = percent,
            StartPercent = start,
            GapPercent = gap,
        };

    public async Task<PortfolioBook> BookAsync() => (await Store.LoadAsync(Key, default))!.Value.Book;

    public async Task<Deal?> DealAsync() => (await BookAsync()).SymbolOf(Btc).Deal;

    /// <summary>The venue accepts the open order of the key and fills it, whole or in part, at the price.</summary>
    public Task FillAsync(string key, decimal price, decimal? quantity = null) => Sessions.ChangeAsync(Key, $"fill|{key}|{++trades}", book =>
    {
        var order = book.OpenOrders.Single(open => open.Leg == Leg.Manual(key));
        if (order.State == OrderState.Created)
        {
            book.MarkSubmitting(order.Id, Now);
            book.MarkAccepted(order.Id, "v" + key, Now);
        }
        var filled = new Quantity(quantity ?? order.Remaining.Value);
        var value = new Price(price) * filled;
        book.BookFill(new VenueFill($"t{key}{trades}", "v" + key, order.Id, Btc, order.Side, filled, new Price(price), value * 0.001m, Now), order.Id);
        if (book.FindOpenOrder(order.Id)!.Remaining.IsZero) book.Finish(order.Id, OrderState.Filled, null, Now);
        return true;
    }, default);

    /// <summary>Buys by hand and fills: a deal of about this much money at 100.</summary>
    public async Task<Deal> HoldAsync(decimal money = 200)
    {
        (await AskAsync(ActionKind.Buy, "hold", amount: money)).Outcome.ShouldBe(ActionOutcome.Done);
        await FillAsync("hold", 100);
        return (await DealAsync())!;
    }

    private static Instrument InstrumentOf(Symbol symbol) => new(symbol, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100000), new Money(0.1m), true);

    private sealed class WallClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    TimeProvider ITradingClock.TimeProvider => TimeProvider.System;

    Task<SendResult> IMessageQueue.SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        if (DieBeforeSending) throw new OperationCanceledException("killed");
        // As the queue does: a known id is dropped.
        if (Sent.TrueForAll(sent => sent.MessageId != message.MessageId)) Sent.Add(message);
        return Task.FromResult(SendResult.Accepted);
    }

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken) => Task.FromResult(StartResult.Started);

    Task<WorkflowInstance?> IWorkflowEngine.GetAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<WorkflowInstance?>(null);
}
