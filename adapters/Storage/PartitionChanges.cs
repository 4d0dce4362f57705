namespace PowerTrader.Adapters.Storage;

/// <summary>Counts the writes to partitions that somebody asked about. A write that was rolled back may count: a false alarm costs one read.</summary>
internal sealed class PartitionChanges
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Table, string Partition), long> counts = new(new TableNameComparer());
    private long foreignCommits;
    private long foreignVersion = long.MinValue;

    public long CountOf(string table, string partition)
    {
        lock (gate)
        {
            if (counts.TryGetValue((table, partition), out var count)) return count + foreignCommits;
            counts[(table, partition)] = 0;
            return foreignCommits;
        }
    }

    public void Written(string table, string partition)
    {
        lock (gate)
        {
            if (counts.TryGetValue((table, partition), out var count)) counts[(table, partition)] = count + 1;
        }
    }

    public void Saw(long version)
    {
        lock (gate)
        {
            if (version == foreignVersion) return;
            foreignVersion = version;
            foreignCommits++;
        }
    }

    /// <summary>Table names have no case.</summary>
    private sealed class TableNameComparer : IEqualityComparer<(string Table, string Partition)>
    {
        public bool Equals((string Table, string Partition) x, (string Table, string Partition) y) =>
            x.Partition == y.Partition && string.Equals(x.Table, y.Table, StringComparison.OrdinalIgnoreCase);

        public int GetHashCode((string Table, string Partition) key) => key.Partition.GetHashCode(StringComparison.Ordinal);
    }
}
