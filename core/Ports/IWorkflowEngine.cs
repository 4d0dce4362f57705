namespace PowerTrader.Core.Ports;

/// <param name="Name">With its version: <c>TrackOrder.v1</c>.</param>
/// <param name="InstanceId">Derived, ≤ 100 ASCII characters.</param>
/// <param name="Input">JSON, ≤ 32 KB.</param>
/// <param name="SortKey">Order among instances due at one instant on the embedded engine; ignored by a cloud one.</param>
public sealed record WorkflowStart(string Name, string InstanceId, string Input, string SortKey = "");

public enum StartResult
{
    Started,

    /// <summary>Whatever its status, completed included, until purged.</summary>
    AlreadyExists,
}

public enum WorkflowStatus
{
    Running,
    Completed,
    Failed,
    Terminated,

    /// <summary>Takes no step until resumed; events and due timers wait.</summary>
    Suspended,
}

/// <param name="Output">JSON of a completed instance; the failure's words of a failed one; the reason of a terminated one. Of a suspended one what the engine keeps.</param>
public sealed record WorkflowInstance(
    string Name, string InstanceId, WorkflowStatus Status, string Input, string? Output, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Starts and inspects durable workflows. Both engines run the bodies of <c>core/Workflows</c>.</summary>
public interface IWorkflowEngine
{
    /// <exception cref="ArgumentException">Unknown name, an id that breaks the grammar, or an input over 32 KB.</exception>
    Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken);

    /// <summary>Kept until awaited. An event of a finished or unknown instance is dropped (false).</summary>
    Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken);

    Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Ends an open instance without another step; its history stays until purged. False where none is open.</summary>
    Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Holds a running instance; an activity under way still ends, and its result is kept. False where none runs.</summary>
    Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken);

    /// <summary>Lets a suspended instance go on, with what came meanwhile. False where none is suspended.</summary>
    Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Deletes finished instances last touched before the instant; returns how many.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
