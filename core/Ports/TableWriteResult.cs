namespace PowerTrader.Core.Ports;

/// <summary>Outcome of an atomic batch: everything was written, or nothing.</summary>
public abstract record TableWriteResult
{
    private TableWriteResult() { }

    /// <param name="ETags">New version per operation, in order; null for deletes.</param>
    public sealed record Written(IReadOnlyList<string?> ETags) : TableWriteResult;

    /// <summary>HTTP 412: a row's version is another one.</summary>
    public sealed record Conflict(string RowKey) : TableWriteResult;

    /// <summary>HTTP 409.</summary>
    public sealed record AlreadyExists(string RowKey) : TableWriteResult;

    /// <summary>HTTP 404.</summary>
    public sealed record NotFound(string RowKey) : TableWriteResult;

    /// <summary>More than 100 operations, 4 MB, or a value over its limit.</summary>
    public sealed record TooLarge(string Rule) : TableWriteResult;
}
