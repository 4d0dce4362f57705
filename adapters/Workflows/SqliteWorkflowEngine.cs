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
public sealed partial class SqliteWorkflowEngine : IWorkflowEngine
{
    private readonly SqliteStore store;
    private readonly WorkCatalogue catalogue;
    private readonly ITradingClock clock;
    private readonly IPortDecorator decorator;
    private long started;
    private long activities;

    /// <param name="catalogue">May be filled later: it is read at each call, and open instances are taken up when the runtime starts.</param>
    /// <param name="decorator">Stands before the engine's calls to its own journal.</param>
    public SqliteWorkflowEngine(SqliteStore store, WorkCatalogue catalogue, ITradingClock clock, IPortDecorator? decorator = null)
    {
        this.store = store;
        this.catalogue = catalogue;
        this.clock = clock;
        this.decorator = decorator ?? IPortDecorator.None;
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
        WorkflowRules.CheckSize(start.Input, "the input");
        var now = clock.Now.UtcTicks;
        var isNew = store.Write(s =>
        {
            var inserted = s.Statement(WorkflowSql.Start).Execute(start.InstanceId, start.Name, start.Input, start.SortKey, now) > 0;
            if (!inserted) s.Abort();
            return inserted;
        });
        if (!isNew) return Task.FromResult(StartResult.AlreadyExists);
        AddStarted(registration, start.InstanceId, start.SortKey, start.Input, now);
        Changed?.Invoke();
        return Task.FromResult(StartResult.Started);
    }

    public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        WorkflowRules.CheckSize(payload, "the payload");
        var taken = store.Write(s =>
        {
            if (s.Statement(WorkflowSql.IsOpen).Scalar(instanceId) is null)
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
        return Task.FromResult(Find(instanceId));
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
        if (ended) NoticeEnd(instanceId);
        return Task.FromResult(ended);
    }

    public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.Now.UtcTicks;
        var held = store.Write(s => s.Statement(WorkflowSql.Suspend).Execute(instanceId, reason, now) > 0);
        if (held) Agenda.Remove(instanceId);
        return Task.FromResult(held);
    }

    public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.Now.UtcTicks;
        var resumed = store.Write(s => s.Statement(WorkflowSql.Resume).Execute(instanceId, now) > 0);
        if (!resumed) return Task.FromResult(false);
        TakeUp(instanceId);
        Changed?.Invoke();
        return Task.FromResult(true);
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

    /// <summary>Brings the agenda in line with the file: at the runtime's start, and after another process wrote to the file.</summary>
    /// <exception cref="UnknownWorkflowException">An open instance's workflow is not in the catalogue.</exception>
    internal void Refresh()
    {
        // Taken first: a start adds to the agenda after its commit, so what is here and not in the file runs no more.
        var known = Agenda.OpenIds();
        var found = ReadRunning();
        var running = found.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var id in known)
        {
            if (!running.Contains(id)) NoticeEnd(id);
        }
        foreach (var row in found)
        {
            if (!Agenda.Contains(row.Id)) Agenda.Add(Opened(row));
        }
        foreach (var id in WithEvents()) Agenda.Notice(id);
    }

    /// <summary>Another host ran the instances: nothing that is known of them is true any more.</summary>
    internal void Forget()
    {
        Agenda.Clear();
        parents.Clear();
    }

    private List<string> WithEvents() => store.Read(static s =>
    {
        using var reader = s.Statement(WorkflowSql.WithEvents).Query();
        var ids = new List<string>();
        while (reader.Read()) ids.Add(reader.GetString(0));
        return ids;
    });

    private List<RunningRow> ReadRunning() => store.Read(static s =>
    {
        using var reader = s.Statement(WorkflowSql.Open).Query();
        var rows = new List<RunningRow>();
        while (reader.Read()) rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4)));
        return rows;
    });

    private OpenInstance Opened(RunningRow row) => catalogue.Workflows.TryGetValue(row.Name, out var registration)
        ? new OpenInstance(registration, row.Id, row.SortKey, row.Input, row.Created)
        : throw new UnknownWorkflowException(row.Name, row.Id);

    /// <summary>A process that only looks after instances has no bodies: the one that runs them takes the instance up.</summary>
    private void TakeUp(string instanceId)
    {
        if (ReadRunning().Find(row => row.Id == instanceId) is { } row && catalogue.Workflows.ContainsKey(row.Name)) Agenda.Add(Opened(row));
    }

    private sealed record RunningRow(string Id, string Name, string Input, string SortKey, long Created);

    private void AddStarted(WorkflowRegistration registration, string id, string sortKey, string input, long now)
    {
        Interlocked.Increment(ref started);
        Agenda.Add(new OpenInstance(registration, id, sortKey, input, now) { Journal = [], HasEvents = false });
    }

    private WorkflowInstance? Find(string instanceId) => SqliteWorkflowHistory.Find(store, instanceId);
}
