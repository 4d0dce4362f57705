using PowerTrader.Core;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Compliance.Execution;

/// <summary>The flows of an order's life over stored books and the scene's broker, driven step by step. What a process remembers is gone after <see cref="Restart"/>.</summary>
internal sealed class ExecutionDesk : ITradingClock, IBrokers
{
    public static readonly PortfolioKey Key = new("local", "main");

    private readonly ExecutionScene scene;
    private readonly InMemoryTableStore tables = new();
    private readonly HeldWork held = new();
    private PortfolioSessions sessions = null!;
    private PlaceOrderFlow place = null!;
    private ReconcileFlow reconcile = null!;
    private WorkCatalogue catalogue = null!;
    private int passes;

    private ExecutionDesk(ExecutionScene scene)
    {
        this.scene = scene;
        Begin();
    }

    /// <summary>What the venue charges, as it said when the desk was opened.</summary>
    public decimal FeeRate { get; private init; }

    public DateTimeOffset Now => scene.Time.GetUtcNow();

    TimeProvider ITradingClock.TimeProvider => scene.Time;

    /// <summary>Messages that were sent and not taken.</summary>
    public List<QueueMessage> Messages => held.Messages;

    /// <summary>Orders that somebody follows.</summary>
    public List<WorkflowStart> Tracked => held.Started;

    /// <summary>Whether somebody follows accepted orders; where nobody does, a reconciliation settles them.</summary>
    public bool IsTracking { get => held.IsRunning; set => held.IsRunning = value; }

    public static async Task<ExecutionDesk> OpenAsync(ExecutionScene scene)
    {
        scene.Show(99.9m, 100);
        var desk = new ExecutionDesk(scene) { FeeRate = (await scene.Broker.GetFeesAsync(scene.Symbol, default)).Taker };
        var book = PortfolioBook.Open(Key, MarketId.Simulated(1), PortfolioMode.Paper, "cases", scene.Symbol.Quote, new Money(10_000), [scene.Symbol], desk.Now);
        book.SetReconciled(desk.Now);
        (await new PortfolioStore(desk.tables).CommitAsync(book, null, "open", default)).Result.ShouldBe(CommitResult.Committed);
        return desk;
    }

    public IBroker For(PortfolioHead portfolio) => scene.Broker;

    /// <summary>A new process over the same store: it remembers nothing.</summary>
    public void Restart()
    {
        scene.Restart();
        Begin();
    }

    /// <summary>Stores an intent with what it reserves, as a trade cycle does; its message is sent.</summary>
    public async Task<ClientOrderId> IntendAsync(OrderSide side, decimal quantity, decimal limit, Leg? leg = null, bool send = true)
    {
        var draft = new OrderDraft(
            scene.Symbol, "powertrader", leg ?? (side == OrderSide.Buy ? Leg.Entry : Leg.Exit), side, new Quantity(quantity), new Price(limit), new Price(limit), Now, Now.AddSeconds(60),
            FeeRate, new Money(5000), "cycle")
        { SmallestSale = new Quantity(0.01m) };
        var order = await sessions.ChangeAsync(Key, $"intend|{++passes}", book => book.Intend(draft), default);
        if (send) await new OutboxDrain(sessions, tables, held, held).DrainAsync(Key, default);
        return order.Id;
    }

    /// <summary>An intent that is sent at once.</summary>
    public async Task<ClientOrderId> SendAsync(OrderSide side, decimal quantity, decimal limit, Leg? leg = null)
    {
        var id = await IntendAsync(side, quantity, limit, leg);
        await DeliverAsync();
        return id;
    }

    /// <summary>Handles every message that waits.</summary>
    public async Task DeliverAsync()
    {
        foreach (var message in Messages.Where(message => message.SessionId.StartsWith(Key.ToString(), StringComparison.Ordinal) && message.Body.Contains("orderId", StringComparison.Ordinal)).ToList())
        {
            await HandleAsync(message);
            Messages.Remove(message);
        }
    }

    public Task<HandlerOutcome> HandleAsync(QueueMessage message) =>
        place.HandleAsync(new ReceivedMessage(Names.OrdersQueue, message.MessageId, message.SessionId, message.Body, "lock", 1), default);

    /// <summary>The message of an order, as it was sent.</summary>
    public QueueMessage MessageOf(ClientOrderId id) =>
        new(id.MessageId(0), $"{Key}|{scene.Symbol}", Wire.Write(new PlaceOrderMessage(Key, id, scene.Symbol)), "");

