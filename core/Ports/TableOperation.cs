namespace PowerTrader.Core.Ports;

/// <summary>One write of a batch. All rows of a batch share the partition.</summary>
public abstract record TableOperation(string RowKey)
{
    /// <summary>Fails the batch with <see cref="TableWriteResult.AlreadyExists"/> where the row is there.</summary>
    public sealed record Insert(TableRow Row) : TableOperation(Row.Row);

    /// <summary>Writes whole, whatever is there.</summary>
    public sealed record Upsert(TableRow Row) : TableOperation(Row.Row);

    /// <summary>Replaces only the version of <paramref name="IfMatch"/>; else <see cref="TableWriteResult.Conflict"/>, or <see cref="TableWriteResult.NotFound"/>.</summary>
    public sealed record Replace(TableRow Row, string IfMatch) : TableOperation(Row.Row);

    /// <param name="IfMatch">The version, or <c>*</c> for any.</param>
    public sealed record Delete(string Key, string IfMatch = "*") : TableOperation(Key);
}
