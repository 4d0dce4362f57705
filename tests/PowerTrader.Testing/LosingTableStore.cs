using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Commits, and then loses the reply of the writes it is told to: the caller sees <see cref="AmbiguousException"/>.</summary>
public sealed class LosingTableStore(ITableStore inner) : ITableStore
{
    /// <summary>How many of the next writes lose their reply.</summary>
    public int RepliesToLose { get; set; }

    /// <summary>Done once, just before the next write: what somebody else does in that moment.</summary>
    public Func<Task>? BeforeNextWrite { get; set; }

    public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partition, row, cancellationToken);

    public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) =>
        inner.QueryAsync(query, continuation, cancellationToken);

    public async Task<TableWriteResult> WriteAsync(
        string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        if (BeforeNextWrite is { } other)
        {
            BeforeNextWrite = null;
            await other();
        }
        var result = await inner.WriteAsync(table, partition, operations, cancellationToken);
        if (RepliesToLose == 0) return result;
        RepliesToLose--;
        throw new AmbiguousException($"the reply to a write to {table}/{partition} was lost");
    }
}
