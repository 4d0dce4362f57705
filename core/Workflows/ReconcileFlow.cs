using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Compares each portfolio with its venue. At start-up, before anything else is handled, it also settles orders that were being sent.</summary>
public sealed class ReconcileFlow(
    PortfolioSessions sessions, OutboxDrain outbox, IBrokers brokers, IWorkflowEngine engine, TrackOrderFlow tracking, VenueCheck check, ITradingClock clock)
{
    /// <summary>Past its validity and this, an order that was never sent has lost its message; sending it is refused anyway.</summary>
    private static readonly TimeSpan LostMessageAfter = TimeSpan.FromMinutes(5);

    /// <param name="atStart">Nobody else is at work: an order in Submitting was left by a process that ended.</param>
    /// <returns>What was compared and found, one per portfolio.</returns>
    public async Task<IReadOnlyList<Reconciliation>> RunAsync(DateTimeOffset scheduledFor, bool atStart, CancellationToken cancellationToken)
    {
        var records = new Reconciliation[sessions.Keys.Count];
        await sessions.ForEachAsync(async (place, key) =>
        {
            if (atStart) await SettleSubmittingAsync(key, cancellationToken);
            await outbox.DrainAsync(key, cancellationToken);
            // Whoever was found is followed from now on; without that it would be cancelled below as one that nobody follows.
            if (await SettleUnknownAsync(key, cancellationToken)) await outbox.DrainAsync(key, cancellationToken);
            await RefuseStaleAsync(key, cancellationToken);
            if (!atStart) await SettleUntrackedAsync(key, cancellationToken);
            records[place] = await check.RunAsync(key, scheduledFor, atStart, cancellationToken);
            TraderTelemetry.Reconciled(records[place]);
            await outbox.DrainAsync(key, cancellationToken);
        });
        return records;
    }

    /// <summary>Where a look-up is conclusive at once, the order becomes what it would be without the interruption; else it is Unknown.</summary>
    private async Task SettleSubmittingAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        foreach (var order in book.OpenOrders.Where(order => order.State == OrderState.Submitting).ToList())
        {
            var broker = brokers.For(book.Head);
            var conclusive = broker.Traits.ConclusiveAfter == TimeSpan.Zero;
            var found = conclusive ? await broker.FindAsync(order.Ref, cancellationToken) : null;
            var (now, venueNow) = (clock.Now, broker.VenueNow);
            await sessions.ChangeAsync(key, $"{Names.Reconcile}|{order.Id}#start", current =>
            {
                if (current.FindOpenOrder(order.Id) is not { State: OrderState.Submitting }) return false;
                if (!conclusive) current.MarkUnknown(order.Id, "the process ended while it was being sent", now, venueNow);
                else if (found is null) current.MarkNeverSent(order.Id);
                else current.MarkAccepted(order.Id, found.VenueOrderId, found.CreatedAt);
                return true;
            }, cancellationToken);
        }
    }

    /// <summary>Looks for an order that nobody knows of. That it is not found proves nothing yet: the schedule settles it.</summary>
    /// <returns>True where it was found: once the outbox is drained it is followed.</returns>
    public async Task<bool> FindAsync(PortfolioKey key, Order order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var broker = brokers.For((await sessions.GetAsync(key, cancellationToken)).Head);
        if (await broker.FindAsync(order.Ref, cancellationToken) is not { } found) return false;
        await SettleAsync(key, order, found, cancellationToken);
        return true;
    }

    /// <returns>True where one was found.</returns>
    private async Task<bool> SettleUnknownAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        var anyFound = false;
        foreach (var order in book.OpenOrders.Where(order => order.State == OrderState.Unknown).ToList())
        {
            var broker = brokers.For(book.Head);
            var found = await broker.FindAsync(order.Ref, cancellationToken);
            if (found is null)
            {
                if (!await HasPassedAsync(key, order, broker, cancellationToken)) continue;
                // Absence is believed only when a second complete look-up, and the list of open orders, agree.
                found = await broker.FindAsync(order.Ref, cancellationToken)
                    ?? (await broker.GetOpenOrdersAsync(cancellationToken)).FirstOrDefault(open => open.ClientOrderId == order.Id);
            }
            await SettleAsync(key, order, found, cancellationToken);
            anyFound |= found is not null;
        }
        return anyFound;
    }

    /// <summary>
    /// Whether the order's window has passed at the venue. It counts from when nobody knew any more: a slow connection or a full rate gate holds a request
    /// up after its saving. This machine's clock is no witness: in between somebody may have set it.
    /// </summary>
    private async Task<bool> HasPassedAsync(PortfolioKey key, Order order, IBroker broker, CancellationToken cancellationToken)
    {
        if (broker.Traits.ConclusiveAfter == TimeSpan.Zero) return true;
        if (broker.VenueNow is not { } now) return false;
        if (order.VenueUnknownAt is { } since) return now >= since + broker.Traits.ConclusiveAfter;
        await sessions.ChangeAsync(key, $"{Names.Reconcile}|{order.Id}#window", current => current.BeginWindow(order.Id, now), cancellationToken);
        return false;
    }

    /// <param name="found">Null where it is proven absent.</param>
    private async Task SettleAsync(PortfolioKey key, Order order, VenueOrder? found, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        await sessions.ChangeAsync(key, $"{Names.Reconcile}|{order.Id}#unknown", current =>
        {
            if (current.FindOpenOrder(order.Id) is not { State: OrderState.Unknown }) return false;
            if (found is null) current.Finish(order.Id, OrderState.NotPlaced, "two complete look-ups found nothing", now);
            else current.MarkAccepted(order.Id, found.VenueOrderId, found.CreatedAt);
            return true;
        }, cancellationToken);
    }

    /// <summary>Frees the reservation of an order whose message died (dead letters, a queue that was emptied).</summary>
    private async Task RefuseStaleAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        var now = clock.Now;
        foreach (var order in book.OpenOrders) TraderTelemetry.OrderIsOpen(now - order.CreatedAt);
        foreach (var order in book.OpenOrders.Where(order => order.State == OrderState.Created && now > order.ValidUntil + LostMessageAfter).ToList())
        {
            await sessions.ChangeAsync(key, $"{Names.Reconcile}|{order.Id}#stale", current =>
            {
                if (current.FindOpenOrder(order.Id) is not { State: OrderState.Created }) return false;
                current.Finish(order.Id, OrderState.Refused, "stale: it was never sent", now);
                return true;
            }, cancellationToken);
        }
    }

    /// <summary>An accepted order whose tracking has ended is polled here, so that nothing stays open unseen.</summary>
    private async Task SettleUntrackedAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        foreach (var order in book.OpenOrders.Where(order => order.State == OrderState.Accepted).ToList())
        {
            var tracker = await engine.GetAsync($"{Names.TrackOrder}|{order.Id}", cancellationToken);
            if (tracker is { Status: WorkflowStatus.Running }) continue;
            await brokers.For(book.Head).CancelAsync(order.Ref, cancellationToken);
            await tracking.SettleAsync(key, order, $"{Names.Reconcile}|{order.Id}", cancellationToken);
        }
    }
}
