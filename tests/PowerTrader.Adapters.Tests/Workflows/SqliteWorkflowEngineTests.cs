using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Time;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

public sealed class SqliteWorkflowEngineTests : IDisposable
{
    private const string Id = "one";

    private readonly TemporaryStore file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Step_ForeignAwait_FailsTheInstanceByName()
    {
        var instance = await RunOnce(async _ =>
        {
            await new TaskCompletionSource().Task;
            return "never";
        });

        instance.Status.ShouldBe(WorkflowStatus.Failed);
        instance.Output.ShouldBe(
            "ForeignAwait: Sample.v1 'one', step 0: the code awaited something that is not a task of its context; "
            + "it last asked for nothing, the journal holds 0 operations");
    }

    [Fact]
    public async Task Step_ForeignAwaitBesideAContextTask_FailsTheInstance()
    {
        var foreign = new TaskCompletionSource();
        var instance = await RunOnce(async context =>
        {
            var activity = context.CallActivityAsync("Echo", "x");
            await foreign.Task;
            return await activity;
        });

        instance.Output.ShouldNotBeNull().ShouldStartWith("ForeignAwait: Sample.v1 'one', step 0");
        instance.Output.ShouldEndWith("it last asked for activity 'Echo' as operation 0, the journal holds 0 operations");
    }

    [Fact]
    public async Task Step_ConfigureAwaitFalse_FailsTheInstance()
    {
        var instance = await RunOnce(async context =>
        {
            await context.CallActivityAsync("Echo", "x").ConfigureAwait(false);
            return await context.CallActivityAsync("Echo", "y");
        });

        instance.Status.ShouldBe(WorkflowStatus.Failed);
    }

    [Fact]
    public async Task Replay_OtherActivityThanJournaled_FailsNamingBoth()
    {
        var instance = await RunThenChange(
            async context => await Then(context, "Echo"),
            async context => await Then(context, "Other"));

        instance.Status.ShouldBe(WorkflowStatus.Failed);
        instance.Output.ShouldBe("ReplayDiffers: Sample.v1 'one', step 1: operation 0: the code asks for activity 'Other', the journal says activity 'Echo'");
    }

    [Fact]
    public async Task Replay_OtherOrderThanJournaled_FailsNamingBoth()
    {
        var instance = await RunThenChange(
            async context => await Then(context, "Echo"),
            async context =>
            {
                await context.DelayUntilAsync(TestInstants.Start.AddHours(1));
                return await context.CallActivityAsync("Echo", "x");
            });

        instance.Output.ShouldBe("ReplayDiffers: Sample.v1 'one', step 1: operation 0: the code asks for timer, the journal says activity 'Echo'");
    }

    [Fact]
    public async Task Replay_BodyThatEndsEarlier_Fails()
    {
        var instance = await RunThenChange(async context => await Then(context, "Echo"), _ => Task.FromResult("at once"));

        instance.Status.ShouldBe(WorkflowStatus.Failed);
        instance.Output.ShouldNotBeNull().ShouldStartWith("ReplayDiffers");
    }

    [Fact]
    public async Task Replay_BodyThatAsksForMore_Fails()
    {
        var instance = await RunThenChange(
            async context => await Then(context, "Echo"),
            async context =>
            {
                var extra = context.WaitForEventAsync("x", TestInstants.Start.AddDays(1));
                return await Then(context, "Echo") + await extra;
            });

        instance.Output.ShouldNotBeNull().ShouldStartWith("ReplayDiffers");
    }