    /// <summary>One look of whoever follows the order.</summary>
    public Task PollAsync(ClientOrderId id) => catalogue.Activities[TrackOrderFlow.PollActivity].Body(TrackInput(id), default);

    /// <summary>What happens a minute after the acceptance.</summary>
    public Task CancelAsync(ClientOrderId id) => catalogue.Activities[TrackOrderFlow.CancelActivity].Body(TrackInput(id), default);

    public async Task<Reconciliation> ReconcileAsync(bool atStart = false) => (await reconcile.RunAsync(Now, atStart, default))[0];

    /// <summary>Lets so much time pass, and reconciles.</summary>
    public Task<Reconciliation> ReconcileAfterAsync(double seconds)
    {
        scene.Time.Advance(TimeSpan.FromSeconds(seconds));
        return ReconcileAsync();
    }

    public Task<PortfolioBook> ChangeAsync(Func<PortfolioBook, bool> change) => sessions.ChangeAsync(Key, $"change|{++passes}", book =>
    {
        change(book);
        return book;
    }, default);

    /// <summary>Somebody looks at the order as the venue has it; a paper venue fills when it is looked at.</summary>
    public Task<VenueOrder?> LookAsync(ClientOrderId id) => scene.Broker.FindAsync(new(id, scene.Symbol, DateTimeOffset.UnixEpoch), default);

    public async Task<Order> OrderAsync(ClientOrderId id) => (await new PortfolioStore(tables).GetOrderAsync(Key, id, default))!;

    public async Task<SymbolBook> StateAsync() => (await BookAsync()).SymbolOf(scene.Symbol);

    public async Task<PortfolioBook> BookAsync() => (await new PortfolioStore(tables).LoadAsync(Key, default))!.Value.Book;

    /// <summary>A deal of so many coins, bought at the ask and at rest.</summary>
    public async Task HoldAsync(decimal quantity)
    {
        var id = await SendAsync(OrderSide.Buy, quantity, 100);
        await PollAsync(id);
        (await OrderAsync(id)).State.ShouldBe(OrderState.Filled);
        await ReconcileAfterAsync(60);
    }

    /// <summary>Books and venue agree to the last digit, the ledger adds up, the audit is whole, and nothing is reserved without an order.</summary>
    public async Task ShouldAgreeAsync()
    {
        var book = await BookAsync();
        var balances = await scene.Broker.GetBalancesAsync(default);
        balances.Cash.ShouldBe(book.Head.Cash);
        (book.SymbolOf(scene.Symbol).Held + book.UnmanagedOf(scene.Symbol.Base)).ShouldBe(balances.Coins.GetValueOrDefault(scene.Symbol.Base));
        book.Head.Reserved.ShouldBe(book.OpenOrders.Aggregate(Money.Zero, (sum, order) => sum + order.Reserved));
        var store = new PortfolioStore(tables);
        var audit = new List<AuditEntry>();
        await foreach (var entry in store.ReadAsync<AuditEntry>(Key, "audit", default)) audit.Add(entry);
        AuditEntry.FindBreak(audit).ShouldBeNull();
        var cash = 0m;
        await foreach (var entry in store.ReadAsync<LedgerEntry>(Key, "ledger", default))
        {
            entry.IsBalanced.ShouldBeTrue();
            cash += entry.Postings.Where(posting => posting.Account == LedgerAccounts.Cash).Sum(posting => posting.Amount.Amount);
        }
        cash.ShouldBe(book.Head.Cash.Amount);
    }

    /// <summary>Trades that the books have, in the order of their booking.</summary>
    public async Task<List<Fill>> FillsAsync()
    {
        var fills = new List<Fill>();
        await foreach (var fill in new PortfolioStore(tables).ReadAsync<Fill>(Key, "fill", default)) fills.Add(fill);
        return [.. fills.OrderBy(fill => fill.Sequence)];
    }

    private string TrackInput(ClientOrderId id) => Wire.Write(new TrackOrderInput(Key, id, scene.Symbol, Now));

    private void Begin()
    {
        sessions = new PortfolioSessions(new PortfolioStore(tables), [Key]);
        var outbox = new OutboxDrain(sessions, tables, held, held);
        var tracking = new TrackOrderFlow(sessions, outbox, this, this);
        catalogue = new WorkCatalogue();
        tracking.Register(catalogue);
        var kernel = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
        place = new PlaceOrderFlow(sessions, outbox, new HaltBoard(tables), this, this, kernel);
        reconcile = new ReconcileFlow(sessions, outbox, this, held, tracking, new VenueCheck(sessions, this, new VenueComparison(_ => null, 0.001m)), this);
    }
}
