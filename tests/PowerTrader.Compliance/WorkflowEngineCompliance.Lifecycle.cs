using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Compliance;

/// <summary>Versions, suspension, and names of events.</summary>
public abstract partial class WorkflowEngineCompliance
{
    [Trait("Source", Versions)]
    [Fact(DisplayName = "Versioning side by side: open instances of X.v1 end by their own code while X.v2 is started")]
    public async Task Start_NewVersionBesideAnOpenOne_BothRunTheirOwnBody()
    {
        var start = Now;
        var engine = Open(new WorkCatalogue()
            .Workflow("X.v1", WorkPhase.TradeTick, async context => "one " + await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1)))
            .Workflow("X.v2", WorkPhase.TradeTick, async context => "two " + await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1))));
        await engine.StartAsync(new WorkflowStart("X.v1", "old", ""), Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        await engine.StartAsync(new WorkflowStart("X.v2", "new", ""), Token);
        await RunForAsync(TimeSpan.FromSeconds(1));
        await engine.RaiseEventAsync("old", "go", "a", Token);
        await engine.RaiseEventAsync("new", "go", "b", Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync("old", Token))!.Output.ShouldBe("one a");
        (await engine.GetAsync("new", Token))!.Output.ShouldBe("two b");
    }

    [Trait("Source", Management)]
    [Fact(DisplayName = "Suspend: no step is taken, events are kept, due timers wait; Resume delivers them")]
    public async Task Suspend_RunningInstance_WaitsUntilResumed()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var payload = await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1));
            await context.DelayUntilAsync(start + TimeSpan.FromSeconds(10));
            return await context.CallActivityAsync("Echo", payload!);
        }));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.SuspendAsync(Id, "look first", Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.SuspendAsync(Id, "again", Token)).ShouldBeFalse();
        (await engine.RaiseEventAsync(Id, "go", "kept", Token)).ShouldBeTrue();
        (await Start(engine)).ShouldBe(StartResult.AlreadyExists);
        await RunForAsync(TimeSpan.FromSeconds(30));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Suspended);
        log.ShouldBeEmpty();

        (await engine.ResumeAsync(Id, Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.ResumeAsync(Id, Token)).ShouldBeFalse();
        var ended = await engine.GetAsync(Id, Token);
        (ended!.Status, ended.Output).ShouldBe((WorkflowStatus.Completed, "kept"));
    }

    [Trait("Source", Life)]
    [Fact(DisplayName = "Suspend: the activity under way ends and its result is kept; nothing runs twice")]
    public async Task Suspend_DuringAnActivity_KeepsItsResult()
    {
        IWorkflowEngine? engine = null;
        var catalogue = Catalogue(async context => await context.CallActivityAsync("Hold", "x") + await context.CallActivityAsync("Echo", "y"));
        catalogue.Activity("Hold", async (input, token) =>
        {
            log.Enqueue(input);
            await engine!.SuspendAsync(Id, "now", token);
            return input;
        });
        engine = Open(catalogue);
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(5));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Suspended);
        log.ShouldBe(["x"]);

        await engine.ResumeAsync(Id, Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("xy");
        log.ShouldBe(["x", "y"]);
    }

    [Trait("Source", Management)]
    [Fact(DisplayName = "Suspend: a suspended instance can be terminated, and is never purged")]
    public async Task Suspend_ThenPurgeAndTerminate_EndsIt()
    {
        var start = Now;
        var engine = Open(Catalogue(context => Waited(context, start + TimeSpan.FromSeconds(5))));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));
        await engine.SuspendAsync(Id, "held", Token);

        (await engine.PurgeAsync(Now + TimeSpan.FromDays(1), Token)).ShouldBe(0);
        (await engine.TerminateAsync(Id, "done with it", Token)).ShouldBeTrue();
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.ResumeAsync(Id, Token)).ShouldBeFalse();
        await RunForAsync(TimeSpan.FromSeconds(10));

        var instance = await engine.GetAsync(Id, Token);
        (instance!.Status, instance.Output).ShouldBe((WorkflowStatus.Terminated, "done with it"));
    }

    [Trait("Source", Bodies)]
    [Fact(DisplayName = "External events: one that comes after its time-out does not reach the next wait, whose name has its own nonce")]
    public async Task Event_AfterItsTimeOut_DoesNotReachTheNextNonce()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var first = await context.WaitForEventAsync("confirm-1", start + TimeSpan.FromSeconds(5));
            var second = await context.WaitForEventAsync("confirm-2", start + TimeSpan.FromSeconds(60));
            return $"{first ?? "null"},{second}";
        }));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(10));

        await engine.RaiseEventAsync(Id, "confirm-1", "late", Token);
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await engine.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);
        await engine.RaiseEventAsync(Id, "confirm-2", "yes", Token);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync(Id, Token))!.Output.ShouldBe("null,yes");
    }
}
