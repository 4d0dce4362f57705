using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

/// <summary>One replay of a body: history is delivered first and checked against what the body asks, then news; <see cref="Fresh"/> is what to journal.</summary>
internal sealed partial class WorkflowRun
{
    /// <summary>Of an instance's whole life: flows are short.</summary>
    private const int MaxEvents = 10_000;

    private readonly OpenInstance instance;
    private readonly List<JournalEvent> journal;
    private readonly List<JournalEvent> askedBefore = [];
    private readonly List<WorkflowOperation> operations = [];
    private readonly List<(string Name, string Payload)> unawaited = [];
    private readonly List<JournalEvent> fresh = [];
    private readonly WorkflowSynchronizationContext pump;
    private Task<string>? body;
    private string? divergence;
    private long now;

    /// <param name="instance">With its journal read.</param>
    /// <param name="onForeign">Called, from any thread and perhaps after this run, when something that is not the context's resumes the body.</param>
    public WorkflowRun(OpenInstance instance, Action onForeign)
    {
        this.instance = instance;
        journal = instance.Journal!;
        pump = new WorkflowSynchronizationContext(onForeign);
        now = instance.CreatedAt;
        foreach (var entry in journal)
        {
            if (IsAsked(entry.Kind)) askedBefore.Add(entry);
        }
    }

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
        Drain(() => body = RunBodyAsync());
        foreach (var entry in journal)
        {
            if (IsAsked(entry.Kind)) continue;
            if (HasEnded)
            {
                // Where the body already asked for something else, that says more.
                if (divergence is null) Failure = Differs($"the code has ended, the journal says {entry.Kind} of operation {entry.Operation}");
                Output = null;
                return;
            }
            Apply(entry);
        }
        IsReplaying = false;
        if (divergence is null && operations.Count < askedBefore.Count)
        {
            var missing = askedBefore[operations.Count];
            divergence = $"operation {operations.Count}: the code asks for nothing, the journal says {WorkflowOperation.Describe(missing)}";
            Output = null;
            Judge();
        }
    }

    /// <summary>Tells the body something new.</summary>
    public void Deliver(JournalEvent entry)
    {
        fresh.Add(entry);
        Apply(entry);
        if (journal.Count + fresh.Count > MaxEvents && !HasEnded)
            Failure = $"TooLong: {Title} has a history of over {MaxEvents} events: split it into short instances";
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
        operations.Find(operation => !operation.IsDone && operation.Asked == JournalKind.ActivityAsked && operation.Due <= at);

    /// <summary>Unfinished sub-workflows, in the order of the calls.</summary>
    public List<WorkflowOperation> OpenChildren() => operations.FindAll(operation => !operation.IsDone && operation.Asked == JournalKind.SubAsked);

    /// <summary>Whether an earlier step has journaled the call, and so started the sub-workflow.</summary>
    public bool WasAskedBefore(WorkflowOperation operation) => operation.Number < askedBefore.Count;

    /// <summary>Fails the instance: something that is not the context's resumed its body after an earlier step.</summary>
    public void FailForeign()
    {
        Failure ??= Foreign();
        Output = null;
    }

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

    private void Apply(JournalEvent entry)
    {
        now = entry.At;
        if (entry.Kind == JournalKind.EventReceived) Drain(() => Receive(entry.Name!, entry.Data!));
        else if (entry.Operation >= operations.Count) Stray(entry);
        else Drain(() => Settle(operations[entry.Operation], entry));
    }

    private void Stray(JournalEvent entry)
    {
        divergence ??= $"the code asked for {operations.Count} operations, the journal says {entry.Kind} of operation {entry.Operation}";
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
            case JournalKind.ActivityDone or JournalKind.SubDone: operation.Complete(entry.Data ?? ""); break;
            case JournalKind.ActivityFailed or JournalKind.SubFailed: operation.Fail(new ActivityFailedException(operation.Name, entry.Name!, entry.Data ?? "")); break;
            case JournalKind.TimerFired:
                operation.HasTimedOut = true;
                operation.Complete(null);
                break;
            case JournalKind.AttemptFailed:
                operation.FailedAttempts++;
                operation.Due = entry.Due;
                break;
        }
    }

    /// <summary>Awaits the body inside the pump, so that one that ends on another thread never seems to have ended.</summary>
    private async Task<string> RunBodyAsync() => await instance.Registration.Body(this);

    private void Drain(Action action)
    {
        pump.Run(action);
        Judge();
    }

    private void Judge()
    {
        if (Failure is not null) return;
        if (divergence is not null) Failure = Differs(divergence);
        else if (pump.SawForeign || (!body!.IsCompleted && operations.TrueForAll(operation => operation.IsDone)))
            Failure = Foreign();
        else if (body.IsCompletedSuccessfully) End(body.Result);
        else if (body.IsFaulted) Failure = Describe(body.Exception.InnerException ?? body.Exception);
        else if (body.IsCanceled) Failure = "TaskCanceledException: the body was cancelled";
        if (Failure is not null) Output = null;
    }

    private void End(string? output)
    {
        if (output is null) Failure = "ArgumentNullException: the body returned null";
        else if (Encoding.UTF8.GetByteCount(output) > WorkflowRules.MaxBytes) Failure = $"TooLarge: the output exceeds {WorkflowRules.MaxBytes} bytes";
        else Output = output;
    }

    private string Title => $"{instance.Registration.Name} '{instance.Id}', step {instance.Steps}";

    private string Differs(string difference) => $"ReplayDiffers: {Title}: {difference}";

    private string Foreign()
    {
        var last = operations.Count == 0 ? "nothing" : $"{operations[^1]} as operation {operations.Count - 1}";
        return $"ForeignAwait: {Title}: the code awaited something that is not a task of its context; "
            + $"it last asked for {last}, the journal holds {askedBefore.Count} operations";
    }

    private static string Describe(Exception fault) => $"{fault.GetType().Name}: {fault.Message}";

    private static bool IsAsked(JournalKind kind) => kind is JournalKind.ActivityAsked or JournalKind.TimerAsked or JournalKind.EventAsked or JournalKind.SubAsked;
}
