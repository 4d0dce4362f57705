using System.Diagnostics;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Does what a commit promised: sends, starts, projects. Runs after a commit, at start-up and in Reconcile; twice has the effect of once.</summary>
public sealed class OutboxDrain(PortfolioSessions sessions, ITableStore tables, IMessageQueue queue, IWorkflowEngine engine)
{
    public async Task DrainAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        foreach (var item in book.Outbox.ToList())
        {
            await TwiceAsync(() => TracedAsync(book, item, cancellationToken));
            await TwiceAsync(() => sessions.Store.RemoveFromOutboxAsync(key, item, cancellationToken));
            book.RemoveFromOutbox(item);
        }
    }

    /// <summary>After a lost reply at once again: waiting for a retry would delay what comes after, and twice has the effect of once.</summary>
    private static async Task TwiceAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (AmbiguousException)
        {
            await act();
        }
    }

    /// <summary>Sends and starts join the trace of the cycle that decided their order, whoever drains.</summary>
    private Task TracedAsync(PortfolioBook book, OutboxItem item, CancellationToken cancellationToken)
    {
        if (!TraderTelemetry.IsTracing || item.Kind == OutboxKind.Project) return DoAsync(item, null, cancellationToken);
        var order = book.OpenOrders.FirstOrDefault(open => item.Key.Contains(open.Id.ToString(), StringComparison.Ordinal));
        return TraderTelemetry.TraceAsync(item.Kind + " " + item.Target, ActivityKind.Producer, order?.CycleId ?? item.Key, async span =>
        {
            span?.SetTag(TraderTelemetry.OrderTag, order?.Id.ToString());
            await DoAsync(item, span?.Id, cancellationToken);
            return true;
        });
    }

    private async Task DoAsync(OutboxItem item, string? traceParent, CancellationToken cancellationToken)
    {
        switch (item.Kind)
        {
            case OutboxKind.Send:
                var message = new QueueMessage(item.Key, item.Group, item.Body, item.SortKey, TraceParent: traceParent);
                if (await queue.SendAsync(item.Target, message, cancellationToken) == SendResult.TooLarge)
                    throw new InvalidOperationException($"message {item.Key} is too large for {item.Target}");
                break;
            case OutboxKind.Start:
                await engine.StartAsync(new WorkflowStart(item.Target, item.Key, item.Body, item.SortKey), cancellationToken);
                break;
            case OutboxKind.Project:
                await tables.UpsertAsync(item.Target, TableRow.OfJson(item.Group, item.Key, item.Body), cancellationToken);
                break;
            default:
                throw new CorruptException($"outbox item {item.Sequence} has an unknown kind {item.Kind}");
        }
    }
}
