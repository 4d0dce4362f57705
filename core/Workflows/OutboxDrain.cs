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
            await TwiceAsync(() => DoAsync(item, cancellationToken));
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

    private async Task DoAsync(OutboxItem item, CancellationToken cancellationToken)
    {
        switch (item.Kind)
        {
            case OutboxKind.Send:
                var message = new QueueMessage(item.Key, item.Group, item.Body, item.SortKey);
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
