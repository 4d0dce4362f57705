using System.Collections.Concurrent;

namespace PowerTrader.Core.Ports;

/// <summary>
/// Gives a store that tells of no changes an <see cref="ITableChanges"/> that may be late: this process's own writes count at once, anybody else's within
/// <paramref name="age"/>. For those who only look, and whose commits verify what they looked at. Thread-safe.
/// </summary>
/// <param name="time">Trading time: the age is measured in it.</param>
/// <param name="age">How long others' writes may go unseen; more than zero. Each tenant has its own instants within it, so that not all are read anew at once.</param>
public sealed class AgingTableStore(ITableStore inner, TimeProvider time, TimeSpan age) : ITableStore, ITableChanges
{
    private readonly ConcurrentDictionary<(string Table, string Partition), long> writes = new();
    private readonly long age = age > TimeSpan.Zero ? age.Ticks : throw new ArgumentOutOfRangeException(nameof(age), age, "an age is more than zero");

    public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
        inner.GetAsync(table, partition, row, cancellationToken);

    public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) =>
        inner.QueryAsync(query, continuation, cancellationToken);

    public async Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.WriteAsync(table, partition, operations, cancellationToken);
        }
        finally
        {
            // After a fault too: nobody knows whether it happened.
            writes.AddOrUpdate((table, partition), 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Nothing to bring in: age does it.</summary>
    public void LookForForeignCommits()
    {
    }

    /// <remarks>Own writes and the number of the partition's present span of time: neither ever falls, so equal sums mean that neither has grown.</remarks>
    public long CountOf(string table, string partition) =>
        (time.GetUtcNow().UtcTicks + Hash(partition) % age) / age + writes.GetValueOrDefault((table, partition));

    /// <summary>FNV-1a of what stands before the first bar, the same in every process: the partitions of one tenant grow old together, and are looked at together.</summary>
    private static long Hash(string partition)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            foreach (var c in partition)
            {
                if (c == '|') break;
                hash = (hash ^ c) * 1099511628211UL;
            }
        }
        return (long)(hash >> 1);
    }
}
