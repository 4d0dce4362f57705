using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance.Execution;

/// <summary>A queue and an engine that keep what they are given until the case asks for it. They outlive a process.</summary>
internal sealed class HeldWork : IMessageQueue, IWorkflowEngine
{
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    public List<QueueMessage> Messages { get; } = [];

    public List<WorkflowStart> Started { get; } = [];

    public bool IsRunning { get; set; } = true;

    public Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        if (seen.Add(message.MessageId)) Messages.Add(message);
        return Task.FromResult(SendResult.Accepted);
    }

    public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        if (Started.Exists(known => known.InstanceId == start.InstanceId)) return Task.FromResult(StartResult.AlreadyExists);
        Started.Add(start);
        return Task.FromResult(StartResult.Started);
    }

    public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        var start = Started.Find(known => known.InstanceId == instanceId);
        var status = IsRunning ? WorkflowStatus.Running : WorkflowStatus.Completed;
        return Task.FromResult(start is null ? null : new WorkflowInstance(start.Name, instanceId, status, start.Input, null, default, default));
    }

    public Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
