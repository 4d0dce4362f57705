using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Metering;

/// <summary>Counts what goes through the ports, by the work under way, as the cloud adapters would send it. For one thread.</summary>
/// <remarks>Tables and market are looked at closer by <see cref="MeteredTables"/> and <see cref="MeteredMarket"/>.</remarks>
/// <param name="tables">What stands before the counted tables; null for nothing: then the store tells of no changes, as the cloud's does.</param>
public sealed class PortMeter(Func<ITableStore, ITableStore>? tables = null) : IPortDecorator
{
    private readonly Dictionary<string, double[]> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Table, string Partition), double> partitions = [];

    /// <summary>What is under way: the name of a schedule, a workflow or a queue.</summary>
    public string Work { get; set; } = "";

    /// <summary>Rows read or written per partition.</summary>
    public IReadOnlyDictionary<(string Table, string Partition), double> Partitions => partitions;

    /// <summary>So far, by the name of the work.</summary>
    public IReadOnlyDictionary<string, CloudUse> Uses => counts.ToDictionary(
        each => each.Key,
        each => each.Value.Select((amount, meter) => CloudUse.Of((CloudMeter)meter, amount)).Aggregate(CloudUse.None, (sum, use) => sum.Plus(use)),
        StringComparer.Ordinal);

    public void Add(CloudMeter meter, double amount = 1)
    {
        if (!counts.TryGetValue(Work, out var amounts)) counts[Work] = amounts = new double[Enum.GetValues<CloudMeter>().Length];
        amounts[(int)meter] += amount;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        counts.Clear();
        partitions.Clear();
    }

    public ITableStore Over(ITableStore inner)
    {
        var counted = new MeteredTables(this, inner);
        return tables?.Invoke(counted) ?? counted;
    }

    public IBlobStore Over(IBlobStore inner) => new Blobs(this, inner);

    public IMessageQueue Over(IMessageQueue inner) => new Queue(this, inner);

    public IWorkflowEngine Over(IWorkflowEngine inner) => new Engine(this, inner);

    public IBroker Over(IBroker inner) => new MeteredBroker(this, inner);

    public IMarketData Over(IMarketData inner) => new MeteredMarket(this, inner);

    internal void AddRows(string table, string partition, int rows)
    {
        Add(CloudMeter.TableRows, rows);
        partitions[(table, partition)] = partitions.GetValueOrDefault((table, partition)) + rows;
    }

    private sealed class Blobs(PortMeter meter, IBlobStore inner) : IBlobStore
    {
        public Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.BlobReads);
            return inner.GetAsync(container, name, cancellationToken);
        }

        public Task<BlobWriteResult> PutAsync(string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.BlobWrites);
            return inner.PutAsync(container, name, content, condition, cancellationToken);
        }

        public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken) => inner.DeleteAsync(container, name, cancellationToken);

        public IAsyncEnumerable<string> ListAsync(string container, string prefix, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.BlobWrites);
            return inner.ListAsync(container, prefix, cancellationToken);
        }
    }

    /// <summary>A send, a delivery and its settling are an operation each. An empty receive is the embedded queue's own: a trigger waits for free.</summary>
    private sealed class Queue(PortMeter meter, IMessageQueue inner) : IMessageQueue
    {
        public Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.BusOperations);
            return inner.SendAsync(queue, message, cancellationToken);
        }

        public async Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken)
        {
            if (await inner.ReceiveAsync(queue, cancellationToken) is not { } message) return null;
            meter.Add(CloudMeter.Units);
            meter.Add(CloudMeter.BusOperations);
            return message;
        }

        public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => Settle(inner.CompleteAsync(message, cancellationToken));

        public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => Settle(inner.AbandonAsync(message, cancellationToken));

        public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
            Settle(inner.DeadLetterAsync(message, reason, description, cancellationToken));

        public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) =>
            inner.PeekDeadLettersAsync(queue, limit, cancellationToken);

        private Task<bool> Settle(Task<bool> settled)
        {
            meter.Add(CloudMeter.BusOperations);
            return settled;
        }
    }

    private sealed class Engine(PortMeter meter, IWorkflowEngine inner) : IWorkflowEngine
    {
        public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.WorkflowStarts);
            return inner.StartAsync(start, cancellationToken);
        }

        public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) =>
            inner.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);

        public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken)
        {
            meter.Add(CloudMeter.WorkflowQueries);
            return inner.GetAsync(instanceId, cancellationToken);
        }

        public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => inner.TerminateAsync(instanceId, reason, cancellationToken);

        public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => inner.SuspendAsync(instanceId, reason, cancellationToken);

        public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken) => inner.ResumeAsync(instanceId, cancellationToken);

        public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAsync(before, cancellationToken);
    }
}
