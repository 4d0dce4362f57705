using System.Runtime.CompilerServices;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Loses the replies of chosen writes to the ports that it wraps: the port commits, and the caller sees <see cref="AmbiguousException"/>.</summary>
/// <remarks>Calls are counted from 1 over all ports wrapped by one instance; reads are neither counted nor lost. Thread-safe.</remarks>
public sealed class LostReplies(params int[] calls)
{
    private readonly Lock gate = new();
    private readonly HashSet<int> lost = [.. calls];

    /// <summary>Writes so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Replies lost so far, by the name of the method.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>The next write loses its reply too.</summary>
    public void LoseNext()
    {
        lock (gate) lost.Add(Calls + 1);
    }

    public ITableStore Over(ITableStore inner) => new Tables(this, inner);

    public IBlobStore Over(IBlobStore inner) => new Blobs(this, inner);

    public IMessageQueue Over(IMessageQueue inner) => new Queue(this, inner);

    private async Task<T> After<T>(Task<T> write, [CallerMemberName] string method = "")
    {
        var result = await write;
        lock (gate)
        {
            if (!lost.Contains(++Calls)) return result;
            Lost.Add(method);
        }
        throw new AmbiguousException($"the reply to {method} was lost");
    }

    private sealed class Tables(LostReplies owner, ITableStore inner) : ITableStore
    {
        public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
            inner.GetAsync(table, partition, row, cancellationToken);

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) =>
            inner.QueryAsync(query, continuation, cancellationToken);

        public Task<TableWriteResult> WriteAsync(
            string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            owner.After(inner.WriteAsync(table, partition, operations, cancellationToken));
    }

    private sealed class Blobs(LostReplies owner, IBlobStore inner) : IBlobStore
    {
        public Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken) =>
            inner.GetAsync(container, name, cancellationToken);

        public Task<BlobWriteResult> PutAsync(
            string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken) =>
            owner.After(inner.PutAsync(container, name, content, condition, cancellationToken));

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
            owner.After(inner.DeleteAsync(container, name, cancellationToken));

        public IAsyncEnumerable<string> ListAsync(string container, string prefix, CancellationToken cancellationToken) =>
            inner.ListAsync(container, prefix, cancellationToken);
    }

    private sealed class Queue(LostReplies owner, IMessageQueue inner) : IMessageQueue
    {
        public Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken) =>
            owner.After(inner.SendAsync(queue, message, cancellationToken));

        public Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken) =>
            owner.After(inner.ReceiveAsync(queue, cancellationToken));

        public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.After(inner.RenewLockAsync(message, cancellationToken));

        public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.After(inner.CompleteAsync(message, cancellationToken));

        public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.After(inner.AbandonAsync(message, cancellationToken));

        public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
            owner.After(inner.DeadLetterAsync(message, reason, description, cancellationToken));

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) =>
            inner.PeekDeadLettersAsync(queue, limit, cancellationToken);
    }
}
