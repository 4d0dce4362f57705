using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Metering;

/// <summary>Counts requests, rows and lasting bytes. It hides that the store tells of changes: the cloud's does not.</summary>
public sealed class MeteredTables(PortMeter meter, ITableStore inner) : ITableStore
{
    /// <summary>The embedded runtime's own: in the cloud the timers of the host know when they are due.</summary>
    private const string SchedulesTable = Scheduling.ScheduleBook.Table;

    private readonly Dictionary<(string Table, string Partition, string Row), double> written = [];

    public async Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        var found = await inner.GetAsync(table, partition, row, cancellationToken);
        Count(table, partition, CloudMeter.TableReads, 1);
        return found;
    }

    public async Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var page = await inner.QueryAsync(query, continuation, cancellationToken);
        Count(query.Table, query.Partition, CloudMeter.TableQueries, Math.Max(1, page.Rows.Count));
        return page;
    }

    public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(operations);
        Count(table, partition, CloudMeter.TableWrites, operations.Count);
        if (table != SchedulesTable) CountBytes(table, partition, operations);
        return inner.WriteAsync(table, partition, operations, cancellationToken);
    }

    private void Count(string table, string partition, CloudMeter kind, int rows)
    {
        if (table == SchedulesTable) return;
        meter.Add(kind);
        meter.AddRows(table, partition, rows);
    }

    /// <summary>A row that was there before the count began, and is replaced, takes the place of itself.</summary>
    private void CountBytes(string table, string partition, IReadOnlyList<TableOperation> operations)
    {
        foreach (var operation in operations)
        {
            var key = (table, partition, operation.RowKey);
            if (operation is TableOperation.Delete)
            {
                if (written.Remove(key, out var gone)) meter.Add(CloudMeter.StoredBytes, -gone);
            }
            else if (operation is not TableOperation.Replace && TableRules.RowOf(operation) is { } row && written.TryAdd(key, BytesOf(row)))
            {
                meter.Add(CloudMeter.StoredBytes, BytesOf(row));
            }
        }
    }

    /// <summary>As stored: keys and texts in UTF-16, other values as they are.</summary>
    private static double BytesOf(TableRow row) => 2 * (row.Partition.Length + row.Row.Length) + row.Properties.Sum(property => property.Value switch
    {
        string text => Encoding.Unicode.GetByteCount(text),
        byte[] bytes => bytes.Length,
        _ => 8,
    });
}
