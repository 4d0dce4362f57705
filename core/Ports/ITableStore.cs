namespace PowerTrader.Core.Ports;

/// <summary>A page of rows in ascending row-key order (ordinal), and where the next one begins.</summary>
public sealed record TablePage(IReadOnlyList<TableRow> Rows, string? Continuation);

/// <summary>Rows of one partition with <c>From ≤ row key &lt; To</c> (ordinal); null bounds are open.</summary>
/// <param name="PageSize">1 to 1,000.</param>
public sealed record TableQuery(string Table, string Partition, string? From = null, string? To = null, int PageSize = 1000)
{
    /// <summary>Every row whose key begins with the prefix; every row where it is empty.</summary>
    public static TableQuery Prefix(string table, string partition, string prefix, int pageSize = 1000) =>
        new(table, partition, prefix, After(prefix), pageSize);

    /// <summary>The first text, in the order of UTF-16 units, after all that begin with the prefix. Null where there is none.</summary>
    private static string? After(string prefix)
    {
        if (prefix.Length == 0) return null;
        var pair = char.IsLowSurrogate(prefix[^1]) && prefix.Length > 1;
        var head = prefix[..^(pair ? 2 : 1)];
        var last = pair ? char.ConvertToUtf32(prefix[^2], prefix[^1]) : prefix[^1];
        return last switch
        {
            '\uFFFF' => After(head),
            '\uD7FF' => head + char.ConvertFromUtf32(0x10000),
            0x10FFFF => head + '\uE000',
            _ => head + char.ConvertFromUtf32(last + 1),
        };
    }
}

/// <summary>Rows by (table, partition, row) with the semantics of Azure Table Storage, neither more nor less.</summary>
/// <remarks>Reads may be retried. After <see cref="AmbiguousException"/> a write may have happened: read before writing again.</remarks>
public interface ITableStore
{
    Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken);

    Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken);

    /// <summary>Atomic: at most 100 operations on distinct rows of one partition, 4 MB.</summary>
    /// <exception cref="ArgumentException">A row of another partition, the same row twice, an empty batch, or a key with a forbidden character.</exception>
    Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken);
}
