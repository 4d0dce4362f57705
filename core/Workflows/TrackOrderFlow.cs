using System.Diagnostics;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Follows an accepted order to its end: polls, books partial fills as they come, cancels after a minute, fetches once more.</summary>
public sealed class TrackOrderFlow(PortfolioSessions sessions, OutboxDrain outbox, IBrokers brokers, ITradingClock clock)
{
    public const string PollActivity = "PollOrder";
    public const string CancelActivity = "CancelOrder";

    /// <summary>Fills of one commit at most: each brings up to six rows, and those of the lots that it takes, and a commit holds one hundred.</summary>
    private const int FillsPerCommit = 8;

    private const string Final = "final";
    private const string Open = "open";

    private static readonly TimeSpan CancelAfter = TimeSpan.FromSeconds(60);
    private static readonly int[] PollGapSeconds = [1, 2, 4, 8, 15];
    private static readonly int[] AfterCancelSeconds = [0, 1, 5, 15, 60, 300];

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue.Workflow(Names.TrackOrder, WorkPhase.TrackOrder, TrackAsync).Activity(PollActivity, PollAsync).Activity(CancelActivity, CancelAsync);
    }

    public static async Task<string> TrackAsync(IWorkflowContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var due = Wire.Read<TrackOrderInput>(context.Input).AcceptedAt;
        var cancelAt = due + CancelAfter;
        foreach (var gap in PollGapSeconds)
        {
            due += TimeSpan.FromSeconds(gap);
            await context.DelayUntilAsync(due);
            if (await context.CallActivityAsync(PollActivity, context.Input, ActivityRetry.Standard) == Final) return Final;
        }
        await context.DelayUntilAsync(cancelAt);
        await context.CallActivityAsync(CancelActivity, context.Input, ActivityRetry.Standard);
        foreach (var seconds in AfterCancelSeconds)
        {
            await context.DelayUntilAsync(cancelAt + TimeSpan.FromSeconds(seconds));
            if (await context.CallActivityAsync(PollActivity, context.Input, ActivityRetry.Standard) == Final) return Final;
        }
        return Open;
    }

    /// <summary>Books what the venue filled and ends the order where the venue ended it. Reconcile uses it for orders that nobody tracks.</summary>
    public Task<bool> SettleAsync(PortfolioKey key, Order order, string commitId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return TraderTelemetry.TraceAsync("SettleOrder", ActivityKind.Internal, order.CycleId, async span =>
        {
            span?.SetTag(TraderTelemetry.TenantTag, key.Tenant).SetTag(TraderTelemetry.PortfolioTag, key.Portfolio).SetTag(TraderTelemetry.OrderTag, order.Id.ToString());
            var ended = await SettleAsync(key, order, commitId, span, cancellationToken);
            span?.SetTag(TraderTelemetry.OutcomeTag, ended ? Final : Open);
            return ended;
        });
    }

    private async Task<bool> SettleAsync(PortfolioKey key, Order order, string commitId, Activity? span, CancellationToken cancellationToken)
    {
        var broker = brokers.For((await sessions.GetAsync(key, cancellationToken)).Head);
        var venue = await broker.FindAsync(order.Ref, cancellationToken);
        if (venue is null) return false;
        var fills = await broker.GetFillsAsync(order.Ref, cancellationToken);
        var now = clock.Now;
        var more = true;
        for (var part = 0; more; part++)
        {
            more = await sessions.ChangeAsync(key, $"{commitId}#{part}", book =>
            {
                var booked = 0;
                foreach (var fill in fills)
                {
                    if (book.FindOpenOrder(order.Id) is null) return false;
                    if (booked == FillsPerCommit || (booked > 0 && !book.HasRoomFor(order.Symbol))) return true;
                    if (!book.BookFill(fill, order.Id)) continue;
                    booked++;
                    span?.AddEvent(new ActivityEvent("fill"));
                }
                if (book.FindOpenOrder(order.Id) is { } open && FinalState(venue) is { } state && open.Filled >= venue.FilledQuantity)
                    book.Finish(order.Id, state, null, now);
                return false;
            }, cancellationToken);
        }
        return (await sessions.GetAsync(key, cancellationToken)).FindOpenOrder(order.Id) is null;
    }

    private async Task<string> PollAsync(string input, CancellationToken cancellationToken)
    {
        var track = Wire.Read<TrackOrderInput>(input);
        var order = (await sessions.GetAsync(track.Portfolio, cancellationToken)).FindOpenOrder(track.OrderId);
        var final = order is null || await SettleAsync(track.Portfolio, order, $"{Names.TrackOrder}|{track.OrderId}", cancellationToken);
        await outbox.DrainAsync(track.Portfolio, cancellationToken);
        return final ? Final : Open;
    }

    private async Task<string> CancelAsync(string input, CancellationToken cancellationToken)
    {
        var track = Wire.Read<TrackOrderInput>(input);
        var book = await sessions.GetAsync(track.Portfolio, cancellationToken);
        if (book.FindOpenOrder(track.OrderId) is not { } open) return Final;
        await TraderTelemetry.TraceAsync(
            CancelActivity, ActivityKind.Client, open.CycleId, _ => brokers.For(book.Head).CancelAsync(open.Ref, cancellationToken));
        return Open;
    }

    private static OrderState? FinalState(VenueOrder venue) => venue.Status switch
    {
        VenueOrderStatus.Filled => OrderState.Filled,
        VenueOrderStatus.Cancelled => OrderState.Cancelled,
        VenueOrderStatus.Rejected => OrderState.Rejected,
        VenueOrderStatus.Expired => OrderState.Expired,
        _ => null,
    };
}