    [Fact]
    public async Task Run_InstanceOfAWorkflowThatIsGone_StopsByName()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var catalogue = Catalogue(context => Then(context, "Echo"));
        await EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System).Workflows.StartAsync(new WorkflowStart("Sample.v1", Id, ""), Token);
        var empty = new WorkCatalogue();
        var runtime = new EmbeddedRuntime(empty, EmbeddedPorts.Over(file.Store, empty, clock, TimeProvider.System));

        var fault = await Should.ThrowAsync<UnknownWorkflowException>(async () => await runtime.RunAsync(null, Token));

        (fault.Workflow, fault.InstanceId).ShouldBe(("Sample.v1", Id));
    }

    [Fact]
    public async Task Activity_FindingCorruptData_StopsTheRuntimeAndResumesLater()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var tries = 0;
        var catalogue = new WorkCatalogue()
            .Workflow("Sample.v1", WorkPhase.TradeTick, context => context.CallActivityAsync("Read", "x", ActivityRetry.Standard))
            .Activity("Read", (_, _) => ++tries == 1 ? throw new CorruptException("row 7 is damaged") : Task.FromResult("whole"));
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        await ports.Workflows.StartAsync(new WorkflowStart("Sample.v1", Id, ""), Token);
        var runtime = new EmbeddedRuntime(catalogue, ports);

        var fault = await Should.ThrowAsync<CorruptException>(async () => await runtime.RunAsync(null, Token));

        fault.Message.ShouldBe("row 7 is damaged");
        tries.ShouldBe(1);
        (await ports.Workflows.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);
        await runtime.RunAsync(null, Token);
        (await ports.Workflows.GetAsync(Id, Token))!.Output.ShouldBe("whole");
    }

    [Fact]
    public async Task Step_OneActivity_TakesOneCommit()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var catalogue = Catalogue(context => context.CallActivityAsync("Echo", "x"));
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        await ports.Workflows.StartAsync(new WorkflowStart("Sample.v1", Id, ""), Token);
        var before = file.Store.Counters.Commits;

        await new EmbeddedRuntime(catalogue, ports).RunAsync(null, Token);

        // The other one is the release of locks at the start.
        (file.Store.Counters.Commits - before).ShouldBe(2);
        (await ports.Workflows.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Completed);
    }

    [Fact]
    public async Task IsReplaying_AfterARestart_IsTrueForHistoryOnly()
    {
        var seen = new List<string>();
        Func<IWorkflowContext, Task<string>> body = async context =>
        {
            seen.Add($"start:{context.IsReplaying}");
            await context.DelayUntilAsync(TestInstants.Start.AddMinutes(1));
            seen.Add($"end:{context.IsReplaying}");
            return "x";
        };

        await RunThenChange(body, body);

        seen[0].ShouldBe("start:False");
        seen[1..^1].ShouldAllBe(entry => entry == "start:True");
        seen[^1].ShouldBe("end:False");
        seen.Count.ShouldBeGreaterThanOrEqualTo(3);
    }

    private static async Task<string> Then(IWorkflowContext context, string activity)
    {
        var result = await context.CallActivityAsync(activity, "x");
        await context.DelayUntilAsync(TestInstants.Start.AddMinutes(1));
        return result;
    }

    private async Task<WorkflowInstance> RunOnce(Func<IWorkflowContext, Task<string>> body)
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var catalogue = Catalogue(body);
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        await ports.Workflows.StartAsync(new WorkflowStart("Sample.v1", Id, ""), Token);
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);
        return (await ports.Workflows.GetAsync(Id, Token))!;
    }

    /// <summary>Runs to the timer at one minute with one body, then in a new process with another.</summary>
    private async Task<WorkflowInstance> RunThenChange(Func<IWorkflowContext, Task<string>> before, Func<IWorkflowContext, Task<string>> after)
    {
        (await RunOnce(before)).Status.ShouldBe(WorkflowStatus.Running);
        var store = file.Reopen();
        var catalogue = Catalogue(after);
        var ports = EmbeddedPorts.Over(store, catalogue, SimulatedClock.Open(store, TestInstants.Start), TimeProvider.System);
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(TestInstants.Start.AddMinutes(2), Token);
        return (await ports.Workflows.GetAsync(Id, Token))!;
    }

    private static WorkCatalogue Catalogue(Func<IWorkflowContext, Task<string>> body) => new WorkCatalogue()
        .Workflow("Sample.v1", WorkPhase.TradeTick, body)
        .Activity("Echo", (input, _) => Task.FromResult(input))
        .Activity("Other", (input, _) => Task.FromResult(input));
}
