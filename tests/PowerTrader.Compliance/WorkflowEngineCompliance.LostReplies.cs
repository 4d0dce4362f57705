using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What was asked of the engine and not answered.</summary>
public abstract partial class WorkflowEngineCompliance
{
    [Trait("Source", Singletons)]
    [Fact(DisplayName = "Lost reply of a start: starting again says AlreadyExists, and the body runs once")]
    public async Task Start_ReplyLost_IsStartedOnce()
    {
        var losing = new LostReplies(1).Over(Open(Catalogue(context => context.CallActivityAsync("Echo", context.Input))));

        await Should.ThrowAsync<AmbiguousException>(() => Start(losing, "1"));
        (await Start(losing, "2")).ShouldBe(StartResult.AlreadyExists);
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await losing.GetAsync(Id, Token))!.Output.ShouldBe("1");
        log.ShouldBe(["1"]);
    }

    [Trait("Source", Events)]
    [Fact(DisplayName = "Lost reply of an event: raised again it is there twice, and a body that waits once ends with the first")]
    public async Task Event_ReplyLost_MayBeDeliveredTwice()
    {
        var start = Now;
        var engine = Open(Catalogue(async context =>
        {
            var first = await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1));
            return context.Input == "once" ? first! : first + "," + await context.WaitForEventAsync("go", start + TimeSpan.FromHours(1));
        }));
        await engine.StartAsync(new WorkflowStart(Name, "once", "once"), Token);
        await engine.StartAsync(new WorkflowStart(Name, "twice", "twice"), Token);
        var losing = new LostReplies(1, 3).Over(engine);

        foreach (var id in (string[])["once", "twice"])
        {
            await Should.ThrowAsync<AmbiguousException>(() => losing.RaiseEventAsync(id, "go", "1", Token));
            var again = await losing.RaiseEventAsync(id, "go", "1", Token);
            // The one that waits once may have ended by the first already, where work goes on beside its caller.
            if (id == "twice") again.ShouldBeTrue();
        }
        await RunForAsync(TimeSpan.FromSeconds(1));

        (await engine.GetAsync("once", Token))!.Output.ShouldBe("1");
        (await engine.GetAsync("twice", Token))!.Output.ShouldBe("1,1");
    }

    [Trait("Source", Replies)]
    [Fact(DisplayName = "Lost reply of a terminate: again it is false, and the first reason stays")]
    public async Task Terminate_ReplyLost_IsDoneOnce()
    {
        var losing = await WaitingAsync(1);

        await Should.ThrowAsync<AmbiguousException>(() => losing.TerminateAsync(Id, "halted", Token));
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await losing.TerminateAsync(Id, "again", Token)).ShouldBeFalse();
        await RunForAsync(TimeSpan.FromMinutes(1));

        var instance = await losing.GetAsync(Id, Token);
        (instance!.Status, instance.Output).ShouldBe((WorkflowStatus.Terminated, "halted"));
    }

    [Trait("Source", Replies)]
    [Fact(DisplayName = "Lost replies of a suspend and a resume: again they are false, and the instance goes on from where it stood")]
    public async Task SuspendAndResume_RepliesLost_AreDoneOnce()
    {
        var losing = await WaitingAsync(1, 3);

        await Should.ThrowAsync<AmbiguousException>(() => losing.SuspendAsync(Id, "look first", Token));
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await losing.SuspendAsync(Id, "again", Token)).ShouldBeFalse();
        await RunForAsync(TimeSpan.FromMinutes(1));
        (await losing.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Suspended);

        await Should.ThrowAsync<AmbiguousException>(() => losing.ResumeAsync(Id, Token));
        await RunForAsync(TimeSpan.FromSeconds(1));
        (await losing.ResumeAsync(Id, Token)).ShouldBeFalse();
        await RunForAsync(TimeSpan.FromSeconds(1));
        var ended = await losing.GetAsync(Id, Token);
        (ended!.Status, ended.Output).ShouldBe((WorkflowStatus.Completed, "waited"));
    }

    [Trait("Source", Replies)]
    [Fact(DisplayName = "Lost reply of a purge: again there is nothing to delete, and the id is free")]
    public async Task Purge_ReplyLost_IsDoneOnce()
    {
        var losing = await WaitingAsync(1);
        await RunForAsync(TimeSpan.FromMinutes(1));

        await Should.ThrowAsync<AmbiguousException>(() => losing.PurgeAsync(Now + TimeSpan.FromDays(1), Token));

        (await losing.PurgeAsync(Now + TimeSpan.FromDays(1), Token)).ShouldBe(0);
        (await losing.GetAsync(Id, Token)).ShouldBeNull();
        (await Start(losing)).ShouldBe(StartResult.Started);
    }

    /// <summary>An engine with one instance that waits for half a minute more.</summary>
    private async Task<IWorkflowEngine> WaitingAsync(params int[] lost)
    {
        var until = Now + TimeSpan.FromSeconds(30);
        var engine = Open(Catalogue(context => Waited(context, until)));
        await Start(engine);
        await RunForAsync(TimeSpan.FromSeconds(1));
        return new LostReplies(lost).Over(engine);
    }
}
