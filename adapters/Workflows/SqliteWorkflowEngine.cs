using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Workflows;

/// <summary>Durable workflows in the store's file. The runtime gives instances their steps; everything else may be called from any thread.</summary>
/// <remarks>
/// A step replays the body from the journal, delivers events and due timers, runs at most one activity and commits all of it at once. A
/// crash between an activity and that commit runs the activity again.
/// </remarks>
public sealed class SqliteWorkflowEngine : IWorkflowEngine
{
    private readonly SqliteStore store;
    private readonly WorkCatalogue catalogue;
    private readonly ITradingClock clock;
    private long started;
    private long activities;

    /// <param name="catalogue">May be filled later: it is read at each call, and open instances are taken up when the runtime starts.</param>
    public SqliteWorkflowEngine(SqliteStore store, WorkCatalogue catalogue, ITradingClock clock)
    {
        this.store = store;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// <summary>Raised after a start or an event, on the caller's thread.</summary>
    internal event Action? Changed;

    /// <summary>Called with the activity and the fault of every failed attempt.</summary>
    public Action<string, Exception>? OnActivityFault { get; set; }

    internal WorkflowAgenda Agenda { get; } = new();

    internal long StartedCount => Volatile.Read(ref started);

    internal long ActivityCount => Volatile.Read(ref activities);

    public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(start);
        if (!catalogue.Workflows.TryGetValue(start.Name, out var registration))
            throw new ArgumentException($"no workflow is named '{start.Name}'", nameof(start));
        if (!IdGrammar.IsId(start.InstanceId)) throw new ArgumentException($"'{start.InstanceId}' is no instance id", nameof(start));
        WorkflowRun.CheckSize(start.Input, "the input");
        var now = clock.Now.UtcTicks;
        var isNew = store.Write(s =>
        {
            var inserted = s.Statement(WorkflowSql.Start).Execute(start.InstanceId, start.Name, start.Input, start.SortKey, now) > 0;
            if (!inserted) s.Abort();
            return inserted;
        });
        if (!isNew) return Task.FromResult(StartResult.AlreadyExists);
        Interlocked.Increment(ref started);
        Agenda.Add(new OpenInstance(registration, start.InstanceId, start.SortKey, start.Input, now) { Journal = [], HasEvents = false });
        Changed?.Invoke();
        return Task.FromResult(StartResult.Started);
    }

