using System.Globalization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

/// <summary>Tables in the store's file, with Azure Table Storage's rules (<see cref="TableRules"/>).</summary>
public sealed class SqliteTableStore(SqliteStore store) : ITableStore, ITableChanges
{
    private const string SelectOne = "SELECT version, body FROM rows WHERE tbl = $1 AND part = $2 AND row = $3";
    private const string SelectVersion = "SELECT version FROM rows WHERE tbl = $1 AND part = $2 AND row = $3";
    private const string SelectFrom = "SELECT row, version, body FROM rows WHERE tbl = $1 AND part = $2 AND row >= $3 ORDER BY row LIMIT $4";
    private const string SelectRange = "SELECT row, version, body FROM rows WHERE tbl = $1 AND part = $2 AND row >= $3 AND row < $4 ORDER BY row LIMIT $5";
    private const string DeleteRow = "DELETE FROM rows WHERE tbl = $1 AND part = $2 AND row = $3";
    private const string UpsertRow =
        "INSERT INTO rows VALUES($1, $2, $3, $4, $5) ON CONFLICT(tbl, part, row) DO UPDATE SET version = excluded.version, body = excluded.body";

    public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckTable(table);
        TableRules.CheckKey(partition);
        TableRules.CheckKey(row);
        return Task.FromResult(store.Read(s =>
        {
            using var reader = s.Statement(SelectOne).Query(Stored(table), partition, OrdinalText.Encode(row));
            return reader.Read() ? RowOf(partition, row, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)) : null;
        }));
    }

    public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 1000);
        TableRules.CheckTable(query.Table);
        TableRules.CheckKey(query.Partition);
        return Task.FromResult(store.Read(s => ReadPage(s, query, continuation)));
    }

    public Task<TableWriteResult> WriteAsync(
        string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TableRules.CheckTable(table);
        if (TableRules.Check(partition, operations) is { } rule)
            return Task.FromResult<TableWriteResult>(new TableWriteResult.TooLarge(rule));
        var bodies = new byte[]?[operations.Count];
        for (var i = 0; i < bodies.Length; i++)
        {
            if (TableRules.RowOf(operations[i]) is { } row) bodies[i] = RowCodec.Encode(row.Properties);
        }
        try
        {
            return Task.FromResult(store.Write(s => Apply(s, Stored(table), partition, operations, bodies)));
        }
        finally
        {
            store.Changes.Written(table, partition);
        }
    }

    public void LookForForeignCommits() => store.Changes.Saw(store.ForeignVersion());

    public long CountOf(string table, string partition) => store.Changes.CountOf(table, partition);

    private static TableWriteResult Apply(
        SqliteStore s, string table, string partition, IReadOnlyList<TableOperation> operations, byte[]?[] bodies)
    {
        var etags = new string?[operations.Count];
        for (var i = 0; i < etags.Length; i++)
        {
            var key = OrdinalText.Encode(operations[i].RowKey);
            if (Refuse(s, table, partition, key, operations[i]) is { } refusal)
            {
                s.Abort();
                return refusal;
            }
            if (bodies[i] is { } body)
            {
                var version = s.NextVersion();
                s.Statement(UpsertRow).Execute(table, partition, key, version, body);
                etags[i] = ETag(version);
            }
            else
            {
                s.Statement(DeleteRow).Execute(table, partition, key);
            }
        }
        return new TableWriteResult.Written(etags);
    }

    private static TableWriteResult? Refuse(SqliteStore s, string table, string partition, string key, TableOperation operation)
    {
        if (operation is TableOperation.Upsert) return null;
        var current = (long?)s.Statement(SelectVersion).Scalar(table, partition, key);
        if (operation is TableOperation.Insert) return current is null ? null : new TableWriteResult.AlreadyExists(operation.RowKey);
        if (current is null) return new TableWriteResult.NotFound(operation.RowKey);
        var ifMatch = operation is TableOperation.Replace replace ? replace.IfMatch : ((TableOperation.Delete)operation).IfMatch;
        return ifMatch == "*" || ifMatch == ETag(current.Value) ? null : new TableWriteResult.Conflict(operation.RowKey);
    }

    private static TablePage ReadPage(SqliteStore s, TableQuery query, string? continuation)
    {
        var table = Stored(query.Table);
        var from = OrdinalText.Encode(continuation ?? query.From ?? "");
        using var reader = query.To is null
            ? s.Statement(SelectFrom).Query(table, query.Partition, from, query.PageSize + 1)
            : s.Statement(SelectRange).Query(table, query.Partition, from, OrdinalText.Encode(query.To), query.PageSize + 1);
        var rows = new List<TableRow>();
        while (reader.Read())
        {
            var row = OrdinalText.Decode(reader.GetString(0));
            if (rows.Count == query.PageSize) return new TablePage(rows, row);
            rows.Add(RowOf(query.Partition, row, reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }
        return new TablePage(rows, null);
    }

    private static TableRow RowOf(string partition, string row, long version, byte[] body) =>
        new(partition, row, RowCodec.Decode(body, partition, row), ETag(version));

    /// <summary>Case does not tell two tables apart.</summary>
    private static string Stored(string table) => table.ToLowerInvariant();

    private static string ETag(long version) => version.ToString("x", CultureInfo.InvariantCulture);
}
