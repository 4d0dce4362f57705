using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Workflows;

/// <summary>What the body sees.</summary>
internal sealed partial class WorkflowRun : IWorkflowContext
{
    public string InstanceId => instance.Id;

    public string Input => instance.Input;

    public DateTimeOffset CurrentTime => new(now, TimeSpan.Zero);

    public bool IsReplaying { get; private set; }

    public async Task<string> CallActivityAsync(string activity, string input, ActivityRetry? retry = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(activity);
        WorkflowRules.CheckSize(input, $"the input of activity '{activity}'");
        var operation = new WorkflowOperation(operations.Count, JournalKind.ActivityAsked, activity)
        {
            Input = input,
            Retry = retry ?? ActivityRetry.None,
        };
        Ask(operation);
        return (await operation.Task)!;
    }

    public async Task<string> CallSubWorkflowAsync(string name, string instanceId, string input)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!Core.Tenancy.IdGrammar.IsId(instanceId)) throw new ArgumentException($"'{instanceId}' is no instance id", nameof(instanceId));
        WorkflowRules.CheckSize(input, $"the input of sub-workflow '{name}'");
        var operation = new WorkflowOperation(operations.Count, JournalKind.SubAsked, name) { Input = input, Target = instanceId, Due = long.MaxValue };
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
        if (operations.Exists(earlier => earlier.HasTimedOut && earlier.Asked == JournalKind.EventAsked && earlier.Name == eventName))
            throw new InvalidOperationException($"the event '{eventName}' has timed out before in {Title}: put a nonce in its name");
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
        if (!pump.IsDrainingHere)
        {
            pump.ReportForeign();
            throw new InvalidOperationException($"{instance.Registration.Name} '{instance.Id}' called its context outside its own steps");
        }
        operations.Add(operation);
        if (operation.Number < askedBefore.Count)
        {
            if (!operation.IsAskedBy(askedBefore[operation.Number])) Diverge(operation, WorkflowOperation.Describe(askedBefore[operation.Number]));
        }
        else if (IsReplaying)
        {
            Diverge(operation, "nothing");
        }
        else
        {
            fresh.Add(operation.ToJournal(now));
        }
    }

    private void Diverge(WorkflowOperation operation, string before) =>
        divergence ??= $"operation {operation.Number}: the code asks for {operation}, the journal says {before}";
}
