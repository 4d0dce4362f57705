using System.Collections.Concurrent;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="IWorkflowEngine"/> keeps to; each case names the rule of Durable Functions, or of our contract, that it encodes.</summary>
public abstract partial class WorkflowEngineCompliance
{
    private const string Docs = "https://learn.microsoft.com/en-us/azure/azure-functions/durable/";
    private const string Singletons = Docs + "durable-functions-singletons";
    private const string Orchestrations = Docs + "durable-functions-orchestrations";
    private const string FanOut = Docs + "durable-functions-cloud-backup";
    private const string Errors = Docs + "durable-functions-error-handling";
    private const string Timers = Docs + "durable-functions-timers";
    private const string Events = Docs + "durable-functions-external-events";
    private const string Management = Docs + "durable-functions-instance-management";
    private const string Versions = Docs + "durable-functions-versioning";
    private const string SubOrchestrations = Docs + "durable-functions-sub-orchestrations";
    private const string Contract = "docs/reference/workflows.md#what-fails-an-instance";
    private const string Life = "docs/reference/workflows.md#life-of-an-instance";
    private const string Bodies = "docs/reference/workflows.md#what-a-body-may-await";
    private const string Replies = "docs/reference/ports.md#replies";
    private const string Name = "Sample.v1";
    private const string Id = "Sample.v1|local|main";

    /// <summary>Activities run beside each other.</summary>
    private readonly ConcurrentQueue<string> log = [];

    /// <summary>The engine under test over a filled catalogue; called once a test.</summary>
    protected abstract IWorkflowEngine Open(WorkCatalogue catalogue);

    protected abstract DateTimeOffset Now { get; }

    /// <summary>How late an engine on real time may do what is due; zero where time stands still meanwhile.</summary>
    protected virtual TimeSpan Tolerance => TimeSpan.Zero;

    /// <summary>Runs everything due from now until so much trading time has passed.</summary>
    protected abstract Task RunForAsync(TimeSpan time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Trait("Source", Singletons)]
    [Fact(DisplayName = "Singleton orchestrators: an id is started once, whatever its status, until purged")]
    public async Task Start_SameId_AlreadyExistsUntilPurged()
    {
        var engine = Open(Catalogue(async context => await context.CallActivityAsync("Echo", context.Input)));

        (await Start(engine, "\"one\"")).ShouldBe(StartResult.Started);
        (await Start(engine, "\"two\"")).ShouldBe(StartResult.AlreadyExists);
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await Start(engine, "\"three\"")).ShouldBe(StartResult.AlreadyExists);

