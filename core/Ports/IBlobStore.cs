namespace PowerTrader.Core.Ports;

public sealed record Blob(byte[] Content, string ETag);

/// <summary>What a write to a blob asks of the version that is there.</summary>
public abstract record BlobCondition
{
    private BlobCondition() { }

    public sealed record None : BlobCondition;

    public sealed record IfAbsent : BlobCondition;

    public sealed record IfMatch(string ETag) : BlobCondition;
}

/// <summary>Outcome of a blob write.</summary>
public abstract record BlobWriteResult
{
    private BlobWriteResult() { }

    public sealed record Written(string ETag) : BlobWriteResult;

    /// <summary>HTTP 412: another version, or none, is there.</summary>
    public sealed record Conflict : BlobWriteResult;

    /// <summary>HTTP 409: <see cref="BlobCondition.IfAbsent"/> and there is one.</summary>
    public sealed record AlreadyExists : BlobWriteResult;
}

/// <summary>Bytes by name (1 to 1,024 characters, <c>/</c> allowed), with the semantics of Azure Blob Storage.</summary>
public interface IBlobStore
{
    Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken);

    Task<BlobWriteResult> PutAsync(string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken);

    /// <summary>True where there was one.</summary>
    Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken);

    /// <summary>Names in ordinal order.</summary>
    IAsyncEnumerable<string> ListAsync(string container, string prefix, CancellationToken cancellationToken);
}
