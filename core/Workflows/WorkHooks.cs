namespace PowerTrader.Core.Workflows;

/// <summary>What a place adds to the work, because it has it and another has not.</summary>
public sealed record WorkHooks
{
    public static WorkHooks None { get; } = new();

    /// <summary>When each schedule is due.</summary>
    public WorkSchedules Schedules { get; init; } = WorkSchedules.Default;

    /// <summary>False where nothing begins by itself: what is open is followed to its end, and no more.</summary>
    public bool HasTicks { get; init; } = true;

    /// <summary>Copies the store at the end of a day and names the copy; null where somebody else does.</summary>
    public Func<DateOnly, CancellationToken, Task<string?>>? BackUp { get; init; }

    /// <summary>Deletes at most a hundred of a queue's dead letters beyond the newest so many, and says how many; null where the queue keeps its own.</summary>
    public Func<string, int, CancellationToken, Task<int>>? TrimDeadLetters { get; init; }

    /// <summary>Brings alerts to people; null where their rows are all there is.</summary>
    public Ports.INotifier? Notifier { get; init; }

    /// <summary>Draws what no other installation has, for a portfolio that a schedule opens; null where a person starts the trader.</summary>
    public Func<string>? NewEpoch { get; init; }

    /// <summary>After each trade tick.</summary>
    public Func<Task>? AfterTick { get; init; }
}
