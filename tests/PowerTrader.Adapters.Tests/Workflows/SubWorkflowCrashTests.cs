using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

/// <summary>A parent and its sub-workflows, killed at every commit, before and after it; and what other processes do to them meanwhile.</summary>
public sealed class SubWorkflowCrashTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CommitStage.Before)]
    [InlineData(CommitStage.After)]
    public async Task Run_KilledAtEveryCommit_StartsEachChildOnce(CommitStage stage)
    {
        var (expected, commits) = await Play(stage, long.MaxValue);
        expected.ShouldBe(["child0 Completed c0", "child1 Failed InvalidOperationException: odd", "parent Completed c0,InvalidOperationException"]);

        for (var killAt = 1; killAt <= commits; killAt++)
            (await Play(stage, killAt)).State.ShouldBe(expected, $"killed {stage} commit {killAt} of {commits}");
    }

    [Fact]
    public async Task Run_InstancesHeldAndEndedByAnotherProcess_FollowsThem()
    {
        using var file = new TemporaryStore();
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var catalogue = Catalogue();
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        var runtime = new EmbeddedRuntime(catalogue, ports);
        await ports.Workflows.StartAsync(new WorkflowStart("Wait.v1", "held", ""), Token);
        await ports.Workflows.StartAsync(new WorkflowStart("Wait.v1", "ended", ""), Token);
        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);
        using (var other = SqliteStore.Open(file.Store.Path))
        {
            // As a command has it: no runtime, and none of the bodies.
            var engine = EmbeddedPorts.Over(other, new WorkCatalogue(), clock, TimeProvider.System).Workflows;
            (await engine.SuspendAsync("held", "by another process", Token)).ShouldBeTrue();
            (await engine.TerminateAsync("ended", "by another process", Token)).ShouldBeTrue();
            await runtime.RunUntilAsync(TestInstants.Start.AddMinutes(2), Token);
            (await ports.Workflows.GetAsync("held", Token))!.Status.ShouldBe(WorkflowStatus.Suspended);
            (await engine.ResumeAsync("held", Token)).ShouldBeTrue();
        }

        await runtime.RunUntilAsync(TestInstants.Start.AddMinutes(3), Token);

        (await ports.Workflows.GetAsync("held", Token))!.Output.ShouldBe("waited");
        (await ports.Workflows.GetAsync("ended", Token))!.Status.ShouldBe(WorkflowStatus.Terminated);
    }

    private static async Task<(IReadOnlyList<string> State, long Commits)> Play(CommitStage stage, long killAt)
    {
        using var file = new TemporaryStore();
        long commits = 0;
        var options = new SqliteStoreOptions
        {
            VerifyOnOpen = false,
            CommitProbe = at =>
            {
                if (at == stage && ++commits == killAt) throw new IOException("killed");
            },
        };
        while (true)
        {
            try
            {
                var clock = SimulatedClock.Open(file.Reopen(options), TestInstants.Start);
                using var turn = HostLease.TryTake(file.Store, new HostLeaseOptions { HoldsLock = true }, holderIsGone: true);
                var catalogue = Catalogue();
                var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
                await ports.Workflows.StartAsync(new WorkflowStart("Parent.v1", "parent", ""), Token);
                await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(TestInstants.Start.AddMinutes(2), Token);
                var state = new List<string>();
                foreach (var id in (string[])["child0", "child1", "parent"])
                {
                    var instance = (await ports.Workflows.GetAsync(id, Token))!;
                    state.Add($"{id} {instance.Status} {instance.Output}");
                }
                return (state, commits);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                commits.ShouldBeGreaterThanOrEqualTo(killAt);
            }
        }
    }

    private static WorkCatalogue Catalogue() => new WorkCatalogue()
        .Activity("Echo", (input, _) => Task.FromResult(input))
        .Workflow("Wait.v1", WorkPhase.TradeTick, async context =>
        {
            await context.DelayUntilAsync(TestInstants.Start.AddMinutes(1));
            return "waited";
        })
        .Workflow("Child.v1", WorkPhase.TradeTick, async context =>
        {
            var input = await context.CallActivityAsync("Echo", context.Input);
            await context.DelayUntilAsync(TestInstants.Start.AddMinutes(1));
            return input == "1" ? throw new InvalidOperationException("odd") : "c" + input;
        })
        .Workflow("Parent.v1", WorkPhase.TradeTick, async context =>
        {
            var good = context.CallSubWorkflowAsync("Child.v1", "child0", "0");
            var bad = context.CallSubWorkflowAsync("Child.v1", "child1", "1");
            var first = await good;
            try
            {
                return first + await bad;
            }
            catch (ActivityFailedException fault)
            {
                return $"{first},{fault.ErrorType}";
            }
        });
}
