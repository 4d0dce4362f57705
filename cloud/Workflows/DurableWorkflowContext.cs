using Microsoft.DurableTask;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Workflows;

/// <summary><see cref="IWorkflowContext"/> over the orchestration context of Durable Task. One for each replay.</summary>
/// <remarks>
/// Every await here is of the engine's own tasks, on its own scheduler: nothing may configure awaits otherwise. Timers that lost are cancelled,
/// because the engine keeps an instance open until the last one has fired.
/// </remarks>
internal sealed class DurableWorkflowContext(TaskOrchestrationContext inner, string input, WorkCatalogue catalogue, DurableTime time) : IWorkflowContext, IDisposable
{
    private readonly HashSet<string> timedOut = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<CancellationTokenSource> timers = [];

    public string InstanceId => inner.InstanceId;

    public string Input { get; } = input;

    public DateTimeOffset CurrentTime => time.ToTrading(new DateTimeOffset(DateTime.SpecifyKind(inner.CurrentUtcDateTime, DateTimeKind.Utc)));

    public bool IsReplaying => inner.IsReplaying;

    public async Task<string> CallActivityAsync(string activity, string input, ActivityRetry? retry = null)
    {
        try
        {
            return await inner.CallActivityAsync<string>(activity, input, OptionsOf(retry));
        }
        catch (TaskFailedException fault)
        {
            throw DurableFailures.Translate(activity, fault);
        }
    }

    public async Task<string> CallSubWorkflowAsync(string name, string instanceId, string input)
    {
        if (!catalogue.Workflows.ContainsKey(name)) throw new ActivityFailedException(name, "UnknownWorkflow", $"no workflow is named '{name}'");
        // The engine would replace a finished instance of the id; what was used before must fail the call.
        if (await inner.CallActivityAsync<bool>(DurableActivities.InstanceExists, instanceId))
            throw new ActivityFailedException(name, "AlreadyExists", $"the instance id '{instanceId}' was used before");
        try
        {
            return await inner.CallSubOrchestratorAsync<string>(DurableNames.Of(name), input, new SubOrchestrationOptions(instanceId: instanceId));
        }
        catch (TaskFailedException fault) when (!DurableFailures.IsWithoutDetails(fault))
        {
            throw DurableFailures.Translate(name, fault);
        }
        catch (TaskFailedException)
        {
        }
        var end = await inner.CallActivityAsync<string>(DurableActivities.InstanceEnd, instanceId);
        throw end.Length == 0
            ? new ActivityFailedException(name, "NotFound", $"the instance '{instanceId}' was purged")
            : new ActivityFailedException(name, "Terminated", end[1..]);
    }

    public async Task DelayUntilAsync(DateTimeOffset dueAt)
    {
        if (dueAt <= CurrentTime) return;
        await TimerAsync(dueAt, Source());
    }

    public async Task<string?> WaitForEventAsync(string eventName, DateTimeOffset until)
    {
        if (timedOut.Contains(eventName))
            throw new InvalidOperationException($"event '{eventName}' has timed out before: an event may come late and reach the wrong wait; put a nonce in its name");
        var timer = Source();
        var waiting = Source();
        var raised = inner.WaitForExternalEvent<string>(eventName, waiting.Token);
        var late = TimerAsync(until, timer);
        if (await Task.WhenAny(raised, late) == raised)
        {
            Cancel(timer);
            return await raised;
        }
        timedOut.Add(eventName);
        Cancel(waiting);
        return null;
    }

    /// <summary>The body has ended: nothing that it left behind may keep the instance open.</summary>
    public void Dispose()
    {
        foreach (var timer in timers)
        {
            Cancel(timer);
            timer.Dispose();
        }
        timers.Clear();
    }

    /// <summary>Never awaited: <c>CancelAsync</c> is a foreign task, which would leave the instance running for ever.</summary>
    private static void Cancel(CancellationTokenSource source) => source.Cancel();

    private Task TimerAsync(DateTimeOffset dueAt, CancellationTokenSource source) => inner.CreateTimer(time.ToEngine(dueAt).UtcDateTime, source.Token);

    private CancellationTokenSource Source()
    {
        var source = new CancellationTokenSource();
        timers.Add(source);
        return source;
    }

    private TaskOptions? OptionsOf(ActivityRetry? retry) => retry is null || retry.Attempts <= 1
        ? null
        : TaskOptions.FromRetryPolicy(new RetryPolicy(retry.Attempts, time.ToEngine(retry.FirstDelay), retry.Factor, time.ToEngine(retry.Cap)));
}
