using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Scheduling;

public sealed partial class EmbeddedRuntimeTests : IDisposable
{
    private static readonly DateTimeOffset Start = TestInstants.Start;

    private readonly TemporaryStore file = new();
    private readonly WorkCatalogue catalogue = new();
    private readonly List<string> log = [];
    private readonly SimulatedClock clock;
    private readonly EmbeddedPorts ports;

    public EmbeddedRuntimeTests()
    {
        clock = SimulatedClock.Open(file.Store, Start);
        ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Run_WorkOfEveryPhaseAtOneInstant_RunsInPhaseOrder()
    {
        Note("tick", WorkPhase.TradeTick);
        Note("close", WorkPhase.DailyClose);
        Note("reconcile", WorkPhase.Reconcile);
        catalogue.Schedule("market", "0 * * * * *", WorkPhase.MarketTick, async (at, token) =>
        {
            Log("market");
            await ports.Queue.SendAsync("orders", new QueueMessage($"m{at.UtcTicks}", "s", ""), token);
            await ports.Workflows.StartAsync(new WorkflowStart("Forecast.v1", $"f{at.UtcTicks}", ""), token);
            await ports.Workflows.StartAsync(new WorkflowStart("Track.v1", $"t{at.UtcTicks}", ""), token);
        });
        Queue("orders", WorkPhase.PlaceOrder);
        Workflow("Forecast.v1", WorkPhase.Forecast);
        Workflow("Track.v1", WorkPhase.TrackOrder);

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start, Token);

        log.ShouldBe(["market", "Forecast.v1", "reconcile", "orders", "Track.v1", "tick", "close"]);
    }

