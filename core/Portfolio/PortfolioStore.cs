using System.Globalization;
using System.Runtime.ExceptionServices;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Portfolio;

/// <summary>How a commit ended.</summary>
public enum CommitResult
{
    Committed,

    /// <summary>Somebody else changed the portfolio: load it again and decide again.</summary>
    Conflict,
}

/// <summary>Aggregate ↔ rows of one partition. A commit is one atomic batch guarded by the head's ETag.</summary>
public sealed class PortfolioStore(ITableStore tables)
{
    private const string HeadRow = "head";

    /// <summary>Numbers asked for at once when reading backwards.</summary>
    private const int ReadBack = 500;
    private const int MaxLoads = 20;

    private long commits;

    /// <summary>Commits that were really written.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>What the store can tell about changes without a read; null where it cannot.</summary>
    public ITableChanges? Changes { get; } = tables as ITableChanges;

    /// <summary>The head's version, for a cheap look whether a loaded book is current; null where there is no portfolio.</summary>
    public async Task<string?> GetVersionAsync(PortfolioKey key, CancellationToken cancellationToken) =>
        (await tables.GetAsync(Names.Portfolios, key.ToString(), HeadRow, cancellationToken))?.ETag;

    /// <summary>The head alone, as it is now; null where there is no such portfolio.</summary>
    public async Task<PortfolioHead?> GetHeadAsync(PortfolioKey key, CancellationToken cancellationToken) =>
        await tables.GetAsync(Names.Portfolios, key.ToString(), HeadRow, cancellationToken) is { } row ? Wire.Read<PortfolioHead>(row.Json) : null;

