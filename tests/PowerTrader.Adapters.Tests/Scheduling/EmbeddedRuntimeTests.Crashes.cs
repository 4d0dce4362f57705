using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Scheduling;

/// <summary>Kills the process at every commit of a run, before and after it, and goes on in a new one.</summary>
public sealed class RuntimeCrashTests
{
    private static readonly DateTimeOffset End = TestInstants.Start.AddMinutes(3);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CommitStage.Before)]
    [InlineData(CommitStage.After)]
    public async Task Run_KilledAtEveryCommit_EndsLikeAnUndisturbedRun(CommitStage stage)
    {
        var (expected, commits) = await Play(stage, killAt: long.MaxValue);
        expected.ShouldContain(line => line.StartsWith("Cycle.v1|0115 1 committed e1", StringComparison.Ordinal));
        commits.ShouldBeGreaterThan(10);

        for (var killAt = 1; killAt <= commits; killAt++)
        {
            var (state, _) = await Play(stage, killAt);
            state.ShouldBe(expected, $"killed {stage} commit {killAt} of {commits}");
        }
    }

    [Fact]
    public async Task Run_KilledInABody_ResumesAtTheSameInstant()
    {
        using var file = new TemporaryStore();
        var instants = new List<DateTimeOffset>();
        for (var life = 0; life < 2; life++)
        {
            var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
            var catalogue = new WorkCatalogue();
            var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
            catalogue.Schedule("tick", "0 * * * * *", WorkPhase.TradeTick, async (_, token) =>
            {
                instants.Add(clock.Now);
                if (instants.Count != 3) return;
                await ports.Queue.SendAsync("none", new QueueMessage("m", "s", ""), token);
                throw new InvalidOperationException("killed");
            });
            var run = new EmbeddedRuntime(catalogue, ports).RunUntilAsync(End, Token);
            if (life == 0) await Should.ThrowAsync<InvalidOperationException>(async () => await run);
            else await run;
            file.Reopen();
        }

        instants.Select(at => (at - TestInstants.Start).TotalMinutes).ShouldBe([0, 1, 2, 2, 3]);
    }

    /// <summary>Three minutes of ticks, cycles and orders; what they leave to be seen. How a journal is cut into steps may differ.</summary>
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
                var store = file.Reopen(options);
                await RunLife(store);
                return (await StateOf(store), commits);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException)
            {
                commits.ShouldBeGreaterThanOrEqualTo(killAt);
            }
        }
    }

    private static async Task RunLife(SqliteStore store)
    {
        // As a process whose predecessor is known to be dead.
        using var turn = HostLease.TryTake(store, new HostLeaseOptions { HoldsLock = true }, holderIsGone: true);
        var clock = SimulatedClock.Open(store, TestInstants.Start);
        var catalogue = new WorkCatalogue();
        var ports = EmbeddedPorts.Over(store, catalogue, clock, TimeProvider.System);
        catalogue.Schedule("tick", "15 * * * * *", WorkPhase.TradeTick, async (at, token) =>
        {
            await ports.Workflows.StartAsync(new WorkflowStart("Cycle.v1", $"Cycle.v1|{at:mmss}", $"{at:mm}", $"{at:mm}"), token);
        });
        catalogue.Workflow("Cycle.v1", WorkPhase.TradeTick, Cycle);
        catalogue.Activity("Commit", async (input, token) =>
        {
            await ports.Tables.UpsertAsync("Orders", TableRow.OfJson("p", $"order{input}", clock.Now.ToString("O")), token);
            await ports.Queue.SendAsync("orders", new QueueMessage($"o{input}", "s", input), token);
            return "committed";
        });
        catalogue.Queue("orders", WorkPhase.PlaceOrder, async (message, token) =>
        {
            await ports.Tables.UpsertAsync("Orders", TableRow.OfJson("p", $"placed{message.Body}", clock.Now.ToString("O")), token);
            await ports.Workflows.RaiseEventAsync($"Cycle.v1|{message.Body}15", "placed", $"e{message.Body[1..]}", token);
            return HandlerOutcome.Completed;
        });
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(End, Token);
    }

    private static async Task<string> Cycle(IWorkflowContext context)
    {
        var result = await context.CallActivityAsync("Commit", context.Input, ActivityRetry.Standard);
        var placed = await context.WaitForEventAsync("placed", TestInstants.Start.AddHours(1));
        await context.DelayUntilAsync(context.CurrentTime + TimeSpan.FromSeconds(20));
        return $"{result} {placed}";
    }

    private static Task<IReadOnlyList<string>> StateOf(SqliteStore store) => Task.FromResult(store.Read<IReadOnlyList<string>>(s =>
    {
        var lines = new List<string>();
        foreach (var sql in (string[])
            [
                "SELECT id || ' ' || status || ' ' || output || ' ' || created || ' ' || updated FROM workflows ORDER BY id",
                "SELECT tbl || ' ' || row || ' ' || hex(body) FROM rows ORDER BY tbl, part, row",
                "SELECT id FROM messages UNION ALL SELECT id FROM dead_letters UNION ALL SELECT name FROM workflow_events",
                "SELECT name || ' ' || value FROM counters WHERE name = 'clock'",
            ])
        {
            using var reader = s.Statement(sql).Query();
            while (reader.Read()) lines.Add(reader.GetString(0));
        }
        return lines;
    }));
}
