using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Compliance;

/// <summary>Sub-workflows, and combinations of the context's own tasks.</summary>
public abstract partial class WorkflowEngineCompliance
{
    private const string Child = "Child.v1";

    [Trait("Source", SubOrchestrations)]
    [Fact(DisplayName = "CallSubOrchestratorAsync: its own instance under the given id; the parent gets its output")]
    public async Task SubWorkflow_Completing_GivesItsOutput()
    {
        var start = Now;
        var engine = Open(Catalogue(async context => "got " + await context.CallSubWorkflowAsync(Child, context.InstanceId + "|sub", "7"))
            .Workflow(Child, WorkPhase.Forecast, async context =>
            {
                await context.DelayUntilAsync(start + TimeSpan.FromSeconds(30));
                return await context.CallActivityAsync("Echo", context.Input);
            }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(10));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);
        (await engine.GetAsync(Id + "|sub", Token))!.Status.ShouldBe(WorkflowStatus.Running);
        await RunForAsync(TimeSpan.FromSeconds(30));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("got 7");
        (await engine.GetAsync(Id + "|sub", Token))!.Output.ShouldBe("7");
        log.ShouldBe(["7"]);
    }

    [Trait("Source", Errors)]
    [Fact(DisplayName = "TaskFailedException: a failed sub-workflow surfaces like a failed activity, with type and words")]
    public async Task SubWorkflow_Failing_SurfacesAsActivityFailed()
    {
        var engine = Open(Catalogue(context => Caught(context.CallSubWorkflowAsync(Child, "sub", "")))
            .Workflow(Child, WorkPhase.Forecast, _ => throw new InvalidOperationException("a bug: twice")));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("Child.v1|InvalidOperationException|a bug: twice");
        (await engine.GetAsync("sub", Token))!.Status.ShouldBe(WorkflowStatus.Failed);
    }

    [Trait("Source", Life)]
    [Fact(DisplayName = "Terminate: a terminated sub-workflow fails its call; its parent goes on")]
    public async Task SubWorkflow_Terminated_SurfacesAsActivityFailed()
    {
        var start = Now;
        var engine = Open(Catalogue(context => Caught(context.CallSubWorkflowAsync(Child, "sub", "")))
            .Workflow(Child, WorkPhase.Forecast, context => Waited(context, start + TimeSpan.FromDays(1))));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.TerminateAsync("sub", "not needed", Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("Child.v1|Terminated|not needed");
    }

    [Trait("Source", Management)]
    [Fact(DisplayName = "Terminate is not recursive: the sub-workflow of a terminated parent runs to its end")]
    public async Task SubWorkflow_OfATerminatedParent_GoesOn()
    {
        var start = Now;
        var engine = Open(Catalogue(context => context.CallSubWorkflowAsync(Child, "sub", ""))
            .Workflow(Child, WorkPhase.Forecast, context => Waited(context, start + TimeSpan.FromSeconds(10))));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        await engine.TerminateAsync(Id, "halted", Token);
        await RunForAsync(TimeSpan.FromSeconds(20));

        (await engine.GetAsync("sub", Token))!.Status.ShouldBe(WorkflowStatus.Completed);
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Terminated);
    }

    [Trait("Source", Bodies)]
    [Theory(DisplayName = "Contract: a sub-workflow's id is its own; an unknown name or a used id fails the call")]
    [InlineData("Nobody.v1", "sub", "Nobody.v1|UnknownWorkflow|no workflow is named 'Nobody.v1'")]
    [InlineData(Child, Id, "Child.v1|AlreadyExists|the instance id 'Sample.v1|local|main' was used before")]
    public async Task SubWorkflow_OutsideTheContract_Fails(string name, string id, string expected)
    {
        var engine = Open(Catalogue(context => Caught(context.CallSubWorkflowAsync(name, id, "")))
            .Workflow(Child, WorkPhase.Forecast, _ => Task.FromResult("child")));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe(expected);
    }

    [Trait("Source", FanOut)]
    [Fact(DisplayName = "Fan-out/fan-in: sub-workflows and activities together, results in the order of the calls")]
    public async Task SubWorkflows_InParallel_AreAllAwaited()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var tasks = Enumerable.Range(0, 5).Select(i => i % 2 == 0
                ? context.CallSubWorkflowAsync(Child, $"sub{i}", $"{i}")
                : context.CallActivityAsync("Echo", $"{i}"));
            return string.Join(',', await Task.WhenAll(tasks));
        }).Workflow(Child, WorkPhase.Forecast, async context =>
        {
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(30 - 5 * int.Parse(context.Input, System.Globalization.CultureInfo.InvariantCulture)));
            return "c" + context.Input;
        }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(60));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("c0,1,c2,3,c4");
    }

    [Trait("Source", FanOut)]
    [Fact(DisplayName = "Task.WhenAll: one failed branch fails the body after the others have ended")]
    public async Task FanOut_OneBranchFailing_EndsTheOthersFirst()
    {
        var catalogue = Catalogue(async context =>
        {
            var tasks = new[] { context.CallActivityAsync("Broken", "x"), context.CallActivityAsync("Echo", "1"), context.CallActivityAsync("Echo", "2") };
            return await Caught(Joined(tasks));
        });
        catalogue.Activity("Broken", (_, _) => throw new InvalidOperationException("no"));
        var engine = Open(catalogue);

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("Broken|InvalidOperationException|no");
        log.ShouldBe(["1", "2"]);
    }

    [Trait("Source", Timers)]
    [Fact(DisplayName = "Cancel a lost timer: a body that ends leaves none behind, and its instance is finished at once")]
    public async Task WhenAny_ActivityBeforeTimer_EndsTheInstance()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var timer = context.DelayUntilAsync(start + TimeSpan.FromDays(1));
            var work = context.CallActivityAsync("Echo", "first");
            return await Task.WhenAny(timer, work) == work ? await work : "late";
        }));

        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("first");
        (await engine.PurgeAsync(Now + TimeSpan.FromSeconds(1), Token)).ShouldBe(1);
    }

    private static async Task<string> Joined(Task<string>[] tasks) => string.Join(',', await Task.WhenAll(tasks));

    private static async Task<string> Waited(IWorkflowContext context, DateTimeOffset until)
    {
        await context.DelayUntilAsync(until);
        return "waited";
    }

    private static async Task<string> Caught(Task<string> call)
    {
        try
        {
            return await call;
        }
        catch (ActivityFailedException fault)
        {
            return $"{fault.Activity}|{fault.ErrorType}|{fault.Reason}";
        }
    }
}
