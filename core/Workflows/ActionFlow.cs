using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>A person's requests: previewed, carried out once per key, or taken from the queue where another process left them.</summary>
public sealed class ActionFlow(
    PortfolioSessions sessions, OutboxDrain outbox, HaltBoard halts, MarketViews markets, TradeKernel kernel, IBrokers brokers, TrackOrderFlow tracking,
    ITableStore tables, ITradingClock clock, TimeProvider wall)
{
    /// <summary>A request that waited longer, in the asker's own time, is not carried out.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly ActionDesk desk = new(kernel);

    /// <summary>Prices come from what the store holds: for a process that looks at a market which it cannot ask.</summary>
    public bool StoredQuotesOnly { get; set; }

    public async Task<ActionAnswer> PreviewAsync(PortfolioKey key, ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var view = await ViewAsync(key, request.Symbol, cancellationToken);
        var book = await sessions.GetAsync(key, cancellationToken);
        return ActionAnswer.Of(request.Key, ActionOutcome.Previewed, desk.Plan(book, request, view(book)).Preview);
    }

    /// <summary>Carries it out, or says why not. The same key again answers with what the first one did and never acts twice; a refused one is judged anew.</summary>
    public async Task<ActionAnswer> PerformAsync(PortfolioKey key, ActionRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (await RepeatedAsync(key, request, cancellationToken) is { } repeated) return repeated;
        var view = await ViewAsync(key, request.Symbol, cancellationToken);
        var commitId = "action|" + request.Key;
        (ActionPlan Plan, Order? Order) done;
        try
        {
            done = await sessions.ChangeAsync(key, commitId, book =>
            {
                var plan = desk.Plan(book, request, view(book));
                return (plan, plan.IsRefused ? null : ActionDesk.Apply(book, plan, clock.Now, commitId));
            }, cancellationToken);
        }
        catch (TransientException)
        {
            // Another process used the key between the look and the commit: the row of the key refuses every commit of ours.
            if (await RepeatedAsync(key, request, cancellationToken) is { } first) return first;
            throw;
        }
        await outbox.DrainAsync(key, cancellationToken);
        return ActionAnswer.Of(request.Key, ActionOutcome.Done, done.Plan.Preview, done.Order);
    }

    /// <summary>Null where there is no such order. One that was not sent is refused; one at the venue is cancelled there, and what filled stays.</summary>
    public async Task<ActionAnswer?> CancelAsync(PortfolioKey key, ClientOrderId id, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        if (book.FindOpenOrder(id) is not { } order)
        {
            return await sessions.Store.GetOrderAsync(key, id, cancellationToken) is { } final
                ? new ActionAnswer(id.ToString(), ActionOutcome.Repeated, null, OrderView.Of(final), [])
                : null;
        }
        if (order.State is OrderState.Submitting or OrderState.Unknown)
        {
            return ActionAnswer.Refused(id.ToString(), ActionRefusal.Forbidden(
                "id", id.ToString(), "UnknownOrder", $"it is {order.State.ToString().ToLowerInvariant()}: nobody knows yet whether the venue has it",
                "ask again after the next reconciliation, within five minutes"));
        }
        var now = clock.Now;
        var refused = await sessions.ChangeAsync(key, $"cancel|{id}", current =>
        {
            if (current.FindOpenOrder(id) is not { State: OrderState.Created }) return false;
            current.Finish(id, OrderState.Refused, "cancelled by hand before it was sent", now);
            return true;
        }, cancellationToken);
        if (!refused)
        {
            await brokers.For(book.Head).CancelAsync(order.Ref, cancellationToken);
            await tracking.SettleAsync(key, order, $"cancel|{id}|{now.UtcTicks}", cancellationToken);
        }
        await outbox.DrainAsync(key, cancellationToken);
        return new ActionAnswer(id.ToString(), ActionOutcome.Done, null, await OrderAsync(key, id, cancellationToken), []);
    }

    /// <summary>One message of the queue; its answer becomes a row that the asker reads.</summary>
    public async Task<HandlerOutcome> HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        ActionMessage action;
        try
        {
            action = Wire.Read<ActionMessage>(message.Body);
        }
        catch (CorruptException fault)
        {
            return new HandlerOutcome.DeadLetter("Unreadable", fault.Message);
        }
        var answer = wall.GetUtcNow() > action.ValidUntil
            ? ActionAnswer.Refused(action.Request.Key, ActionRefusal.Forbidden(
                "key", action.Request.Key, "Stale", $"it waited past {action.ValidUntil:yyyy-MM-dd HH:mm:ss} UTC", "ask again while the trader runs"))
            : await PerformAsync(action.Portfolio, action.Request, cancellationToken);
        await tables.UpsertAsync(
            Names.ActionAnswers, TableRow.OfJson(action.Portfolio.ToString(), message.MessageId, Wire.Write(answer)), cancellationToken);
        return HandlerOutcome.Completed;
    }

    private async Task<ActionAnswer?> RepeatedAsync(PortfolioKey key, ActionRequest request, CancellationToken cancellationToken)
    {
        if (await sessions.Store.GetKeyAsync(key, request.Key, cancellationToken) is not { } used) return null;
        if (used.Request != request.Text)
        {
            return ActionAnswer.Refused(request.Key, ActionRefusal.Invalid(
                "key", request.Key, "was used for another request", "take a new key for every new wish"));
        }
        // Whoever used it may have ended before it was sent.
        await outbox.DrainAsync(key, cancellationToken);
        var order = used.OrderId is { } id ? await OrderAsync(key, ClientOrderId.Parse(id), cancellationToken) : null;
        return new ActionAnswer(request.Key, ActionOutcome.Repeated, null, order, []);
    }

    private async Task<OrderView?> OrderAsync(PortfolioKey key, ClientOrderId id, CancellationToken cancellationToken) =>
        await sessions.Store.GetOrderAsync(key, id, cancellationToken) is { } order ? OrderView.Of(order) : null;

    /// <summary>Everything but the book, which is looked at again within the commit.</summary>
    private async Task<Func<PortfolioBook, ActionView>> ViewAsync(PortfolioKey key, Symbol symbol, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        await kernel.EnsureAsync(book, cancellationToken);
        var head = book.Head;
        var tenant = await halts.OfTenantAsync(key.Tenant, cancellationToken);
        var quote = StoredQuotesOnly ? Stored(symbol) : await brokers.For(head).GetQuoteAsync(symbol, cancellationToken);
        var now = clock.Now;
        var market = markets.Of(symbol, quote, now);
        return book => new ActionView(market, HaltBoard.Effective(tenant, book, symbol), now, markets.BidOf);
    }

    /// <summary>Taken as fresh: it is only looked at, and whoever carries a request out asks the venue.</summary>
    private Quote? Stored(Symbol symbol) => markets.QuoteOf(symbol)?.Quote is { } quote ? quote with { VenueTime = clock.Now } : null;
}