    public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        WorkflowRun.CheckSize(payload, "the payload");
        var taken = store.Write(s =>
        {
            if (s.Statement(WorkflowSql.IsRunning).Scalar(instanceId) is null)
            {
                s.Abort();
                return false;
            }
            s.Statement(WorkflowSql.Raise).Execute(instanceId, eventName, payload);
            return true;
        });
        if (taken)
        {
            Agenda.Notice(instanceId);
            Changed?.Invoke();
        }
        return Task.FromResult(taken);
    }

    public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Read(s =>
        {
            using var reader = s.Statement(WorkflowSql.Get).Query(instanceId);
            return reader.Read()
                ? new WorkflowInstance(
                    reader.GetString(0), instanceId, (WorkflowStatus)reader.GetInt32(1), reader.GetString(2),
                    reader.IsDBNull(3) ? null : reader.GetString(3), At(reader.GetInt64(4)), At(reader.GetInt64(5)))
                : null;
        }));
    }

    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.Now.UtcTicks;
        var ended = store.Write(s =>
        {
            var found = s.Statement(WorkflowSql.Update).Execute(instanceId, (int)WorkflowStatus.Terminated, reason, now) > 0;
            if (found) s.Statement(WorkflowSql.Forget).Execute(instanceId, long.MaxValue);
            else s.Abort();
            return found;
        });
        Agenda.Remove(instanceId);
        return Task.FromResult(ended);
    }

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(store.Write(s =>
        {
            s.Statement(WorkflowSql.PurgeJournal).Execute(before.UtcTicks);
            s.Statement(WorkflowSql.PurgeEvents).Execute(before.UtcTicks);
            return s.Statement(WorkflowSql.Purge).Execute(before.UtcTicks);
        }));
    }

    /// <summary>One step of an instance that the agenda gave out. After a fault the agenda has it back, as if the step had not begun.</summary>
    internal async Task StepAsync(OpenInstance instance, CancellationToken cancellationToken)
    {
        var done = false;
        try
        {
            var lastEvent = 0L;
            var run = Replay(instance);
            if (!run.HasEnded) lastEvent = DeliverEvents(instance, run);
            var now = clock.Now.UtcTicks;
            FireTimers(run, now);
            if (!run.HasEnded && run.NextActivity(now) is { } activity)
            {
                run.Deliver(await RunActivityAsync(activity, cancellationToken));
                now = clock.Now.UtcTicks;
            }
            var goesOn = Commit(instance, run, lastEvent, now);
            done = true;
            if (goesOn) Agenda.Return(instance, run.NextDue(), now);
            else Agenda.Remove(instance.Id);
        }
        finally
        {
            if (!done)
            {
                instance.HasEvents = true;
                Agenda.Return(instance, long.MinValue, long.MinValue);
            }
        }
    }

    /// <summary>Takes up instances and events that are not known in memory: at the runtime's start, and after another process wrote to the file.</summary>
    /// <exception cref="InvalidOperationException">An open instance's workflow is not in the catalogue.</exception>
    internal void Refresh()
    {
        var found = store.Read(s =>
        {
            using var reader = s.Statement(WorkflowSql.Open).Query();
            var instances = new List<OpenInstance>();
            while (reader.Read())
            {
                if (!Agenda.Contains(reader.GetString(0)))
                    instances.Add(Opened(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4)));
            }
            return instances;
        });
        foreach (var instance in found) Agenda.Add(instance);
        foreach (var id in WithEvents()) Agenda.Notice(id);
    }

    private List<string> WithEvents() => store.Read(static s =>
    {
        using var reader = s.Statement(WorkflowSql.WithEvents).Query();
        var ids = new List<string>();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    });

    private OpenInstance Opened(string id, string name, string input, string sortKey, long created) =>
        catalogue.Workflows.TryGetValue(name, out var registration)
            ? new OpenInstance(registration, id, sortKey, input, created)
            : throw new InvalidOperationException($"the open instance {id} needs the workflow {name}, which this program does not have");

    private WorkflowRun Replay(OpenInstance instance)
    {
        if (instance.Journal is null)
        {
            var steps = store.Read(s =>
            {
                using var reader = s.Statement(WorkflowSql.Journal).Query(instance.Id);
                var texts = new List<string>();
                while (reader.Read()) texts.Add(reader.GetString(0));
                return texts;
            });
            instance.Journal = steps.SelectMany(text => JournalStep.Read(instance.Id, text)).ToList();
            instance.Steps = steps.Count;
        }
        var run = new WorkflowRun(instance.Registration, instance.Id, instance.Input, instance.CreatedAt, instance.Journal);
        run.Replay();
        return run;
    }

    private long DeliverEvents(OpenInstance instance, WorkflowRun run)
    {
        if (!instance.HasEvents) return 0;
        instance.HasEvents = false;
        var events = store.Read(s =>
        {
            using var reader = s.Statement(WorkflowSql.Events).Query(instance.Id);
            var list = new List<(long Sequence, string Name, string Payload)>();
            while (reader.Read()) list.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
            return list;
        });
        var last = 0L;
        foreach (var (sequence, name, payload) in events)
        {
            if (run.HasEnded) break;
            run.Deliver(new JournalEvent(JournalKind.EventReceived, -1, name, payload, clock.Now.UtcTicks));
            last = sequence;
        }
        return last;
    }

    private static void FireTimers(WorkflowRun run, long now)
    {
        while (!run.HasEnded && run.NextTimer(now) is { } timer)
            run.Deliver(new JournalEvent(JournalKind.TimerFired, timer.Number, null, null, now));
    }

    private async Task<JournalEvent> RunActivityAsync(WorkflowOperation operation, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref activities);
        if (!catalogue.Activities.TryGetValue(operation.Name, out var activity))
            return Ended(operation, JournalKind.ActivityFailed, "UnknownActivity", $"no activity is named '{operation.Name}'");
        try
        {
            var result = await activity.Body(operation.Input, cancellationToken);
            WorkflowRun.CheckSize(result, $"the result of activity '{operation.Name}'");
            return Ended(operation, JournalKind.ActivityDone, null, result);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception fault) when (fault is not CorruptException)
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
        new(kind, operation.Number, name, data.Length <= WorkflowRun.MaxBytes ? data : data[..WorkflowRun.MaxBytes], clock.Now.UtcTicks);

    /// <summary>False where the instance runs no more: it ended, or was terminated meanwhile.</summary>
    private bool Commit(OpenInstance instance, WorkflowRun run, long lastEvent, long now)
    {
        if (run.Fresh.Count == 0 && !run.HasEnded) return true;
        var status = run.Failure is not null ? WorkflowStatus.Failed : run.HasEnded ? WorkflowStatus.Completed : WorkflowStatus.Running;
        var kept = store.Write(s =>
        {
            if (s.Statement(WorkflowSql.Update).Execute(instance.Id, (int)status, run.Failure ?? run.Output, now) == 0)
            {
                s.Abort();
                return false;
            }
            if (run.Fresh.Count > 0) s.Statement(WorkflowSql.Append).Execute(instance.Id, instance.Steps, JournalStep.Write(run.Fresh));
            if (status != WorkflowStatus.Running) s.Statement(WorkflowSql.Forget).Execute(instance.Id, long.MaxValue);
            else if (lastEvent > 0) s.Statement(WorkflowSql.Forget).Execute(instance.Id, lastEvent);
            return true;
        });
        instance.Journal!.AddRange(run.Fresh);
        instance.Steps++;
        return kept && status == WorkflowStatus.Running;
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
