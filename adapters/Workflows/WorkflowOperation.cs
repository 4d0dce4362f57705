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

    public ActivityRetry Retry { get; init; } = ActivityRetry.None;

    /// <summary>Trading ticks: of a timer or time-out, or of an activity's next attempt.</summary>
    public long Due { get; set; }

    public int FailedAttempts { get; set; }

    public bool IsDone => source.Task.IsCompleted;

    public Task<string?> Task => source.Task;

    public bool IsTimer => Asked is JournalKind.TimerAsked or JournalKind.EventAsked;

    public void Complete(string? result) => source.SetResult(result);

    public void Fail(ActivityFailedException fault) => source.SetException(fault);

    public override string ToString() => Describe(Asked, Name);

    public static string Describe(JournalKind asked, string? name) => asked switch
    {
        JournalKind.ActivityAsked => $"activity '{name}'",
        JournalKind.EventAsked => $"event '{name}'",
        _ => "timer",
    };
}
