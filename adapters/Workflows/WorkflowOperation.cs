using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

/// <summary>One call of the context.</summary>
internal sealed class WorkflowOperation(int number, JournalKind asked, string name)
{
    // Continuations run inside the drain that completes the task; asynchronous ones would land on the thread pool.
    private readonly TaskCompletionSource<string?> source = new();

    /// <summary>From 0, in the order of the calls.</summary>
    public int Number { get; } = number;

    public JournalKind Asked { get; } = asked;

    public string Name { get; } = name;

    public string Input { get; init; } = "";

    /// <summary>Instance id of a sub-workflow.</summary>
    public string? Target { get; init; }

    public ActivityRetry Retry { get; init; } = ActivityRetry.None;

    /// <summary>Trading ticks: of a timer or time-out, or of an activity's next attempt.</summary>
    public long Due { get; set; }

    public int FailedAttempts { get; set; }

    /// <summary>Of a timer that has fired, or an event that never came.</summary>
    public bool HasTimedOut { get; set; }

    public bool IsDone => source.Task.IsCompleted;

    public Task<string?> Task => source.Task;

    public bool IsTimer => Asked is JournalKind.TimerAsked or JournalKind.EventAsked;

    public void Complete(string? result) => source.SetResult(result);

    public void Fail(ActivityFailedException fault) => source.SetException(fault);

    /// <summary>Kind, name and child are what a replay must ask for again; inputs may change with the program, as in Durable Functions.</summary>
    public bool IsAskedBy(JournalEvent before) =>
        before.Kind == Asked && (before.Name is not { } name || name == Name) && (before.Instance is not { } id || id == Target);

    public JournalEvent ToJournal(long at) => new(
        Asked, Number, Asked == JournalKind.TimerAsked ? null : Name, Input.Length == 0 ? null : Shorten(Input), at, IsTimer ? Due : 0, Target);

    public override string ToString() => Describe(ToJournal(0));

    public static string Describe(JournalEvent asked) => asked.Kind switch
    {
        JournalKind.ActivityAsked => $"activity '{asked.Name}'",
        JournalKind.EventAsked => $"event '{asked.Name}'",
        JournalKind.SubAsked => $"sub-workflow '{asked.Name}' as '{asked.Instance}'",
        _ => "timer",
    };

    /// <summary>For people: the journal needs no input to replay, and the whole of it would double what a step writes.</summary>
    private static string Shorten(string text) => text.Length <= MaxInput ? text : text[..MaxInput] + "…";

    private const int MaxInput = 400;
}