    [Fact]
    public async Task Run_LaterPhaseMakesEarlierWork_GoesBackToIt()
    {
        catalogue.Schedule("tick", "0 * * * * *", WorkPhase.TradeTick, async (_, token) =>
        {
            Log("tick");
            await ports.Workflows.StartAsync(new WorkflowStart("Cycle.v1", "c1", ""), token);
            await ports.Workflows.StartAsync(new WorkflowStart("Cycle.v1", "c2", ""), token);
        });
        catalogue.Activity("Commit", async (input, token) =>
        {
            Log($"commit {input}");
            await ports.Queue.SendAsync("orders", new QueueMessage(input, input, ""), token);
            return "";
        });
        catalogue.Workflow("Cycle.v1", WorkPhase.TradeTick, async context =>
        {
            await context.CallActivityAsync("Commit", $"{context.InstanceId}a");
            return await context.CallActivityAsync("Commit", $"{context.InstanceId}b");
        });
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (message, _) => Handle($"place {message.MessageId}"));

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start, Token);

        log.ShouldBe(["tick", "commit c1a", "place c1a", "commit c1b", "place c1b", "commit c2a", "place c2a", "commit c2b", "place c2b"]);
    }

    [Fact]
    public async Task Run_SeveralOfAPhase_RunsBySortKeyNeverById()
    {
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (message, _) => Handle($"m{message.MessageId}"));
        catalogue.Workflow("Track.v1", WorkPhase.TrackOrder, context => { Log($"w{context.InstanceId}"); return Task.FromResult(""); });
        foreach (var (id, sort) in (IEnumerable<(string, string)>)[("a", "3"), ("b", "1"), ("c", "2"), ("d", "2")])
        {
            await ports.Queue.SendAsync("orders", new QueueMessage(id, $"s{id}", "", sort), Token);
            await ports.Workflows.StartAsync(new WorkflowStart("Track.v1", id, "", sort), Token);
        }

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start, Token);

        log.ShouldBe(["mb", "mc", "md", "ma", "wb", "wc", "wd", "wa"]);
    }

    [Fact]
    public async Task Run_NothingDue_AdvancesToTheEarliestOfTimerMessageAndSchedule()
    {
        catalogue.Schedule("tick", "30 * * * * *", WorkPhase.TradeTick, (_, _) => Stamp("tick"));
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (_, _) => Handle($"message@{Elapsed}"));
        catalogue.Workflow("Track.v1", WorkPhase.TrackOrder, async context =>
        {
            await context.DelayUntilAsync(Start.AddSeconds(20));
            Log($"timer@{Elapsed}");
            return "";
        });
        await ports.Queue.SendAsync("orders", new QueueMessage("m", "s", "", "", Start.AddSeconds(10)), Token);
        await ports.Workflows.StartAsync(new WorkflowStart("Track.v1", "t", ""), Token);

        (await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start.AddSeconds(45), Token)).ShouldBe(RuntimeOutcome.ConditionMet);

        log.ShouldBe(["message@10", "timer@20", "tick@30"]);
        clock.Now.ShouldBe(Start.AddSeconds(45));
    }

    [Fact]
    public async Task Run_NothingEverDue_IsIdle() =>
        (await new EmbeddedRuntime(catalogue, ports).RunAsync(null, Token)).ShouldBe(RuntimeOutcome.Idle);

    [Fact]
    public async Task Run_ConditionHolds_StopsBetweenInstants()
    {
        var ticks = 0;
        catalogue.Schedule("tick", "15 * * * * *", WorkPhase.TradeTick, (_, _) => { ticks++; return Task.CompletedTask; });
        Note("close", WorkPhase.DailyClose, "15 * * * * *");
        var runtime = new EmbeddedRuntime(catalogue, ports);

        (await runtime.RunAsync(() => ticks == 3, Token)).ShouldBe(RuntimeOutcome.ConditionMet);

        clock.Now.ShouldBe(Start.AddSeconds(135));
        log.Count.ShouldBe(3);
        runtime.Counters.SchedulesRun.ShouldBe(6);
    }

    [Fact]
    public async Task Run_MissedOccurrences_CollapseIntoTheLast()
    {
        var due = new List<DateTimeOffset>();
        catalogue.Schedule("tick", "0 * * * * *", WorkPhase.TradeTick, (at, _) => { due.Add(at); return Task.CompletedTask; });
        catalogue.Schedule("daily", "0 30 3 * * *", WorkPhase.Train, (at, _) => { due.Add(at); return Task.CompletedTask; });
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start.AddSeconds(30), Token);
        clock.AdvanceTo(Start.AddDays(40).AddSeconds(10));

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(clock.Now.AddMinutes(1), Token);

        due.ShouldBe([Start, Start.AddDays(40), Start.AddDays(39).AddHours(3.5), Start.AddDays(40).AddMinutes(1)]);
    }

    [Fact]
    public async Task Run_TransientFaultOfASchedule_IsReportedAndTriedAtTheNextOccurrence()
    {
        var runs = 0;
        var faults = new List<string>();
        catalogue.Schedule("market", "0 * * * * *", WorkPhase.MarketTick, (_, _) =>
            ++runs == 2 ? throw new TransientException("no network") : Task.CompletedTask);
        var runtime = new EmbeddedRuntime(catalogue, ports, new() { OnFault = (kind, name, fault) => faults.Add($"{kind} {name}: {fault.Message}") });

        await runtime.RunUntilAsync(Start.AddMinutes(3), Token);

        runs.ShouldBe(4);
        faults.ShouldBe(["schedule market: no network"]);
        runtime.Counters.ScheduleFaults.ShouldBe(1);
    }

    [Fact]
    public async Task Run_FaultOfASchedule_IsNotTriedAgainAfterARestart()
    {
        var runs = 0;
        catalogue.Schedule("market", "0 * * * * *", WorkPhase.MarketTick, (_, _) => ++runs == 2 ? throw new TransientException("no network") : Task.CompletedTask);
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start.AddMinutes(1), Token);

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start.AddMinutes(1).AddSeconds(30), Token);

        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Run_CorruptDataInASchedule_StopsAndRunsTheOccurrenceAgainLater()
    {
        var runs = new List<DateTimeOffset>();
        catalogue.Schedule("market", "0 * * * * *", WorkPhase.MarketTick, (at, _) =>
        {
            runs.Add(at);
            return runs.Count == 2 ? throw new CorruptException("row head") : Task.CompletedTask;
        });

        await Should.ThrowAsync<CorruptException>(async () => await new EmbeddedRuntime(catalogue, ports).RunAsync(null, Token));
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(clock.Now, Token);

        runs.ShouldBe([Start, Start.AddMinutes(1), Start.AddMinutes(1)]);
    }

    [Fact]
    public async Task Run_TokenCancelledInABody_EndsCleanlyAndRedoesTheItem()
    {
        using var stop = new CancellationTokenSource();
        var runs = 0;
        catalogue.Schedule("market", "0 * * * * *", WorkPhase.MarketTick, async (_, token) =>
        {
            if (++runs > 1) return;
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        });
        var runtime = new EmbeddedRuntime(catalogue, ports);

        (await runtime.RunAsync(null, stop.Token)).ShouldBe(RuntimeOutcome.Cancelled);
        (await runtime.RunUntilAsync(Start, Token)).ShouldBe(RuntimeOutcome.ConditionMet);

        runs.ShouldBe(2);
    }

    [Fact]
    public async Task Run_HandlerThatThrows_AbandonsUntilDead()
    {
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (_, _) => throw new InvalidOperationException("a bug"));
        await ports.Queue.SendAsync("orders", new QueueMessage("m", "s", ""), Token);
        var runtime = new EmbeddedRuntime(catalogue, ports);

        await runtime.RunUntilAsync(Start, Token);

        runtime.Counters.MessagesHandled.ShouldBe(10);
        (await ports.Queue.PeekDeadLettersAsync("orders", 5, Token)).ShouldHaveSingleItem().Reason.ShouldBe("MaxDeliveryCountExceeded");
    }

    [Fact]
    public async Task Run_HandlerThatDeadLetters_KeepsItsReason()
    {
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (_, _) => Task.FromResult<HandlerOutcome>(new HandlerOutcome.DeadLetter("Malformed", "no v")));
        await ports.Queue.SendAsync("orders", new QueueMessage("m", "s", ""), Token);

        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start, Token);

        var dead = (await ports.Queue.PeekDeadLettersAsync("orders", 5, Token)).ShouldHaveSingleItem();
        (dead.Reason, dead.Description, dead.DeliveryCount).ShouldBe(("Malformed", "no v", 1));
    }

    [Fact]
    public async Task Run_AnotherProcessStartsAWorkflow_IsNoticed()
    {
        Workflow("Track.v1", WorkPhase.TrackOrder);
        var runtime = new EmbeddedRuntime(catalogue, ports);
        await runtime.RunUntilAsync(Start, Token);
        using var other = SqliteStore.Open(file.FilePath);
        var theirs = EmbeddedPorts.Over(other, catalogue, SimulatedClock.Open(other, Start), TimeProvider.System);
        await theirs.Workflows.StartAsync(new WorkflowStart("Track.v1", "theirs", ""), Token);
        await theirs.Queue.SendAsync("orders", new QueueMessage("m", "s", ""), Token);

        await runtime.RunUntilAsync(Start, Token);

        log.ShouldBe(["Track.v1"]);
    }

    private double Elapsed => (clock.Now - Start).TotalSeconds;

    private void Log(string entry) => log.Add(entry);

    private void Note(string name, WorkPhase phase, string cron = "0 * * * * *") => catalogue.Schedule(name, cron, phase, (_, _) =>
    {
        Log(name);
        return Task.CompletedTask;
    });

    private void Queue(string name, WorkPhase phase) => catalogue.Queue(name, phase, (_, _) => Handle(name));

    private void Workflow(string name, WorkPhase phase) => catalogue.Workflow(name, phase, _ =>
    {
        Log(name);
        return Task.FromResult("");
    });

    private Task<HandlerOutcome> Handle(string entry)
    {
        Log(entry);
        return Task.FromResult(HandlerOutcome.Completed);
    }

    private Task Stamp(string name)
    {
        Log($"{name}@{Elapsed}");
        return Task.CompletedTask;
    }
}