    /// <summary>The portfolio as of one moment, also while somebody else commits.</summary>
    /// <exception cref="CorruptException">Its rows do not belong together.</exception>
    /// <exception cref="TransientException">It was changed at every attempt.</exception>
    public async Task<(PortfolioBook Book, string ETag)?> LoadAsync(PortfolioKey key, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxLoads; attempt++)
        {
            var row = await tables.GetAsync(Names.Portfolios, key.ToString(), HeadRow, cancellationToken);
            if (row is null) return null;
            PortfolioBook? book = null;
            ExceptionDispatchInfo? torn = null;
            try
            {
                book = await ReadAsync(key.ToString(), row, cancellationToken);
            }
            catch (CorruptException fault)
            {
                torn = ExceptionDispatchInfo.Capture(fault);
            }
            // The rows were read one query after another: only where the head stands still do they belong together, or are they damaged.
            if (await GetVersionAsync(key, cancellationToken) != row.ETag) continue;
            torn?.Throw();
            return (book!, row.ETag!);
        }
        throw new TransientException($"portfolio {key} was changed by somebody else while it was read, {MaxLoads} times in a row");
    }

    private async Task<PortfolioBook> ReadAsync(string partition, TableRow row, CancellationToken cancellationToken)
    {
        var book = new PortfolioBook(Wire.Read<PortfolioHead>(row.Json));
        await foreach (var symbolRow in tables.ReadAllAsync(TableQuery.Prefix(Names.Portfolios, partition, "sym|"), cancellationToken))
        {
            var symbol = Wire.Read<SymbolBook>(symbolRow.Json);
            var open = new List<Order>();
            foreach (var id in symbol.OpenOrders) open.Add(await RequireOrderAsync(partition, id, cancellationToken));
            book.Restore(symbol, open);
        }
        await foreach (var lotRow in tables.ReadAllAsync(TableQuery.Prefix(Names.Portfolios, partition, "lot|"), cancellationToken))
            book.Restore(Wire.Read<Lot>(lotRow.Json));
        await foreach (var outRow in tables.ReadAllAsync(TableQuery.Prefix(Names.Portfolios, partition, "out|"), cancellationToken))
            book.Restore(Wire.Read<OutboxItem>(outRow.Json));
        book.MarkCommitted();
        return book;
    }

    /// <summary>Writes all changes, or nothing. Marks the book as committed on success.</summary>
    /// <param name="etag">The head's version that the book was loaded with; null creates the portfolio.</param>
    /// <param name="commitId">Derived from the workflow instance and step: it tells after a lost reply whether the commit happened.</param>
    /// <returns>The result, and the head's new version where committed; null with <see cref="CommitResult.Committed"/> where only the commit's id
    /// tells that it happened: load the book again before using it.</returns>
    public async Task<(CommitResult Result, string? ETag)> CommitAsync(
        PortfolioBook book, string? etag, string commitId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(book);
        book.SetCommitId(commitId);
        var operations = Operations(book, etag);
        TableWriteResult result;
        try
        {
            result = await tables.WriteAsync(Names.Portfolios, book.Key.ToString(), operations, cancellationToken);
        }
        catch (AmbiguousException)
        {
            result = new TableWriteResult.Conflict(HeadRow);
        }
        switch (result)
        {
            case TableWriteResult.Written written:
                Interlocked.Increment(ref commits);
                book.MarkCommitted();
                return (CommitResult.Committed, written.ETags[0]);
            case TableWriteResult.TooLarge tooLarge:
                throw new InvalidOperationException($"commit {commitId} is too large: {tooLarge.Rule}");
            default:
                return await AfterConflictAsync(book, commitId, etag, cancellationToken);
        }
    }

    /// <summary>Deletes outbox rows that were done. Deleting one that is gone already is no fault.</summary>
    public async Task RemoveFromOutboxAsync(PortfolioKey key, OutboxItem item, CancellationToken cancellationToken) =>
        await tables.WriteAsync(Names.Portfolios, key.ToString(), [new TableOperation.Delete(OutRow(item.Sequence))], cancellationToken);

    /// <summary>Rows of one kind, oldest first: <c>fill</c>, <c>ledger</c>, <c>audit</c> or <c>order</c>; of closed deals, <c>deal</c>.</summary>
    public async IAsyncEnumerable<T> ReadAsync<T>(
        PortfolioKey key, string kind, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.Portfolios, key.ToString(), kind + "|"), cancellationToken))
            yield return Wire.Read<T>(row.Json);
    }

    /// <summary>Numbered rows of one kind (<c>ledger</c> or <c>audit</c>) from an instant on, oldest first; read backwards, so that the past before it costs nothing.</summary>
    /// <param name="last">Number of the newest one that counts.</param>
    /// <param name="timeOf">May stand a little before that of an earlier row: venues have clocks of their own.</param>
    public async Task<IReadOnlyList<T>> ReadSinceAsync<T>(
        PortfolioKey key, string kind, long last, DateTimeOffset from, Func<T, DateTimeOffset> timeOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(timeOf);
        var found = new List<T>();
        for (var to = last + 1; to > 1; to -= ReadBack)
        {
            var query = new TableQuery(Names.Portfolios, key.ToString(), Numbered(kind, Math.Max(1, to - ReadBack)), Numbered(kind, to));
            var block = new List<T>();
            await foreach (var row in tables.ReadAllAsync(query, cancellationToken)) block.Add(Wire.Read<T>(row.Json));
            found.InsertRange(0, block);
            if (block.Count == 0 || block.TrueForAll(each => timeOf(each) < from)) break;
        }
        return [.. found.Where(each => timeOf(each) >= from)];
    }

    public async Task<Order?> GetOrderAsync(PortfolioKey key, ClientOrderId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Portfolios, key.ToString(), OrderRow(id), cancellationToken);
        return row is null ? null : Wire.Read<Order>(row.Json);
    }

    /// <summary>What an idempotency key was used for; null where it was not.</summary>
    public async Task<KeyRecord?> GetKeyAsync(PortfolioKey key, string idempotencyKey, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Portfolios, key.ToString(), KeyRow(idempotencyKey), cancellationToken);
        return row is null ? null : Wire.Read<KeyRecord>(row.Json);
    }

    /// <summary>Null where this trade of the venue is not booked.</summary>
    public async Task<Fill?> GetFillAsync(PortfolioKey key, string tradeId, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Portfolios, key.ToString(), "fill|" + tradeId, cancellationToken);
        return row is null ? null : Wire.Read<Fill>(row.Json);
    }

    /// <summary>Null where no such deal was closed since closed deals are kept.</summary>
    public async Task<ClosedDeal?> GetClosedDealAsync(PortfolioKey key, long number, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Portfolios, key.ToString(), DealRow(number), cancellationToken);
        return row is null ? null : Wire.Read<ClosedDeal>(row.Json);
    }

    private async Task<(CommitResult, string?)> AfterConflictAsync(PortfolioBook book, string commitId, string? etag, CancellationToken cancellationToken)
    {
        var head = await tables.GetAsync(Names.Portfolios, book.Key.ToString(), HeadRow, cancellationToken);
        var mine = head is not null && head.ETag != etag && Wire.Read<PortfolioHead>(head.Json).CommitId == commitId;
        if (!mine) return (CommitResult.Conflict, null);
        // The same step, written by another host, may have seen less than this one: what is stored counts.
        Interlocked.Increment(ref commits);
        return (CommitResult.Committed, null);
    }

    private static List<TableOperation> Operations(PortfolioBook book, string? etag)
    {
        var partition = book.Key.ToString();
        var changes = book.Changes;
        var operations = new List<TableOperation>();
        TableRow Row<T>(string key, T value) => TableRow.OfJson(partition, key, Wire.Write(value));
        var head = Row(HeadRow, book.Head);
        operations.Add(etag is null ? new TableOperation.Insert(head) : new TableOperation.Replace(head, etag));
        foreach (var symbol in changes.Symbols) operations.Add(new TableOperation.Upsert(Row("sym|" + symbol, book.SymbolOf(symbol))));
        foreach (var order in changes.Orders.Values) operations.Add(new TableOperation.Upsert(Row(OrderRow(order.Id), order)));
        foreach (var lot in changes.Lots.Values)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"lot|{lot.Symbol}|{lot.Id:D12}");
            operations.Add(lot.Quantity.IsZero ? new TableOperation.Delete(key) : new TableOperation.Upsert(Row(key, lot)));
        }
        foreach (var fill in changes.Fills) operations.Add(new TableOperation.Insert(Row("fill|" + fill.TradeId, fill)));
        foreach (var closed in changes.ClosedDeals) operations.Add(new TableOperation.Upsert(Row(DealRow(closed.Deal.Number), closed)));
        foreach (var entry in changes.Ledger) operations.Add(new TableOperation.Insert(Row(Numbered("ledger", entry.Sequence), entry)));
        foreach (var entry in changes.Audit) operations.Add(new TableOperation.Insert(Row(Numbered("audit", entry.Sequence), entry)));
        foreach (var item in changes.Outbox) operations.Add(new TableOperation.Insert(Row(OutRow(item.Sequence), item)));
        // Inserted, never replaced: whoever uses a key second loses the whole commit.
        foreach (var key in changes.Keys) operations.Add(new TableOperation.Insert(Row(KeyRow(key.Key), key)));
        return operations;
    }

    private async Task<Order> RequireOrderAsync(string partition, ClientOrderId id, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Portfolios, partition, OrderRow(id), cancellationToken)
            ?? throw new CorruptException($"portfolio {partition}: open order {id} has no row");
        return Wire.Read<Order>(row.Json);
    }

    private static string OrderRow(ClientOrderId id) => "order|" + id;

    private static string KeyRow(string idempotencyKey) => "key|" + idempotencyKey;

    private static string DealRow(long number) => Numbered("deal", number);

    private static string OutRow(long sequence) => Numbered("out", sequence);

    private static string Numbered(string kind, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{kind}|{sequence:D12}");
}
