using PowerTrader.Adapters.Storage;

namespace PowerTrader.Adapters.Scheduling;

public sealed record EmbeddedRuntimeOptions
{
    /// <summary>Trading seconds per wall second on a simulated clock; infinity for as fast as the work allows. Ignored on a real market.</summary>
    public double Speed { get; init; } = double.PositiveInfinity;

    /// <summary>Longest wait before the file is looked at for another process's writes.</summary>
    public TimeSpan ForeignWriteInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Of the runtime's own turn, where the caller did not take one on the store.</summary>
    public HostLeaseOptions Lease { get; init; } = new();

    /// <summary>Awaited before each piece of work: one occurrence of a schedule, one step of a workflow, one message.</summary>
    public Func<WorkItem, CancellationToken, Task>? BeforeWork { get; init; }

    /// <summary>Called with the kind (schedule, activity, message), its name and the fault, after a fault that does not stop the runtime.</summary>
    public Action<string, string, Exception>? OnFault { get; init; }
}

/// <param name="Name">Of the schedule, the workflow or the queue.</param>
/// <param name="IsFirst">False for a later step of a workflow's instance.</param>
public readonly record struct WorkItem(string Name, bool IsFirst);

/// <summary>Why <see cref="EmbeddedRuntime"/> came back.</summary>
public enum RuntimeOutcome
{
    /// <summary>The caller's condition held.</summary>
    ConditionMet,

    /// <summary>The token was cancelled; the item under way was finished or left as it was before.</summary>
    Cancelled,

    /// <summary>Nothing is due, and nothing ever will be without new work.</summary>
    Idle,
}

/// <summary>Counts since the runtime was made.</summary>
/// <param name="Activities">Attempts, failed ones included.</param>
/// <param name="ScheduleFaults">Runs that ended in a <c>TransientException</c>.</param>
public sealed record RuntimeCounters(
    long Instants, long SchedulesRun, long ScheduleFaults, long WorkflowSteps, long WorkflowsStarted, long Activities, long MessagesHandled, long Commits);
