using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

/// <summary>Turns a journal into events that people read: what was asked is joined with how it ended.</summary>
internal sealed class WorkflowStory
{
    private const int MaxText = 400;

    private readonly WorkflowInstance instance;
    private readonly List<WorkflowEvent> events = [];
    private readonly Dictionary<int, JournalEvent> asked = [];
    private readonly Dictionary<int, int> failures = [];

    public WorkflowStory(WorkflowInstance instance)
    {
        this.instance = instance;
        events.Add(new WorkflowEvent(instance.CreatedAt, WorkflowEventKind.Started, instance.Name, Input: Short(instance.Input)));
    }

    public void Add(JournalEvent entry)
    {
        var told = entry.Kind is JournalKind.ActivityAsked or JournalKind.TimerAsked or JournalKind.EventAsked or JournalKind.SubAsked
            ? Asked(entry)
            : entry.Kind == JournalKind.EventReceived
                ? new WorkflowEvent(At(entry.At), WorkflowEventKind.EventReceived, entry.Name, Output: Short(entry.Data))
                : Ended(entry);
        events.Add(told);
    }

    /// <summary>All of them, with the instance's own end.</summary>
    public IReadOnlyList<WorkflowEvent> End()
    {
        var took = instance.UpdatedAt - instance.CreatedAt;
        var words = Short(instance.Output);
        switch (instance.Status)
        {
            case WorkflowStatus.Completed: events.Add(new(instance.UpdatedAt, WorkflowEventKind.Completed, Took: took, Output: words)); break;
            case WorkflowStatus.Failed: events.Add(new(instance.UpdatedAt, WorkflowEventKind.Failed, Took: took, Error: words)); break;
            case WorkflowStatus.Terminated: events.Add(new(instance.UpdatedAt, WorkflowEventKind.Terminated, Took: took, Error: words)); break;
            case WorkflowStatus.Suspended: events.Add(new(instance.UpdatedAt, WorkflowEventKind.Suspended, Error: words)); break;
        }
        return events;
    }

    private WorkflowEvent Asked(JournalEvent entry)
    {
        asked[entry.Operation] = entry;
        DateTimeOffset? due = entry.Due == 0 ? null : At(entry.Due);
        var kind = entry.Kind switch
        {
            JournalKind.ActivityAsked => WorkflowEventKind.ActivityScheduled,
            JournalKind.TimerAsked => WorkflowEventKind.TimerSet,
            JournalKind.EventAsked => WorkflowEventKind.EventAwaited,
            _ => WorkflowEventKind.SubWorkflowStarted,
        };
        return new(At(entry.At), kind, entry.Name, Input: entry.Data, Due: due, Child: entry.Instance);
    }

    private WorkflowEvent Ended(JournalEvent entry)
    {
        if (!asked.TryGetValue(entry.Operation, out var before))
            throw new CorruptException($"the journal of {instance.InstanceId} ends operation {entry.Operation} that was never asked for");
        var attempts = failures.GetValueOrDefault(entry.Operation) + 1;
        var took = new TimeSpan(entry.At - before.At);
        var error = Short($"{entry.Name}: {entry.Data}");
        switch (entry.Kind)
        {
            case JournalKind.AttemptFailed:
                failures[entry.Operation] = attempts;
                return new(At(entry.At), WorkflowEventKind.AttemptFailed, before.Name, attempts, took, Error: error, Due: At(entry.Due));
            case JournalKind.ActivityDone:
                return new(At(entry.At), WorkflowEventKind.ActivityCompleted, before.Name, attempts, took, Output: Short(entry.Data));
            case JournalKind.ActivityFailed: return new(At(entry.At), WorkflowEventKind.ActivityFailed, before.Name, attempts, took, Error: error);
            case JournalKind.SubDone:
                return new(At(entry.At), WorkflowEventKind.SubWorkflowCompleted, before.Name, 0, took, Output: Short(entry.Data), Child: before.Instance);
            case JournalKind.SubFailed: return new(At(entry.At), WorkflowEventKind.SubWorkflowFailed, before.Name, 0, took, Error: error, Child: before.Instance);
            default:
                var timedOut = before.Kind == JournalKind.EventAsked ? WorkflowEventKind.EventTimedOut : WorkflowEventKind.TimerFired;
                return new(At(entry.At), timedOut, before.Name, Took: took);
        }
    }

    private static string? Short(string? text) => text is { Length: > MaxText } ? text[..MaxText] + "…" : text;

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
