using System.Runtime.CompilerServices;

namespace PowerTrader.Core.Ports;

public static class TableStoreExtensions
{
    /// <summary>All rows of the query, page after page.</summary>
    public static async IAsyncEnumerable<TableRow> ReadAllAsync(
        this ITableStore store, TableQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? continuation = null;
        do
        {
            var page = await store.QueryAsync(query, continuation, cancellationToken);
            foreach (var row in page.Rows) yield return row;
            continuation = page.Continuation;
        }
        while (continuation is not null);
    }

    /// <summary>Writes one row, whatever is there.</summary>
    public static async Task UpsertAsync(this ITableStore store, string table, TableRow row, CancellationToken cancellationToken)
    {
        var result = await store.WriteAsync(table, row.Partition, [new TableOperation.Upsert(row)], cancellationToken);
        if (result is not TableWriteResult.Written)
            throw new InvalidOperationException($"row {row.Partition}/{row.Row} of {table} was refused: {result}");
    }
}
