using System.Text;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Workflows;

/// <summary>One replay of a body: history is delivered first and checked against what the body asks, then news; <see cref="Fresh"/> is what to journal.</summary>
internal sealed class WorkflowRun : IWorkflowContext
{
    /// <summary>Inputs and outputs, in UTF-8.</summary>
    public const int MaxBytes = 32 * 1024;

    private const int MaxEventsPerStep = 10_000;

    private readonly WorkflowRegistration registration;
    private readonly IReadOnlyList<JournalEvent> journal;
    private readonly List<JournalEvent> askedBefore = [];
    private readonly List<WorkflowOperation> operations = [];
    private readonly List<(string Name, string Payload)> unawaited = [];
    private readonly List<JournalEvent> fresh = [];
    private readonly WorkflowSynchronizationContext pump = new();
    private Task<string>? body;
    private string? divergence;
    private long now;

    public WorkflowRun(WorkflowRegistration registration, string instanceId, string input, long createdAt, IReadOnlyList<JournalEvent> journal)
    {
        this.registration = registration;
        this.journal = journal;
        InstanceId = instanceId;
        Input = input;
        now = createdAt;
        foreach (var entry in journal)
        {
            if (IsAsked(entry.Kind)) askedBefore.Add(entry);
        }
    }

    public string InstanceId { get; }

    public string Input { get; }

    public DateTimeOffset CurrentTime => new(now, TimeSpan.Zero);

    public bool IsReplaying { get; private set; }

    /// <summary>What happened in this step, in order.</summary>
    public IReadOnlyList<JournalEvent> Fresh => fresh;

    /// <summary>Why the instance has failed; null while it has not.</summary>
    public string? Failure { get; private set; }

    /// <summary>The output of a body that has ended well.</summary>
    public string? Output { get; private set; }

    public bool HasEnded => Failure is not null || Output is not null;

    /// <summary>Runs the body through the journal.</summary>
    public void Replay()
    {
        IsReplaying = journal.Count > 0;
        Drain(Start);
        foreach (var entry in journal)
        {
            if (IsAsked(entry.Kind)) continue;
            if (HasEnded)
            {
                // Where the body already asked for something else, that says more.
                if (divergence is null) Failure = Differs($"the journal goes on with {entry.Kind} after the body has ended");
                Output = null;
                return;
            }
            Apply(entry);
        }
        IsReplaying = false;
        if (divergence is null && operations.Count < askedBefore.Count)
        {
            var missing = askedBefore[operations.Count];
            divergence = $"the journal has {WorkflowOperation.Describe(missing.Kind, missing.Name)} as operation {operations.Count}, the body asks for nothing";
            Output = null;
            Judge();
        }
    }

    /// <summary>Tells the body something new.</summary>
    public void Deliver(JournalEvent entry)
    {
        fresh.Add(entry);
        Apply(entry);
        if (fresh.Count > MaxEventsPerStep && !HasEnded) Failure = $"TooManyEvents: over {MaxEventsPerStep} in one step, without waiting";
    }

    /// <summary>The earliest unfinished timer or time-out at or before the instant.</summary>
    public WorkflowOperation? NextTimer(long at)
    {
        WorkflowOperation? first = null;
        foreach (var operation in operations)
        {
            if (!operation.IsDone && operation.IsTimer && operation.Due <= at && (first is null || operation.Due < first.Due)) first = operation;
        }
        return first;
    }

    /// <summary>The first unfinished activity that may be tried at the instant.</summary>
    public WorkflowOperation? NextActivity(long at) =>
        operations.Find(operation => !operation.IsDone && !operation.IsTimer && operation.Due <= at);

    /// <summary>Trading ticks at which there is something to do; the past for an activity that waits to run, <see cref="long.MaxValue"/> for never.</summary>
    public long NextDue()
    {
        var due = long.MaxValue;
        foreach (var operation in operations)
        {
            if (!operation.IsDone) due = Math.Min(due, operation.Due);
        }
        return due;
    }

    public async Task<string> CallActivityAsync(string activity, string input, ActivityRetry? retry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(activity);
        CheckSize(input, $"the input of activity '{activity}'");
        var operation = new WorkflowOperation(operations.Count, JournalKind.ActivityAsked, activity)
        {
            Input = input,
            Retry = retry ?? ActivityRetry.None,
        };
        Ask(operation);
        return (await operation.Task)!;
    }

    public Task DelayUntilAsync(DateTimeOffset dueAt)
    {
        var operation = new WorkflowOperation(operations.Count, JournalKind.TimerAsked, "timer") { Due = dueAt.UtcTicks };
        Ask(operation);
        return operation.Task;
    }

