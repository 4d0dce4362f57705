using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Tables in memory with the same rules as every other adapter, for tests whose subject is not storage. Thread-safe.</summary>
public sealed class InMemoryTableStore : ITableStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Table, string Partition), SortedDictionary<string, TableRow>> partitions = [];
    private long version;

    /// <summary>Batches that were written.</summary>
    public long Commits { get; private set; }

    public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckTable(table);
        TableRules.CheckKey(partition);
        TableRules.CheckKey(row);
        lock (gate) return Task.FromResult(PartitionOf(table, partition).GetValueOrDefault(row));
    }

    public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 1000);
        TableRules.CheckTable(query.Table);
        TableRules.CheckKey(query.Partition);
        var from = continuation ?? query.From ?? "";
        var rows = new List<TableRow>();
        lock (gate)
        {
            foreach (var (key, row) in PartitionOf(query.Table, query.Partition))
            {
                if (string.CompareOrdinal(key, from) < 0) continue;
                if (query.To is { } to && string.CompareOrdinal(key, to) >= 0) break;
                if (rows.Count == query.PageSize) return Task.FromResult(new TablePage(rows, key));
                rows.Add(row);
            }
        }
        return Task.FromResult(new TablePage(rows, null));
    }

    public Task<TableWriteResult> WriteAsync(
        string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckTable(table);
        if (TableRules.Check(partition, operations) is { } rule) return Task.FromResult<TableWriteResult>(new TableWriteResult.TooLarge(rule));
        lock (gate) return Task.FromResult(Apply(PartitionOf(table, partition), operations));
    }

    private TableWriteResult Apply(SortedDictionary<string, TableRow> rows, IReadOnlyList<TableOperation> operations)
    {
        foreach (var operation in operations)
        {
            if (Refuse(rows, operation) is { } refusal) return refusal;
        }
        var etags = new string?[operations.Count];
        for (var i = 0; i < etags.Length; i++)
        {
            if (TableRules.RowOf(operations[i]) is { } row) rows[row.Row] = Stored(row, etags[i] = $"{++version}");
            else rows.Remove(operations[i].RowKey);
        }
        Commits++;
        return new TableWriteResult.Written(etags);
    }

    private static TableWriteResult? Refuse(SortedDictionary<string, TableRow> rows, TableOperation operation)
    {
        if (operation is TableOperation.Upsert) return null;
        var current = rows.GetValueOrDefault(operation.RowKey);
        if (operation is TableOperation.Insert) return current is null ? null : new TableWriteResult.AlreadyExists(operation.RowKey);
        if (current is null) return new TableWriteResult.NotFound(operation.RowKey);
        var ifMatch = operation is TableOperation.Replace replace ? replace.IfMatch : ((TableOperation.Delete)operation).IfMatch;
        return ifMatch == "*" || ifMatch == current.ETag ? null : new TableWriteResult.Conflict(operation.RowKey);
    }

    private static TableRow Stored(TableRow row, string etag)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in row.Properties)
        {
            if (value is null) continue;
            properties[name] = value switch
            {
                byte[] bytes => bytes.Clone(),
                DateTimeOffset time => time.ToUniversalTime(),
                _ => value,
            };
        }
        return new TableRow(row.Partition, row.Row, properties, etag);
    }

    private SortedDictionary<string, TableRow> PartitionOf(string table, string partition)
    {
        var name = table.ToLowerInvariant();
        if (!partitions.TryGetValue((name, partition), out var rows))
            partitions[(name, partition)] = rows = new SortedDictionary<string, TableRow>(StringComparer.Ordinal);
        return rows;
    }
}
