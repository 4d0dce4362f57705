using System.Collections.Concurrent;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>Runs a catalogue on one machine: one item at a time, in the order of <see cref="WorkPhase"/>, so that equal inputs give equal runs.</summary>
/// <remarks>
/// At one instant each phase drains (schedules, then workflow steps, then messages, each by sort key) before a later one begins; new work of
/// an earlier phase goes first. Then trading time moves to the next due instant. What was not marked done is done again after a kill.
/// Several runtimes may stand over one file: one has the turn (<see cref="HostLease"/>), the others wait for it.
/// </remarks>
public sealed class EmbeddedRuntime
{
    private static readonly WorkPhase[] Phases = Enum.GetValues<WorkPhase>();

    private readonly WorkCatalogue catalogue;
    private readonly EmbeddedPorts ports;
    private readonly EmbeddedRuntimeOptions options;
    private readonly SimulatedClock? simulated;
    private readonly Pacer pacer;
    private List<QueueRegistration>[] queuesByPhase = [];
    private ScheduleBook? book;
    private readonly ConcurrentQueue<Func<CancellationToken, Task>> posted = new();
    private TaskCompletionSource arrived = NewSignal();
    private long foreignVersion;
    private long instants;
    private long schedulesRun;
    private long scheduleFaults;
    private long workflowSteps;
    private long messagesHandled;

    public EmbeddedRuntime(WorkCatalogue catalogue, EmbeddedPorts ports, EmbeddedRuntimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(ports);
        this.catalogue = catalogue;
        this.ports = ports;
        this.options = options ?? new();
        simulated = ports.Clock as SimulatedClock;
        pacer = new Pacer(ports.Wall, this.options.Speed);
        pacer.Restart(ports.Clock.Now, this.options.Speed);
        ports.OwnQueue.Changed += Signal;
        ports.OwnEngine.Changed += Signal;
        ports.OwnEngine.OnActivityFault ??= (name, fault) => this.options.OnFault?.Invoke("activity", name, fault);
    }

    public RuntimeCounters Counters => new(
        instants, schedulesRun, scheduleFaults, workflowSteps, ports.OwnEngine.StartedCount, ports.OwnEngine.ActivityCount, messagesHandled,
        ports.Store.Counters.Commits);

    /// <summary>May be changed while the runtime runs; takes effect at the next instant.</summary>
    public double Speed
    {
        get => pacer.Speed;
        set
        {
            pacer.Restart(ports.Clock.Now, value);
            Signal();
        }
    }

    /// <summary>Runs until the condition holds (asked between instants), the token is cancelled or, on a simulated clock, nothing will ever be due.</summary>
    /// <exception cref="CorruptException">Stored data is damaged.</exception>
    /// <exception cref="DeposedException">Another host has taken over: nothing was written since. What the work remembers is to be thrown away.</exception>
    /// <exception cref="StoreFaultException">The store's disk is full, read-only or failing.</exception>
    /// <remarks>A schedule's body that cannot reach the world is reported and tried at its next occurrence; any other exception of it stops the runtime.</remarks>
    public Task<RuntimeOutcome> RunAsync(Func<bool>? until, CancellationToken cancellationToken) =>
        RunAsync(until, DateTimeOffset.MaxValue, cancellationToken);

    /// <summary>Runs everything due up to and at the instant of trading time, and leaves a simulated clock there.</summary>
    public Task<RuntimeOutcome> RunUntilAsync(DateTimeOffset instant, CancellationToken cancellationToken) => RunAsync(null, instant, cancellationToken);