        var instance = (await engine.GetAsync(Id, Token)).ShouldNotBeNull();
        (instance.Status, instance.Input, instance.Output).ShouldBe((WorkflowStatus.Completed, "\"one\"", "\"one\""));
        (await engine.PurgeAsync(Now + TimeSpan.FromDays(1), Token)).ShouldBe(1);
        (await engine.GetAsync(Id, Token)).ShouldBeNull();
        (await Start(engine, "\"four\"")).ShouldBe(StartResult.Started);
    }

    [Trait("Source", Orchestrations)]
    [Fact(DisplayName = "Replay: results of earlier activities come from the history; each runs once where nothing crashes")]
    public async Task Step_SeveralActivities_RunsEachOnceInOrder()
    {
        var engine = Open(Catalogue(async context =>
        {
            var sum = "";
            for (var i = 0; i < 5; i++)
            {
                sum += await context.CallActivityAsync("Echo", $"{i}");
                if (i == 2) await context.DelayUntilAsync(context.CurrentTime + TimeSpan.FromSeconds(5));
            }
            return sum;
        }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(10));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("01234");
        log.ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Trait("Source", FanOut)]
    [Fact(DisplayName = "Fan-out: Task.WhenAll over the context's tasks; results in the order of the calls")]
    public async Task Step_ParallelActivities_RunsAll()
    {
        var engine = Open(Catalogue(async context =>
        {
            var all = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => context.CallActivityAsync("Echo", $"{i}")));
            return string.Join(',', all);
        }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("0,1,2,3");
        log.Count.ShouldBe(4);
    }

    [Trait("Source", Errors)]
    [Fact(DisplayName = "Retry policy: first delay, factor and cap in trading time, no jitter")]
    public async Task Activity_FailingTwice_IsTriedAfterTheDelays()
    {
        var start = Now;
        var tries = new List<double>();
        var catalogue = Catalogue(context => context.CallActivityAsync("Flaky", "x", new ActivityRetry(4, TimeSpan.FromSeconds(2), 3, TimeSpan.FromSeconds(5))));
        catalogue.Activity("Flaky", (_, _) =>
        {
            tries.Add((Now - start).TotalSeconds);
            return tries.Count < 4 ? throw new TransientException("not yet") : Task.FromResult("done");
        });
        var engine = Open(catalogue);

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(60));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("done");
        // Lateness adds up: each delay begins when the try before it has failed.
        tries.Count.ShouldBe(4);
        foreach (var (tried, due) in tries.Zip([0, 2, 7, 12])) tried.ShouldBeInRange(due, due + 4 * Tolerance.TotalSeconds);
    }

    [Trait("Source", Errors)]
    [Fact(DisplayName = "TaskFailedException: a failed activity surfaces as ActivityFailedException, never as the original type")]
    public async Task Activity_FailingAlways_SurfacesWithTypeAndMessage()
    {
        var catalogue = Catalogue(async context =>
        {
            try
            {
                return await context.CallActivityAsync("Broken", "x", new ActivityRetry(2, TimeSpan.FromSeconds(1), 1, TimeSpan.FromSeconds(1)));
            }
            catch (ActivityFailedException fault)
            {
                return $"{fault.Activity}|{fault.ErrorType}|{fault.Reason}";
            }
        });
        catalogue.Activity("Broken", (_, _) => throw new TransientException("no network"));
        var engine = Open(catalogue);

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(5));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("Broken|TransientException|no network");
    }

    [Trait("Source", Errors)]
    [Fact(DisplayName = "Orchestrator failure: an unhandled exception fails the instance, which keeps its words")]
    public async Task Body_Throwing_FailsTheInstance()
    {
        var catalogue = Catalogue(async context => await context.CallActivityAsync("Broken", "x"));
        catalogue.Activity("Broken", (_, _) => throw new InvalidOperationException("a bug"));
        var engine = Open(catalogue);

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        var instance = await engine.GetAsync(Id, Token);
        instance!.Status.ShouldBe(WorkflowStatus.Failed);
        instance.Output.ShouldNotBeNull().ShouldContain("a bug");
    }

    [Trait("Source", Timers)]
    [Fact(DisplayName = "Timers: durable, at their instant, at once where it has passed; CurrentTime is the same in every replay")]
    public async Task Delay_UntilAnInstant_CompletesThen()
    {
        var start = Now;
        var seen = new HashSet<(int, DateTimeOffset)>();
        var engine = Open(Catalogue(async context =>
        {
            seen.Add((0, context.CurrentTime));
            await context.DelayUntilAsync(start - TimeSpan.FromHours(1));
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(30));
            seen.Add((1, context.CurrentTime));
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(90));
            seen.Add((2, context.CurrentTime));
            return await context.CallActivityAsync("Echo", "end");
        }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(89) - Tolerance);
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);
        await RunForAsync(TimeSpan.FromSeconds(2) + Tolerance);

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("end");
        seen.Select(entry => entry.Item1).Order().ShouldBe([0, 1, 2]);
        seen.Single(entry => entry.Item1 == 2).Item2.ShouldBeGreaterThanOrEqualTo(start + TimeSpan.FromSeconds(90));
    }

    [Trait("Source", Events)]
    [Fact(DisplayName = "External events: kept until awaited, in their order; names do not mix")]
    public async Task Event_RaisedBeforeItIsAwaited_IsKept()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(10));
            var first = await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1));
            var second = await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1));
            return $"{first},{second}";
        }));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.RaiseEventAsync(Id, "stop", "x", Token)).ShouldBeTrue();
        (await engine.RaiseEventAsync(Id, "go", "1", Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(20));
        await engine.RaiseEventAsync(Id, "go", "2", Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("1,2");
    }

    [Trait("Source", Timers)]
    [Fact(DisplayName = "External events: the time-out gives null; a timer that lost against the event is cancelled")]
    public async Task Event_TimeOutOrNot_CancelsTheLoser()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var none = await context.WaitForEventAsync("a", start + TimeSpan.FromSeconds(5));
            var some = await context.WaitForEventAsync("b", start + TimeSpan.FromSeconds(60));
            var late = await context.WaitForEventAsync("c", start + TimeSpan.FromSeconds(120));
            return $"{none ?? "null"},{some},{late ?? "null"}@{Math.Floor((context.CurrentTime - start).TotalSeconds)}";
        }));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(10));
        await engine.RaiseEventAsync(Id, "b", "yes", Token);
        await RunForAsync(TimeSpan.FromSeconds(100));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);
        await RunForAsync(TimeSpan.FromSeconds(20));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("null,yes,null@120");
    }

    [Trait("Source", Events)]
    [Fact(DisplayName = "External events: dropped for a finished or unknown instance")]
    public async Task Event_NoRunningInstance_IsFalse()
    {
        var engine = Open(Catalogue(context => Task.FromResult("done")));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.RaiseEventAsync(Id, "go", "x", Token)).ShouldBeFalse();
        (await engine.RaiseEventAsync("unknown", "go", "x", Token)).ShouldBeFalse();
    }

    [Trait("Source", Management)]
    [Fact(DisplayName = "Terminate: the instance takes no further step and keeps the reason; a finished one is left alone")]
    public async Task Terminate_RunningInstance_StopsIt()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(10));
            return await context.CallActivityAsync("Echo", "x");
        }));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.TerminateAsync(Id, "halted", Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.TerminateAsync(Id, "again", Token)).ShouldBeFalse();
        await RunForAsync(TimeSpan.FromSeconds(20));

        var instance = await engine.GetAsync(Id, Token);
        (instance!.Status, instance.Output).ShouldBe((WorkflowStatus.Terminated, "halted"));
        log.ShouldBeEmpty();
    }

    [Trait("Source", Management)]
    [Fact(DisplayName = "Purge: finished instances last touched before the instant, and no other")]
    public async Task Purge_OpenAndRecentInstances_StayPut()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            if (context.Input == "wait") await context.DelayUntilAsync(start + TimeSpan.FromDays(1));
            return "done";
        }));
        await engine.StartAsync(new WorkflowStart(Name, "open", "wait"), Token);
        await engine.StartAsync(new WorkflowStart(Name, "old", ""), Token);
        await RunForAsync(TimeSpan.FromMinutes(2));
        await engine.StartAsync(new WorkflowStart(Name, "recent", ""), Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.PurgeAsync(start + TimeSpan.FromMinutes(1), Token)).ShouldBe(1);

        (await engine.GetAsync("old", Token)).ShouldBeNull();
        (await engine.GetAsync("open", Token))!.Status.ShouldBe(WorkflowStatus.Running);
        (await engine.GetAsync("recent", Token))!.Status.ShouldBe(WorkflowStatus.Completed);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Contract: unknown name, bad id or an input over 32 KB are refused; an output over 32 KB fails the instance")]
    public async Task Start_OutsideTheContract_IsRefused()
    {
        var engine = Open(Catalogue(context => Task.FromResult(new string('x', 33 * 1024))));

        await Should.ThrowAsync<ArgumentException>(async () => await engine.StartAsync(new WorkflowStart("Sample.v2", Id, "{}"), Token));
        await Should.ThrowAsync<ArgumentException>(async () => await engine.StartAsync(new WorkflowStart(Name, "a/b", "{}"), Token));
        await Should.ThrowAsync<ArgumentException>(async () => await engine.StartAsync(new WorkflowStart(Name, Id, new string('x', 33 * 1024)), Token));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Failed);
    }

    private WorkCatalogue Catalogue(Func<IWorkflowContext, Task<string>> body) => new WorkCatalogue()
        .Workflow(Name, WorkPhase.TradeTick, body)
        .Activity("Echo", (input, _) =>
        {
            log.Enqueue(input);
            return Task.FromResult(input);
        });

    private static Task<StartResult> Start(IWorkflowEngine engine, string input = "{}") =>
        engine.StartAsync(new WorkflowStart(Name, Id, input), Token);
}