    public Task<string?> WaitForEventAsync(string eventName, DateTimeOffset until)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var operation = new WorkflowOperation(operations.Count, JournalKind.EventAsked, eventName) { Due = until.UtcTicks };
        Ask(operation);
        var kept = unawaited.FindIndex(entry => entry.Name == eventName);
        if (kept >= 0 && divergence is null)
        {
            operation.Complete(unawaited[kept].Payload);
            unawaited.RemoveAt(kept);
        }
        return operation.Task;
    }

    /// <summary>A step journals all that the body asked in it, so a replay that asks for more differs.</summary>
    private void Ask(WorkflowOperation operation)
    {
        operations.Add(operation);
        if (operation.Number < askedBefore.Count)
        {
            var before = askedBefore[operation.Number];
            if (before.Kind != operation.Asked || (before.Name is { } name && name != operation.Name))
                Diverge(operation, WorkflowOperation.Describe(before.Kind, before.Name));
        }
        else if (IsReplaying)
        {
            Diverge(operation, "nothing");
        }
        else
        {
            fresh.Add(new JournalEvent(operation.Asked, operation.Number, operation.Asked == JournalKind.TimerAsked ? null : operation.Name, null, now));
        }
    }

    private void Diverge(WorkflowOperation operation, string before) =>
        divergence ??= $"operation {operation.Number} is {operation}, the journal has {before}";

    private void Apply(JournalEvent entry)
    {
        now = entry.At;
        if (entry.Kind == JournalKind.EventReceived) Drain(() => Receive(entry.Name!, entry.Data!));
        else if (entry.Operation >= operations.Count) Stray(entry);
        else Drain(() => Settle(operations[entry.Operation], entry));
    }

    private void Stray(JournalEvent entry)
    {
        divergence ??= $"the journal has {entry.Kind} of operation {entry.Operation}, the body asked for {operations.Count} operations";
        Judge();
    }

    private void Receive(string name, string payload)
    {
        var waiting = operations.Find(operation => operation.Asked == JournalKind.EventAsked && operation.Name == name && !operation.IsDone);
        if (waiting is null) unawaited.Add((name, payload));
        else waiting.Complete(payload);
    }

    private static void Settle(WorkflowOperation operation, JournalEvent entry)
    {
        if (operation.IsDone) return;
        switch (entry.Kind)
        {
            case JournalKind.ActivityDone: operation.Complete(entry.Data ?? ""); break;
            case JournalKind.ActivityFailed: operation.Fail(new ActivityFailedException(operation.Name, entry.Name!, entry.Data ?? "")); break;
            case JournalKind.TimerFired: operation.Complete(null); break;
            case JournalKind.AttemptFailed:
                operation.FailedAttempts++;
                operation.Due = entry.Due;
                break;
        }
    }

    private void Start()
    {
        try
        {
            body = registration.Body(this);
        }
        catch (Exception fault)
        {
            body = Task.FromException<string>(fault);
        }
    }

    private void Drain(Action action)
    {
        pump.Run(action);
        Judge();
    }

    private void Judge()
    {
        if (Failure is not null) return;
        if (divergence is not null) Failure = Differs(divergence);
        else if (pump.SawForeignPost || (!body!.IsCompleted && operations.TrueForAll(operation => operation.IsDone)))
            Failure = $"ForeignAwait: {registration.Name} awaited something that is not a task of its context";
        else if (body.IsCompletedSuccessfully) End(body.Result);
        else if (body.IsFaulted) Failure = Describe(body.Exception.InnerException ?? body.Exception);
        else if (body.IsCanceled) Failure = "TaskCanceledException: the body was cancelled";
        if (Failure is not null) Output = null;
    }

    private void End(string? output)
    {
        if (output is null) Failure = "ArgumentNullException: the body returned null";
        else if (Encoding.UTF8.GetByteCount(output) > MaxBytes) Failure = $"TooLarge: the output exceeds {MaxBytes} bytes";
        else Output = output;
    }

    private string Differs(string difference) => $"ReplayDiffers: {registration.Name}: {difference}";

    private static string Describe(Exception fault) => $"{fault.GetType().Name}: {fault.Message}";

    private static bool IsAsked(JournalKind kind) => kind is JournalKind.ActivityAsked or JournalKind.TimerAsked or JournalKind.EventAsked;

    internal static void CheckSize(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > MaxBytes) throw new ArgumentException($"{what} has {bytes} bytes, more than {MaxBytes}: pass it by reference");
    }
}