    /// <summary>Runs the work between two items, so that it sees and changes loaded state alone; waits for the runtime to run.</summary>
    /// <param name="cancellationToken">Gives up waiting; work that has begun sees it too.</param>
    public Task<T> InvokeAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        posted.Enqueue(async _ =>
        {
            if (cancellationToken.IsCancellationRequested) return;
            try
            {
                answer.TrySetResult(await work(cancellationToken));
            }
            catch (Exception fault) when (fault is not (CorruptException or StoreFaultException))
            {
                answer.TrySetException(fault);
            }
        });
        Signal();
        return answer.Task.WaitAsync(cancellationToken);
    }

    private async Task<RuntimeOutcome> RunAsync(Func<bool>? until, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        try
        {
            using var turn = await TakeTurnAsync(cancellationToken);
            return await RunInTurnAsync(until, limit, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return RuntimeOutcome.Cancelled;
        }
    }

    /// <summary>Null where the caller has taken it on the store. Waits while another host has it.</summary>
    private async Task<HostLease?> TakeTurnAsync(CancellationToken cancellationToken)
    {
        if (ports.Store.Turn is not null) return null;
        HostLease? lease;
        while ((lease = HostLease.TryTake(ports.Store, options.Lease)) is null) await Task.Delay(options.Lease.Poll, options.Lease.Wall, cancellationToken);
        if (!lease.IsContinuation) Forget();
        return lease;
    }

    /// <summary>Another host ran: begins anew with what it left.</summary>
    private void Forget()
    {
        book = null;
        ports.OwnEngine.Forget();
        ports.OwnQueue.Refresh();
        simulated?.Reload();
    }

    private async Task<RuntimeOutcome> RunInTurnAsync(Func<bool>? until, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        ReleaseLocks();
        if (book is null) await PrepareAsync(cancellationToken);
        pacer.Restart(ports.Clock.Now, pacer.Speed);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (until?.Invoke() == true) return RuntimeOutcome.ConditionMet;
            if (arrived.Task.IsCompleted) arrived = NewSignal();
            LookForForeignWrites();
            if (!await RunInstantAsync(cancellationToken)) break;
            instants++;
            if (until?.Invoke() == true) return RuntimeOutcome.ConditionMet;
            var next = NextDue();
            if (next > limit)
            {
                if (ports.Clock.Now >= limit) return RuntimeOutcome.ConditionMet;
                next = limit;
            }
            if (next == DateTimeOffset.MaxValue && simulated is not null) return RuntimeOutcome.Idle;
            await ReachAsync(next, cancellationToken);
        }
        return RuntimeOutcome.Cancelled;
    }

    /// <summary>At the first run, not before: the catalogue's bodies may need the very ports that this runtime was built with.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        queuesByPhase = [.. Phases.Select(QueuesOf)];
        foreignVersion = ports.Store.ForeignVersion();
        ports.OwnEngine.Refresh();
        book = await ScheduleBook.OpenAsync(ports.Tables, catalogue.Schedules, ports.Clock.Now, cancellationToken);
    }

    private List<QueueRegistration> QueuesOf(WorkPhase phase) =>
        [.. catalogue.Queues.Values.Where(queue => queue.Phase == phase).OrderBy(queue => queue.Name, StringComparer.Ordinal)];

    /// <summary>False where the token stopped it.</summary>
    private async Task<bool> RunInstantAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var phase = 0; phase < Phases.Length;)
            {
                if (cancellationToken.IsCancellationRequested) return false;
                phase = await RunOneAsync(Phases[phase], cancellationToken) ? 0 : phase + 1;
            }
            return true;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>False where the phase has nothing due.</summary>
    private async ValueTask<bool> RunOneAsync(WorkPhase phase, CancellationToken cancellationToken)
    {
        while (posted.TryDequeue(out var work)) await work(cancellationToken);
        var now = ports.Clock.Now;
        if (book!.FirstDue(phase, now) is { } schedule)
        {
            await RunScheduleAsync(schedule, now, cancellationToken);
            return true;
        }
        if (ports.OwnEngine.Agenda.TryTake(phase, now.UtcTicks, out var instance))
        {
            workflowSteps++;
            await BeforeAsync(instance.Registration.Name, instance.Steps == 0, cancellationToken);
            await ports.OwnEngine.StepAsync(instance, cancellationToken);
            return true;
        }
        foreach (var queue in queuesByPhase[(int)phase])
        {
            if (ports.OwnQueue.NextVisible(queue.Name) > now.UtcTicks) continue;
            await BeforeAsync(queue.Name, isFirst: true, cancellationToken);
            if (await ReceiveAsync(queue, cancellationToken)) return true;
            ports.OwnQueue.Park(queue.Name);
        }
        return false;
    }

    private Task BeforeAsync(string name, bool isFirst, CancellationToken cancellationToken) =>
        options.BeforeWork?.Invoke(new WorkItem(name, isFirst), cancellationToken) ?? Task.CompletedTask;

    private async Task RunScheduleAsync(Schedule schedule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scheduledFor = schedule.LastDue(now);
        schedulesRun++;
        await BeforeAsync(schedule.Registration.Name, isFirst: true, cancellationToken);
        try
        {
            await RunBodyAsync(schedule, scheduledFor, cancellationToken);
        }
        catch (Exception fault) when (fault is (TransientException and not StoreFaultException) or AmbiguousException or MarketRefusedException)
        {
            scheduleFaults++;
            options.OnFault?.Invoke("schedule", schedule.Registration.Name, fault);
        }
        // Saved after a fault as well: a restart must not run now what was tried and given up before.
        await book!.SaveAsync(schedule, scheduledFor, CancellationToken.None);
        schedule.MarkDone(scheduledFor);
    }

    /// <summary>After a lost reply nobody knows how far the body came; bodies are idempotent, so it runs once more at once.</summary>
    private async Task RunBodyAsync(Schedule schedule, DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        try
        {
            await schedule.Registration.Body(scheduledFor, cancellationToken);
        }
        catch (AmbiguousException fault)
        {
            options.OnFault?.Invoke("schedule", schedule.Registration.Name, fault);
            await schedule.Registration.Body(scheduledFor, cancellationToken);
        }
    }

    /// <summary>False where nobody's message can be had.</summary>
    private async Task<bool> ReceiveAsync(QueueRegistration queue, CancellationToken cancellationToken)
    {
        ReceivedMessage? message;
        try
        {
            message = await ports.Queue.ReceiveAsync(queue.Name, cancellationToken);
        }
        catch (AmbiguousException fault)
        {
            FreeMessages(queue, fault);
            return true;
        }
        if (message is null) return false;
        await HandleAsync(queue, message, cancellationToken);
        return true;
    }

    private async Task HandleAsync(QueueRegistration queue, ReceivedMessage message, CancellationToken cancellationToken)
    {
        messagesHandled++;
        HandlerOutcome outcome;
        try
        {
            outcome = await queue.Handler(message, cancellationToken);
        }
        catch (Exception fault) when (fault is not (CorruptException or StoreFaultException or DeposedException) && !cancellationToken.IsCancellationRequested)
        {
            options.OnFault?.Invoke("message", queue.Name, fault);
            outcome = HandlerOutcome.Abandoned;
        }
        try
        {
            _ = outcome switch
            {
                HandlerOutcome.Complete => await ports.Queue.CompleteAsync(message, CancellationToken.None),
                HandlerOutcome.DeadLetter dead => await ports.Queue.DeadLetterAsync(message, dead.Reason, dead.Description, CancellationToken.None),
                _ => await ports.Queue.AbandonAsync(message, CancellationToken.None),
            };
        }
        catch (AmbiguousException fault)
        {
            FreeMessages(queue, fault);
        }
    }

    /// <summary>A message may be locked by a receipt that never arrived, or not be settled. Nothing else is being handled: it is delivered again at once.</summary>
    private void FreeMessages(QueueRegistration queue, AmbiguousException fault)
    {
        options.OnFault?.Invoke("message", queue.Name, fault);
        ReleaseLocks();
    }

    private void ReleaseLocks() => ports.Decorator.Call("Queue.ReleaseLocks", ports.OwnQueue.ReleaseLocks);

    private DateTimeOffset NextDue()
    {
        var ticks = Math.Min(book!.NextDue().UtcTicks, ports.OwnEngine.Agenda.NextWake);
        foreach (var queue in catalogue.Queues.Keys) ticks = Math.Min(ticks, ports.OwnQueue.NextVisible(queue));
        return ticks >= DateTimeOffset.MaxValue.UtcTicks ? DateTimeOffset.MaxValue : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <summary>Waits as long as the pace or the wall asks, and less when work arrives; a simulated clock is then moved.</summary>
    private async ValueTask ReachAsync(DateTimeOffset next, CancellationToken cancellationToken)
    {
        var delay = simulated is null ? next - ports.Clock.Now : pacer.DelayUntil(next);
        if (delay > options.ForeignWriteInterval)
        {
            await SleepAsync(options.ForeignWriteInterval, cancellationToken);
            return;
        }
        if (delay > TimeSpan.Zero && !await SleepAsync(delay, cancellationToken)) return;
        if (next > ports.Clock.Now) simulated?.AdvanceTo(next);
    }

    /// <summary>False where it was woken before the time.</summary>
    private async Task<bool> SleepAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var slept = Task.Delay(delay, ports.Wall, ended.Token);
        var first = await Task.WhenAny(slept, arrived.Task);
        await ended.CancelAsync();
        return first == slept && !cancellationToken.IsCancellationRequested;
    }

    private void LookForForeignWrites()
    {
        var version = ports.Store.ForeignVersion();
        if (version == foreignVersion) return;
        foreignVersion = version;
        ports.Store.CheckTurn();
        ports.OwnQueue.Refresh();
        ports.OwnEngine.Refresh();
    }

    private void Signal() => arrived.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
