namespace PowerTrader.Core.Ports;

/// <param name="Name">Whole (<c>TrackOrder.v1</c>), or without its version for all of them.</param>
/// <param name="PageSize">1 to 1,000.</param>
public sealed record WorkflowQuery(WorkflowStatus? Status = null, string? Name = null, string? IdPrefix = null, int PageSize = 50);

/// <param name="Next">Hand it in for the following page; null after the last.</param>
public sealed record WorkflowPage(IReadOnlyList<WorkflowInstance> Instances, string? Next);

public enum WorkflowEventKind
{
    Started,
    ActivityScheduled,
    ActivityCompleted,

    /// <summary>After the last attempt.</summary>
    ActivityFailed,

    /// <summary>Tried again at <see cref="WorkflowEvent.Due"/>.</summary>
    AttemptFailed,
    TimerSet,
    TimerFired,
    EventAwaited,
    EventReceived,
    EventTimedOut,
    SubWorkflowStarted,
    SubWorkflowCompleted,
    SubWorkflowFailed,
    Completed,
    Failed,
    Terminated,
    Suspended,
}

/// <summary>One thing that happened to an instance, for people. Times are trading time.</summary>
/// <param name="Name">Of the workflow, activity or event.</param>
/// <param name="Attempts">Made so far, this one included; 0 where there are none to count.</param>
/// <param name="Took">Since it was asked for, waits between attempts included.</param>
/// <param name="Input">Shortened to a few hundred characters, like <paramref name="Output"/> and <paramref name="Error"/>.</param>
/// <param name="Error">Type and words, or the reason of an end.</param>
/// <param name="Due">Of a timer, a time-out or the next attempt.</param>
/// <param name="Child">Instance id of a sub-workflow.</param>
public sealed record WorkflowEvent(
    DateTimeOffset At, WorkflowEventKind Kind, string? Name = null, int Attempts = 0, TimeSpan? Took = null, string? Input = null,
    string? Output = null, string? Error = null, DateTimeOffset? Due = null, string? Child = null);

/// <summary>Reads what workflows did. Beside a running engine it sees whole steps only.</summary>
public interface IWorkflowHistory
{
    /// <summary>Newest first, by start and then id.</summary>
    /// <param name="continuation"><see cref="WorkflowPage.Next"/> of the page before; null for the first.</param>
    /// <exception cref="ArgumentException">A page size outside its limits, or a continuation that is none.</exception>
    Task<WorkflowPage> ListAsync(WorkflowQuery query, string? continuation, CancellationToken cancellationToken);

    Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>In the order in which they happened; empty for an unknown instance. Failed and terminated ones keep theirs until purged.</summary>
    /// <exception cref="CorruptException">The stored history cannot be read.</exception>
    Task<IReadOnlyList<WorkflowEvent>> EventsAsync(string instanceId, CancellationToken cancellationToken);
}
