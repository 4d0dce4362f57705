using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>Queue and workflow engine of which a fixture takes over what its flows need. What nobody took over must not be called.</summary>
internal abstract class UnusedPorts : IMessageQueue, IWorkflowEngine
{
    Task<SendResult> IMessageQueue.SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<ReceivedMessage?> IMessageQueue.ReceiveAsync(string queue, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IMessageQueue.CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IMessageQueue.AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IMessageQueue.DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<IReadOnlyList<DeadLetter>> IMessageQueue.PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<WorkflowInstance?> IWorkflowEngine.GetAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<bool> IWorkflowEngine.ResumeAsync(string instanceId, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<int> IWorkflowEngine.PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => throw new NotSupportedException();
}
