using System.Collections.Concurrent;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Scheduling;

/// <summary>Two runtimes with the same work over one file, each with a connection of its own, as two processes have.</summary>
public sealed class TwoRuntimesTests : IDisposable
{
    private const int Minutes = 40;

    private readonly TemporaryStore file = new();
    private readonly ConcurrentQueue<string> log = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Run_TwoHostsOnOneSchedule_OneRunsEachOccurrence()
    {
        using var first = new Host(this, "a", TimeProvider.System);
        using var second = new Host(this, "b", TimeProvider.System);

        await Task.WhenAll(Task.Run(() => first.RunInPiecesAsync(1), Token), Task.Run(() => second.RunInPiecesAsync(2), Token));

        var expected = Enumerable.Range(0, Minutes + 1).SelectMany(minute => (string[])[$"tick {minute}", $"commit {minute}", $"order {minute}"]);
        log.Select(entry => entry[2..]).ShouldBe(expected);
    }

    [Fact]
    public async Task Run_OvertakenInABody_WritesNothingMoreAndSaysSo()
    {
        using var slow = new Host(this, "a");
        using var other = new Host(this, "b");
        slow.InBody = async minute =>
        {
            if (minute != 3) return;
            // It stands still here until its term is over, and the other does its work.
            slow.Wall.Frozen = true;
            other.Wall.Advance(TimeSpan.FromMinutes(1));
            (await other.Runtime.RunUntilAsync(TestInstants.Start.AddMinutes(5), Token)).ShouldBe(RuntimeOutcome.ConditionMet);
        };

        await Should.ThrowAsync<DeposedException>(async () => await slow.Runtime.RunUntilAsync(TestInstants.Start.AddMinutes(6), Token));
        slow.Wall.Frozen = false;
        slow.Wall.Advance(TimeSpan.FromMinutes(2));
        (await slow.Runtime.RunUntilAsync(TestInstants.Start.AddMinutes(7), Token)).ShouldBe(RuntimeOutcome.ConditionMet);

        // The slow one had begun minute 3, and could not finish it; what it did later begins where the other ended.
        log.Where(entry => entry.Contains("order", StringComparison.Ordinal))
            .ShouldBe(["a order 0", "a order 1", "a order 2", "b order 3", "b order 4", "b order 5", "a order 6", "a order 7"]);
        log.Count(entry => entry == "b tick 3").ShouldBe(1);
        log.ShouldNotContain("a commit 3");
    }

    [Fact]
    public async Task Run_AnotherHasTheTurn_WaitsForItUntilCancelled()
    {
        using var first = new Host(this, "a");
        using var second = new Host(this, "b");
        using var turn = HostLease.TryTake(first.Store, new HostLeaseOptions { Wall = first.Wall });
        using var stop = new CancellationTokenSource();

        var waiting = second.Runtime.RunUntilAsync(TestInstants.Start.AddMinutes(1), stop.Token);
        waiting.IsCompleted.ShouldBeFalse();
        await stop.CancelAsync();

        (await waiting).ShouldBe(RuntimeOutcome.Cancelled);
        log.ShouldBeEmpty();
    }

    /// <summary>Wall time that may stand still for one host, as for a process that is not scheduled.</summary>
    private sealed class HostWall : TimeProvider
    {
        private readonly ManualTimeProvider inner = new(TestInstants.Wall);

        public bool Frozen { get; set; }

        public void Advance(TimeSpan by) => inner.Advance(by);

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

        public override long GetTimestamp() => inner.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => inner.CreateTimer(
            now =>
            {
                if (!Frozen) callback(now);
            }, state, dueTime, period);
    }

    private sealed class Host : IDisposable
    {
        private readonly TwoRuntimesTests test;
        private readonly string name;

        public Host(TwoRuntimesTests test, string name, TimeProvider? wall = null)
        {
            this.test = test;
            this.name = name;
            Store = SqliteStore.Open(test.file.FilePath);
            Clock = SimulatedClock.Open(Store, TestInstants.Start);
            var catalogue = new WorkCatalogue();
            var ports = EmbeddedPorts.Over(Store, catalogue, Clock, TimeProvider.System);
            Register(catalogue, ports);
            Runtime = new EmbeddedRuntime(catalogue, ports, new EmbeddedRuntimeOptions { Lease = new HostLeaseOptions { Wall = wall ?? Wall, Poll = TimeSpan.FromMilliseconds(1) } });
        }

        public SqliteStore Store { get; }

        public HostWall Wall { get; } = new();

        public SimulatedClock Clock { get; }

        public EmbeddedRuntime Runtime { get; }

        public Func<int, Task> InBody { get; set; } = _ => Task.CompletedTask;

        /// <summary>Gives the turn back again and again, so that the other gets some.</summary>
        public async Task RunInPiecesAsync(int seed)
        {
            var chance = new Random(seed);
            var end = TestInstants.Start.AddMinutes(Minutes);
            while (Clock.Now < end)
            {
                var to = Clock.Now.AddMinutes(chance.Next(1, 4));
                (await Runtime.RunUntilAsync(to < end ? to : end, Token)).ShouldBe(RuntimeOutcome.ConditionMet);
            }
        }

        public void Dispose() => Store.Dispose();

        private void Register(WorkCatalogue catalogue, EmbeddedPorts ports)
        {
            catalogue.Schedule("tick", "0 * * * * *", WorkPhase.TradeTick, async (at, token) =>
            {
                var minute = (int)(at - TestInstants.Start).TotalMinutes;
                test.log.Enqueue($"{name} tick {minute}");
                await InBody(minute);
                await ports.Workflows.StartAsync(new WorkflowStart("Cycle.v1", $"Cycle.v1|{minute}", $"{minute}"), token);
            });
            catalogue.Workflow("Cycle.v1", WorkPhase.TradeTick, context => context.CallActivityAsync("Commit", context.Input));
            catalogue.Activity("Commit", async (minute, token) =>
            {
                test.log.Enqueue($"{name} commit {minute}");
                await ports.Queue.SendAsync("orders", new QueueMessage($"o{minute}", "s", minute), token);
                return "";
            });
            catalogue.Queue("orders", WorkPhase.PlaceOrder, (message, _) =>
            {
                test.log.Enqueue($"{name} order {message.Body}");
                return Task.FromResult(HandlerOutcome.Completed);
            });
        }
    }
}
