using System.Collections.Concurrent;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Workflows;

/// <summary>How an instance takes one step.</summary>
public sealed partial class SqliteWorkflowEngine
{
    /// <summary>Who waits for a sub-workflow, by its id; filled again by the parent's first step after a start.</summary>
    private readonly ConcurrentDictionary<string, string> parents = new(StringComparer.Ordinal);

    private enum StepEnd
    {
        GoesOn,

        Ended,

        /// <summary>Ended by somebody else meanwhile: nothing was kept.</summary>
        Gone,

        /// <summary>Somebody else has just written this step, or started an instance with a sub-workflow's id: nothing was kept.</summary>
        Raced,
    }

    /// <summary>One step of an instance that the agenda gave out. After a fault the agenda has it back, as if the step had not begun.</summary>
    internal async Task StepAsync(OpenInstance instance, CancellationToken cancellationToken)
    {
        var end = StepEnd.Raced;
        try
        {
            var lastEvent = 0L;
            var starting = new List<WorkflowOperation>();
            var run = Replay(instance);
            if (!run.HasEnded) lastEvent = DeliverEvents(instance, run);
            var now = clock.Now.UtcTicks;
            FireTimers(run, now);
            SettleChildren(instance, run, starting);
            if (!run.HasEnded && run.NextActivity(now) is { } activity)
            {
                run.Deliver(await RunActivityAsync(activity, cancellationToken));
                SettleChildren(instance, run, starting);
                now = clock.Now.UtcTicks;
            }
            if (run.Failure is not null) starting.Clear();
            end = Commit(instance, run, starting, lastEvent, now);
            if (end == StepEnd.GoesOn) Agenda.Return(instance, run.NextDue(), now);
            else if (end != StepEnd.Raced) NoticeEnd(instance.Id);
        }
        finally
        {
            if (end == StepEnd.Raced)
            {
                // What this step knew may be less than what is stored: the next one reads it.
                instance.Journal = null;
                instance.HasEvents = true;
                Agenda.Return(instance, long.MinValue, long.MinValue);
            }
        }
    }

    private WorkflowRun Replay(OpenInstance instance)
    {
        if (instance.Journal is null)
        {
            var steps = decorator.Call("Journal.Read", () => ReadJournal(store, instance.Id));
            instance.Journal = steps.SelectMany(text => JournalStep.Read(instance.Id, text)).ToList();
            instance.Steps = steps.Count;
        }
        var run = new WorkflowRun(instance, () => NoticeForeign(instance));
        run.Replay();
        if (instance.SawForeign) run.FailForeign();
        return run;
    }

    internal static List<string> ReadJournal(Storage.SqliteStore store, string instanceId) => store.Read(s =>
    {
        using var reader = s.Statement(WorkflowSql.Journal).Query(instanceId);
        var texts = new List<string>();
        while (reader.Read()) texts.Add(reader.GetString(0));
        return texts;
    });

    /// <summary>A foreign task may end long after the step that awaited it; the next step then fails the instance instead of waiting for ever.</summary>
    private void NoticeForeign(OpenInstance instance)
    {
        instance.SawForeign = true;
        Agenda.Notice(instance.Id);
        Changed?.Invoke();
    }

    private void NoticeEnd(string instanceId)
    {
        Agenda.Remove(instanceId);
        if (parents.TryRemove(instanceId, out var parent)) Agenda.Notice(parent);
    }

    private long DeliverEvents(OpenInstance instance, WorkflowRun run)
    {
        if (!instance.HasEvents) return 0;
        instance.HasEvents = false;
        var events = decorator.Call("Journal.Events", () => ReadEvents(instance.Id));
        var last = 0L;
        foreach (var (sequence, name, payload) in events)
        {
            if (run.HasEnded) break;
            run.Deliver(new JournalEvent(JournalKind.EventReceived, -1, name, payload, clock.Now.UtcTicks));
            last = sequence;
        }
        return last;
    }

    private List<(long Sequence, string Name, string Payload)> ReadEvents(string instanceId) => store.Read(s =>
    {
        using var reader = s.Statement(WorkflowSql.Events).Query(instanceId);
        var events = new List<(long Sequence, string Name, string Payload)>();
        while (reader.Read()) events.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return events;
    });

    private static void FireTimers(WorkflowRun run, long now)
    {
        while (!run.HasEnded && run.NextTimer(now) is { } timer)
            run.Deliver(new JournalEvent(JournalKind.TimerFired, timer.Number, null, null, now));
    }

    /// <summary>Tells the body what became of its sub-workflows, and collects those that this step's commit is to start.</summary>
    private void SettleChildren(OpenInstance instance, WorkflowRun run, List<WorkflowOperation> starting)
    {
        for (var again = true; again;)
        {
            again = false;
            foreach (var child in run.OpenChildren())
            {
                if (run.HasEnded) return;
                if (starting.Contains(child)) continue;
                var wasStarted = run.WasAskedBefore(child);
                if (wasStarted) parents[child.Target!] = instance.Id;
                var settled = wasStarted ? ResultOf(child) : RefusalOf(child, starting);
                if (settled is not null) run.Deliver(settled);
                else if (!wasStarted) starting.Add(child);
                again |= settled is not null;
            }
        }
    }

