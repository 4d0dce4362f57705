using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Portfolio;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>A stored portfolio with one intended buy (1 BTC at 100), a scripted venue, and the flows of an order's life around them.</summary>
internal sealed class OrderFixture : UnusedPorts, ITradingClock, IMessageQueue, IWorkflowEngine
{
    private readonly BookBuilder builder = new();

    private readonly TimeProvider time;

    private OrderFixture(LosingTableStore tables, ScriptedBroker venue, TradeKernel? kernel = null)
    {
        time = new FixtureTime(this);
        Tables = tables;
        Venue = venue;
        Store = new PortfolioStore(Tables);
        Sessions = new PortfolioSessions(Store, [Key]);
        Halts = new HaltBoard(Tables);
        var outbox = new OutboxDrain(Sessions, Tables, this, this);
        kernel ??= new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
        Place = new PlaceOrderFlow(Sessions, outbox, Halts, Venue, this, kernel);
        Track = new TrackOrderFlow(Sessions, outbox, Venue, this);
        Reconcile = new ReconcileFlow(Sessions, outbox, Venue, this, Track, new VenueCheck(Sessions, Venue, new VenueComparison(_ => Venue.Quote?.Bid, 0.001m)), this);
        Wake = new AccountWake(Key, Sessions, outbox, Venue, Track, Reconcile, this);
    }

    public static Tenancy.PortfolioKey Key { get; } = new("local", "main");

    public static Symbol Btc => BookBuilder.Btc;

    public LosingTableStore Tables { get; }

    public PortfolioStore Store { get; }

    public PortfolioSessions Sessions { get; }

    public HaltBoard Halts { get; }

    public PlaceOrderFlow Place { get; }

    public TrackOrderFlow Track { get; }

    public ReconcileFlow Reconcile { get; }

    public AccountWake Wake { get; }

    public ScriptedBroker Venue { get; }

    public List<WorkflowStart> Started { get; } = [];

    public List<QueueMessage> Sent { get; } = [];

    /// <summary>This machine's clock, as anybody may set it.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>What the steady clock has run.</summary>
    public TimeSpan Steady { get; set; }

    public Order Intent { get; private set; } = null!;

    public ClientOrderId Id => Intent.Id;

    /// <param name="kernel">Whose limits the order path obeys; the defaults where left out.</param>
    public static async Task<OrderFixture> CreateAsync(Action<PortfolioBook>? prepare = null, TradeKernel? kernel = null)
    {
        var fixture = new OrderFixture(new LosingTableStore(new InMemoryTableStore()), new ScriptedBroker(), kernel);
        fixture.Now = fixture.builder.Now;
        fixture.Venue.VenueNow = fixture.Now;
        fixture.builder.Book.SetReconciled(fixture.Now);
        fixture.Intent = fixture.builder.Intend(Leg.Entry, OrderSide.Buy, 1, 100);
        prepare?.Invoke(fixture.builder.Book);
        (await fixture.Store.CommitAsync(fixture.builder.Book, null, "open", default)).Result.ShouldBe(CommitResult.Committed);
        fixture.Show(100);
        return fixture;
    }

    /// <summary>Time passes, here and at the venue.</summary>
    public void Pass(TimeSpan time)
    {
        Now += time;
        Steady += time;
        Venue.VenueNow += time;
    }

    /// <summary>Another host on the same store, with its own view of the venue.</summary>
    public OrderFixture Twin() => new(Tables, new ScriptedBroker()) { Now = Now, Intent = Intent };

    public void Show(decimal mid) => Venue.Quote =
        new Quote(Btc, new Price(mid - 0.01m), new Quantity(10), new Price(mid + 0.01m), new Quantity(10), new Price(mid), Now, Now);

    /// <summary>Delivers the order's message.</summary>
    public Task<HandlerOutcome> DeliverAsync(CancellationToken cancellationToken = default) => Place.HandleAsync(
        new ReceivedMessage(Names.OrdersQueue, Id.MessageId(0), "s", Wire.Write(new PlaceOrderMessage(Key, Id, Btc)), "lock", 1), cancellationToken);

    /// <summary>The order as stored, read anew.</summary>
    public async Task<Order> StoredAsync() => (await Store.GetOrderAsync(Key, Id, default))!;

    public async Task<PortfolioBook> BookAsync() => (await Store.LoadAsync(Key, default))!.Value.Book;

    public VenueOrder AtVenue(VenueOrderStatus status, decimal filled = 0) =>
        new("v1", Id, Btc, OrderSide.Buy, Intent.Quantity, Intent.Limit, new Quantity(filled), status, Now);

    public VenueFill FillOf(string tradeId, decimal quantity) =>
        new(tradeId, "v1", Id, Btc, OrderSide.Buy, new Quantity(quantity), new Price(99), new Money(quantity * 0.099m), Now);

    TimeProvider ITradingClock.TimeProvider => time;

    Task<SendResult> IMessageQueue.SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        Sent.Add(message);
        return Task.FromResult(SendResult.Accepted);
    }

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        Started.Add(start);
        return Task.FromResult(StartResult.Started);
    }

    Task<WorkflowInstance?> IWorkflowEngine.GetAsync(string instanceId, CancellationToken cancellationToken) => Task.FromResult<WorkflowInstance?>(null);

    private sealed class FixtureTime(OrderFixture fixture) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => fixture.Now;

        public override long GetTimestamp() => fixture.Steady.Ticks;
    }
}
