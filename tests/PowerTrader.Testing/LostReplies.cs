using System.Runtime.CompilerServices;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>
/// Loses the replies of chosen writes to the ports that it wraps: the port commits, and the caller sees <see cref="AmbiguousException"/>, or
/// <see cref="PlaceResult.Unknown"/> of an order. A market has reads only; of it the caller sees <see cref="TransientException"/>.
/// </summary>
/// <remarks>Calls are counted from 1 over all ports wrapped by one instance; other ports' reads are neither counted nor lost. Thread-safe.</remarks>
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

    public IBroker Over(IBroker inner) => new Broker(this, inner);

    public IWorkflowEngine Over(IWorkflowEngine inner) => new Engine(this, inner);

    public IMarketData Over(IMarketData inner) => new Market(this, inner);

    private async Task<T> After<T>(Task<T> write, [CallerMemberName] string method = "")
    {
        var result = await write;
        return IsLost(method) ? throw new AmbiguousException($"the reply to {method} was lost") : result;
    }

    private async Task<T> AfterRead<T>(Task<T> read, [CallerMemberName] string method = "")
    {
        var result = await read;
        return IsLost(method) ? throw new TransientException($"the reply to {method} was lost") : result;
    }

    private bool IsLost(string method)
    {
        lock (gate)
        {
            if (!lost.Contains(++Calls)) return false;
            Lost.Add(method);
            return true;
        }
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

    private sealed class Broker(LostReplies owner, IBroker inner) : IBroker
    {
        public BrokerTraits Traits => inner.Traits;

        public DateTimeOffset? VenueNow => inner.VenueNow;

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

        public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

        public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => inner.GetAccountAsync(cancellationToken);

        public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
        {
            var result = await inner.PlaceAsync(request, cancellationToken);
            return owner.IsLost(nameof(PlaceAsync)) ? new PlaceResult.Unknown("the reply was lost") : result;
        }

        public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
            inner.FindAsync(order, cancellationToken);

        public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) =>
            owner.After(inner.CancelAsync(order, cancellationToken));

        public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => inner.GetOpenOrdersAsync(cancellationToken);

        public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
            inner.GetFillsAsync(order, cancellationToken);

        public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            inner.GetFillsSinceAsync(since, cancellationToken);

        public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => inner.GetBalancesAsync(cancellationToken);
    }

    private sealed class Engine(LostReplies owner, IWorkflowEngine inner) : IWorkflowEngine
    {
        public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken) =>
            owner.After(inner.StartAsync(start, cancellationToken));

        public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) =>
            owner.After(inner.RaiseEventAsync(instanceId, eventName, payload, cancellationToken));

        public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken) => inner.GetAsync(instanceId, cancellationToken);

        public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
            owner.After(inner.TerminateAsync(instanceId, reason, cancellationToken));

        public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
            owner.After(inner.SuspendAsync(instanceId, reason, cancellationToken));

        public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken) => owner.After(inner.ResumeAsync(instanceId, cancellationToken));

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => owner.After(inner.PurgeAsync(before, cancellationToken));
    }

    private sealed class Market(LostReplies owner, IMarketData inner) : IMarketData
    {
        MarketId IMarketData.Market => inner.Market;

        public Task<IReadOnlyList<Candle>> GetCandlesAsync(
            Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            owner.AfterRead(inner.GetCandlesAsync(symbol, timeframe, from, to, cancellationToken));

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => owner.AfterRead(inner.GetQuoteAsync(symbol, cancellationToken));

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
            owner.AfterRead(inner.GetInstrumentsAsync(cancellationToken));

        public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => owner.AfterRead(inner.GetServerTimeAsync(cancellationToken));

        public Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken) => owner.AfterRead(inner.GetServiceAsync(cancellationToken));
    }
}