    private JournalEvent? ResultOf(WorkflowOperation child)
    {
        if (Find(child.Target!) is not { } instance) return Ended(child, JournalKind.SubFailed, "NotFound", $"'{child.Target}' was purged");
        var words = instance.Output ?? "";
        if (instance.Status == WorkflowStatus.Completed) return Ended(child, JournalKind.SubDone, null, words);
        if (instance.Status == WorkflowStatus.Terminated) return Ended(child, JournalKind.SubFailed, "Terminated", words);
        if (instance.Status != WorkflowStatus.Failed) return null;
        var colon = words.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0
            ? Ended(child, JournalKind.SubFailed, "Failed", words)
            : Ended(child, JournalKind.SubFailed, words[..colon], words[(colon + 2)..]);
    }

    private JournalEvent? RefusalOf(WorkflowOperation child, List<WorkflowOperation> starting)
    {
        if (!catalogue.Workflows.ContainsKey(child.Name))
            return Ended(child, JournalKind.SubFailed, "UnknownWorkflow", $"no workflow is named '{child.Name}'");
        return starting.Exists(other => other.Target == child.Target) || Find(child.Target!) is not null
            ? Ended(child, JournalKind.SubFailed, "AlreadyExists", $"the instance id '{child.Target}' was used before")
            : null;
    }

    private async Task<JournalEvent> RunActivityAsync(WorkflowOperation operation, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref activities);
        if (!catalogue.Activities.TryGetValue(operation.Name, out var activity))
            return Ended(operation, JournalKind.ActivityFailed, "UnknownActivity", $"no activity is named '{operation.Name}'");
        try
        {
            var result = await activity.Body(operation.Input, cancellationToken);
            WorkflowRules.CheckSize(result, $"the result of activity '{operation.Name}'");
            return Ended(operation, JournalKind.ActivityDone, null, result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (fault is not (CorruptException or StoreFaultException or Storage.DeposedException))
        {
            OnActivityFault?.Invoke(operation.Name, fault);
            return AfterFault(operation, fault);
        }
    }

    private JournalEvent AfterFault(WorkflowOperation operation, Exception fault)
    {
        var attempt = operation.FailedAttempts + 1;
        if (attempt >= operation.Retry.Attempts) return Ended(operation, JournalKind.ActivityFailed, fault.GetType().Name, fault.Message);
        var due = clock.Now + operation.Retry.DelayAfter(attempt);
        return Ended(operation, JournalKind.AttemptFailed, fault.GetType().Name, fault.Message) with { Due = due.UtcTicks };
    }

    private JournalEvent Ended(WorkflowOperation operation, JournalKind kind, string? name, string data) =>
        new(kind, operation.Number, name, data.Length <= WorkflowRules.MaxBytes ? data : data[..WorkflowRules.MaxBytes], clock.Now.UtcTicks);

    private StepEnd Commit(OpenInstance instance, WorkflowRun run, List<WorkflowOperation> starting, long lastEvent, long now)
    {
        if (run.Fresh.Count == 0 && !run.HasEnded) return StepEnd.GoesOn;
        foreach (var child in starting) parents[child.Target!] = instance.Id;
        var end = decorator.Call("Journal.Commit", () => store.Write(s => Keep(s, instance, run, starting, lastEvent, now)));
        if (end is StepEnd.Gone or StepEnd.Raced) return end;
        if (run.Failure is not null) TraderTelemetry.WorkflowFailed(instance.Registration.Name);
        instance.Journal!.AddRange(run.Fresh);
        instance.Steps++;
        foreach (var child in starting) AddStarted(catalogue.Workflows[child.Name], child.Target!, instance.SortKey, child.Input, now);
        return end;
    }

    private static StepEnd Keep(
        Storage.SqliteStore s, OpenInstance instance, WorkflowRun run, List<WorkflowOperation> starting, long lastEvent, long now)
    {
        var status = run.Failure is not null ? WorkflowStatus.Failed : run.HasEnded ? WorkflowStatus.Completed : WorkflowStatus.Running;
        if (s.Statement(WorkflowSql.Update).Execute(instance.Id, (int)status, run.Failure ?? run.Output, now) == 0) return Abort(s, StepEnd.Gone);
        foreach (var child in starting)
        {
            if (s.Statement(WorkflowSql.Start).Execute(child.Target, child.Name, child.Input, instance.SortKey, now) == 0) return Abort(s, StepEnd.Raced);
        }
        if (run.Fresh.Count > 0 && s.Statement(WorkflowSql.Append).Execute(instance.Id, instance.Steps, JournalStep.Write(run.Fresh)) == 0)
            return Abort(s, StepEnd.Raced);
        if (status != WorkflowStatus.Running) s.Statement(WorkflowSql.Forget).Execute(instance.Id, long.MaxValue);
        else if (lastEvent > 0) s.Statement(WorkflowSql.Forget).Execute(instance.Id, lastEvent);
        return status == WorkflowStatus.Running ? StepEnd.GoesOn : StepEnd.Ended;
    }

    private static StepEnd Abort(Storage.SqliteStore store, StepEnd end)
    {
        store.Abort();
        return end;
    }
}
