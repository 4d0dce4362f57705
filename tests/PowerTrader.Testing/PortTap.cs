using System.Runtime.CompilerServices;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Sees every call to the ports that it wraps, by name: <c>Broker.PlaceAsync</c>, <c>Queue.SendAsync</c>; of a table, its name and the method.</summary>
public abstract class PortTap : IPortDecorator
{
    public ITableStore Over(ITableStore inner) => inner is ITableChanges changes ? new CountingTables(this, inner, changes) : new Tables(this, inner);

    public IBlobStore Over(IBlobStore inner) => new Blobs(this, inner);

    public virtual IMessageQueue Over(IMessageQueue inner) => new Queue(this, inner);

    public IWorkflowEngine Over(IWorkflowEngine inner) => new Engine(this, inner);

    public IMarketData Over(IMarketData inner) => new Market(this, inner);

    public IBroker Over(IBroker inner) => new Broker(this, inner);

    public abstract T Call<T>(string name, Func<T> call);

    /// <param name="reply">What the caller would see of a lost reply.</param>
    protected abstract Task<T> CallAsync<T>(string name, LostReply reply, Func<Task<T>> call);

    private Task<T> Read<T>(string port, Func<Task<T>> call, [CallerMemberName] string method = "") => CallAsync($"{port}.{method}", LostReply.Transient, call);

    private Task<T> Write<T>(string port, Func<Task<T>> call, [CallerMemberName] string method = "") => CallAsync($"{port}.{method}", LostReply.Ambiguous, call);

    private class Tables(PortTap owner, ITableStore inner) : ITableStore
    {
        public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) =>
            owner.Read(table, () => inner.GetAsync(table, partition, row, cancellationToken));

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) =>
            owner.Read(query.Table, () => inner.QueryAsync(query, continuation, cancellationToken));

        public Task<TableWriteResult> WriteAsync(
            string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            owner.Write(table, () => inner.WriteAsync(table, partition, operations, cancellationToken));
    }

    /// <summary>Asking for counts is a look at memory, no call.</summary>
    private sealed class CountingTables(PortTap owner, ITableStore inner, ITableChanges changes) : Tables(owner, inner), ITableChanges
    {
        public void LookForForeignCommits() => changes.LookForForeignCommits();

        public long CountOf(string table, string partition) => changes.CountOf(table, partition);
    }

    private sealed class Blobs(PortTap owner, IBlobStore inner) : IBlobStore
    {
        public Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken) =>
            owner.Read("Blobs", () => inner.GetAsync(container, name, cancellationToken));

        public Task<BlobWriteResult> PutAsync(
            string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken) =>
            owner.Write("Blobs", () => inner.PutAsync(container, name, content, condition, cancellationToken));

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) =>
            owner.Write("Blobs", () => inner.DeleteAsync(container, name, cancellationToken));

        public async IAsyncEnumerable<string> ListAsync(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var names = await owner.Read("Blobs", async () =>
            {
                var found = new List<string>();
                await foreach (var name in inner.ListAsync(container, prefix, cancellationToken)) found.Add(name);
                return found;
            });
            foreach (var name in names) yield return name;
        }
    }

    private sealed class Queue(PortTap owner, IMessageQueue inner) : IMessageQueue
    {
        public Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.SendAsync(queue, message, cancellationToken));

        public Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.ReceiveAsync(queue, cancellationToken));

        public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.RenewLockAsync(message, cancellationToken));

        public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.CompleteAsync(message, cancellationToken));

        public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.AbandonAsync(message, cancellationToken));

        public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
            owner.Write("Queue", () => inner.DeadLetterAsync(message, reason, description, cancellationToken));

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) =>
            owner.Read("Queue", () => inner.PeekDeadLettersAsync(queue, limit, cancellationToken));
    }

    private sealed class Engine(PortTap owner, IWorkflowEngine inner) : IWorkflowEngine
    {
        public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.StartAsync(start, cancellationToken));

        public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.RaiseEventAsync(instanceId, eventName, payload, cancellationToken));

        public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
            owner.Read("Engine", () => inner.GetAsync(instanceId, cancellationToken));

        public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.TerminateAsync(instanceId, reason, cancellationToken));

        public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.SuspendAsync(instanceId, reason, cancellationToken));

        public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.ResumeAsync(instanceId, cancellationToken));

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) =>
            owner.Write("Engine", () => inner.PurgeAsync(before, cancellationToken));
    }

    private sealed class Market(PortTap owner, IMarketData inner) : IMarketData
    {
        MarketId IMarketData.Market => inner.Market;

        public Task<IReadOnlyList<Candle>> GetCandlesAsync(
            Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            owner.Read("Market", () => inner.GetCandlesAsync(symbol, timeframe, from, to, cancellationToken));

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) =>
            owner.Read("Market", () => inner.GetQuoteAsync(symbol, cancellationToken));

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
            owner.Read("Market", () => inner.GetInstrumentsAsync(cancellationToken));

        public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) =>
            owner.Read("Market", () => inner.GetServerTimeAsync(cancellationToken));
    }

    private sealed class Broker(PortTap owner, IBroker inner) : IBroker
    {
        public BrokerTraits Traits => inner.Traits;

        public DateTimeOffset? VenueNow => inner.VenueNow;

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetInstrumentsAsync(cancellationToken));

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetQuoteAsync(symbol, cancellationToken));

        public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetFeesAsync(symbol, cancellationToken));

        public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetAccountAsync(cancellationToken));

        public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) =>
            owner.Write("Broker", () => inner.PlaceAsync(request, cancellationToken));

        public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.FindAsync(order, cancellationToken));

        public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) =>
            owner.Write("Broker", () => inner.CancelAsync(order, cancellationToken));

        public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetOpenOrdersAsync(cancellationToken));

        public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetFillsAsync(order, cancellationToken));

        public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetFillsSinceAsync(since, cancellationToken));

        public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) =>
            owner.Read("Broker", () => inner.GetBalancesAsync(cancellationToken));
    }
}
