using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Chaos.Tests.Checks;
using PowerTrader.Chaos.Tests.Mutants;
using PowerTrader.Chaos.Tests.Plans;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>One schedule: hosts live and die over one store and one venue until ten minutes after the last thing went wrong. One thread.</summary>
internal sealed class ChaosRun : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(10);

    /// <summary>More means that a life makes no progress.</summary>
    private const int MaxLives = 60;

    private readonly ChaosPlan plan;
    private readonly Mutant mutant;
    private readonly string path;
    private readonly VenueFaults faults;
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> hits = new(StringComparer.Ordinal);
    private readonly ILookup<string, Disturbance.AtPort> points;
    private readonly HashSet<Disturbance> done = [];
    private int sends;
    private int others;
    private bool quiet;
    private long draws;

    public ChaosRun(ChaosPlan plan, Mutant mutant, string path)
    {
        (this.plan, this.mutant, this.path) = (plan, mutant, path);
        Time = new WorldTime(Scene.Start);
        Clock = new MachineClock(Time);
        Venue = Scene.VenueOf(plan, Time);
        faults = new VenueFaults((call, number) => FaultAt(call, number));
        points = plan.Disturbances.OfType<Disturbance.AtPort>().ToLookup(each => each.Point, StringComparer.Ordinal);
        Limits = new LimitWatch(this);
        Time.Passed = Passed;
    }

    public WorldTime Time { get; }

    public MachineClock Clock { get; }

    public SimulatedVenue Venue { get; }

    public LimitWatch Limits { get; }

    /// <summary>Until the next life begins.</summary>
    public TimeSpan Downtime { get; set; }

    /// <summary>Calls by name while things could go wrong.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Disturbances that came about, by their name in the report.</summary>
    public IReadOnlyDictionary<string, int> Hits => hits;

    /// <summary>Money that the owner moved.</summary>
    public List<decimal> Moved { get; } = [];

    /// <summary>Faults that a host saw and lived through, for the trace.</summary>
    public List<string> Trace { get; } = [];

    public int Lives { get; private set; }

    public string Path => path;

    public async Task PlayAsync()
    {
        await LiveUntilAsync(Scene.Start + ChaosPlan.Trouble);
        quiet = true;
        faults.IsQuiet = true;
        Clock.Offset = TimeSpan.Zero;
        var end = Scene.AfterReconcile(Time.GetUtcNow() + Quiet);
        await LiveUntilAsync(end - TimeSpan.FromMinutes(3));
        await AsGuestAsync(work => work.Halts.SetTenantAsync(Scene.Key.Tenant, HaltState.Halted, default));
        await LiveUntilAsync(end);
    }

    /// <summary>Lives one after the other until the instant of the world.</summary>
    private async Task LiveUntilAsync(DateTimeOffset until)
    {
        while (Time.GetUtcNow() < until)
        {
            if (++Lives > MaxLives) throw new ChaosFoundException($"{MaxLives} lives did not reach the end");
            Downtime = TimeSpan.FromSeconds(1);
            try
            {
                await LiveAsync(until, new ChaosTap(this));
            }
            catch (Exception fault) when (fault is ProcessKilledException or TransientException or AmbiguousException or DeposedException)
            {
                Note($"ended: {fault.Message}");
                Time.Advance(Downtime);
            }
        }
    }

    /// <summary>One life of a host, from opening the store to its end.</summary>
    private async Task LiveAsync(DateTimeOffset until, ChaosTap tap)
    {
        var before = Time.Waiting;
        using var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false, CommitProbe = stage => StopTheDead(tap, stage) });
        using var turn = HostLease.TryTake(store, new HostLeaseOptions { HoldsLock = true }, holderIsGone: true);
        var catalogue = new WorkCatalogue();
        var ports = EmbeddedPorts.Over(store, catalogue, Clock, Time, tap);
        var options = new EmbeddedRuntimeOptions { ForeignWriteInterval = TimeSpan.FromHours(1), OnFault = (kind, name, fault) => Note($"{kind} {name}: {fault.Message}") };
        var runtime = new EmbeddedRuntime(catalogue, ports, options);
        var work = Scene.WorkOver(ports, this, tap, mutant);
        Limits.Watch(work);
        mutant.Register(work, catalogue, new WorkHooks { Schedules = new WorkSchedules { Reconcile = plan.Reconcile } });
        Time.Waiting = wait => tap.Call("Clock.Wait", () =>
        {
            wait();
            return true;
        });
        try
        {
            await Scene.PrepareAsync(work);
            await work.Reconcile.RunAsync(Clock.Now, atStart: true, default);
            await runtime.RunUntilAsync(until + Clock.Offset, default);
        }
        finally
        {
            Time.Waiting = before;
            Limits.Watch(null);
        }
    }

    /// <summary>The venue's client with everything between it and the work.</summary>
    public IBroker BrokerFor(ChaosTap tap) => mutant.Over(tap.Over(Limits.Over(new SimulatedVenueBroker(Venue, faults, "USDT", plan.Window, () => Clock.Offset, Waited))));

    /// <summary>Another host takes the place of the one that stands still.</summary>
    public async Task OvertakeAsync(int seconds)
    {
        if (others > 0) return;
        others++;
        var standing = Limits.Watched;
        try
        {
            await LiveAsync(Time.GetUtcNow() + TimeSpan.FromSeconds(seconds), new ChaosTap(this));
        }
        catch (Exception fault) when (fault is ProcessKilledException or TransientException or AmbiguousException or DeposedException)
        {
            Note($"the other host ended: {fault.Message}");
        }
        finally
        {
            others--;
            Limits.Watch(standing);
        }
    }

    /// <summary>A person's command in another process.</summary>
    public Task CommitAsAnotherAsync() => AsGuestAsync(work => work.Sessions.ChangeAsync(Scene.Key, $"guest|{Time.GetUtcNow().UtcTicks}", book =>
    {
        book.Raise(AlertSeverity.Information, "guest", "chaos", "somebody was here", Clock.Now);
        return true;
    }, default));

    /// <summary>Takes time for the call, as a venue far away does.</summary>
    public void Spend(string name)
    {
        if (!name.StartsWith("Broker.", StringComparison.Ordinal)) return;
        unchecked
        {
            Time.Advance(TimeSpan.FromMilliseconds(20 + (plan.Seed * 31L + draws++ * 2654435761L & 0xFF)));
        }
    }

    /// <summary>What is planned for this call; null where nothing is.</summary>
    public Disturbance.AtPort? Meet(string name)
    {
        if (quiet) return null;
        var number = counts[name] = counts.GetValueOrDefault(name) + 1;
        foreach (var planned in points[name])
        {
            if (planned.Occurrence != number || !Hit(planned)) continue;
            return planned.Moment == Moment.Overtaken && others > 0 ? null : planned;
        }
        return null;
    }

    public Disturbance.OfMessage? MeetMessage()
    {
        sends++;
        return quiet ? null : plan.Disturbances.OfType<Disturbance.OfMessage>().FirstOrDefault(each => each.Number == sends && Hit(each));
    }

    public void Dispose()
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(path + suffix);
    }

    private VenueFault FaultAt(VenueCall call, int number)
    {
        var planned = plan.Disturbances.OfType<Disturbance.AtVenue>().FirstOrDefault(each => each.Call == call && each.Number == number && Hit(each));
        return planned?.Fault ?? VenueFault.None;
    }

    /// <summary>A client gives up after ten seconds; other faults it sees at once.</summary>
    private void Waited(VenueFault fault)
    {
        if (fault == VenueFault.LateReply) Time.Advance(TimeSpan.FromSeconds(10));
    }

    private void Passed()
    {
        if (quiet) return;
        var second = (Time.GetUtcNow() - Scene.Start).TotalSeconds;
        foreach (var planned in plan.Disturbances)
        {
            switch (planned)
            {
                case Disturbance.ClockStep step when step.AtSecond <= second && Hit(step):
                    Clock.Offset += TimeSpan.FromSeconds(step.Seconds);
                    break;
                case Disturbance.Sleep sleep when sleep.AtSecond <= second && Hit(sleep):
                    Time.Advance(TimeSpan.FromSeconds(sleep.Seconds));
                    break;
                case Disturbance.CashMoved moved when moved.AtSecond <= second && Hit(moved):
                    Move(moved.Amount);
                    break;
                default:
                    break;
            }
        }
    }

    private void Move(decimal amount)
    {
        try
        {
            Venue.MoveOutside("USDT", amount);
            Moved.Add(amount);
        }
        catch (InvalidOperationException)
        {
            // More than is free: the venue refuses it.
        }
    }

    private bool Hit(Disturbance planned)
    {
        if (!done.Add(planned)) return false;
        hits[planned.Name] = hits.GetValueOrDefault(planned.Name) + 1;
        Note(planned.ToString());
        return true;
    }

    private void Note(string text) => Trace.Add($"{Time.GetUtcNow():HH:mm:ss.fff} {text.Replace(path, "the store", StringComparison.Ordinal)}");

    private async Task AsGuestAsync(Func<TraderWork, Task> act)
    {
        using var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false });
        var ports = EmbeddedPorts.Over(store, new WorkCatalogue(), Clock, Time);
        await act(Scene.WorkOver(ports, this, null, Mutant.None));
    }

    private static void StopTheDead(ChaosTap tap, CommitStage stage)
    {
        if (stage == CommitStage.Before && tap.IsDead) throw new ProcessKilledException("before a commit");
    }
}
