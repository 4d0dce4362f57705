using System.Collections.Concurrent;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader, disturbed at every call that it makes to a port: killed before it, killed after it, and with its reply lost.</summary>
/// <remarks>A search finds the minutes to disturb: few, with everything that a year has.</remarks>
public sealed class CrashPointTests
{
    [Fact]
    [Trait("Tier", "full")]
    public Task Trader_KilledBeforeEveryPortCallOfANight_EndsLikeTheUndisturbedOne() => KillAtEveryCallAsync(night: true, CrashMoment.Before);

    [Fact]
    [Trait("Tier", "long")]
    public Task Trader_KilledBeforeEveryPortCall_EndsLikeTheUndisturbedOne() => KillAtEveryCallAsync(night: false, CrashMoment.Before);

    /// <summary>After a call is nearly before the next one; on demand, because it takes as long again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Tier", "long")]
    public Task Trader_KilledAfterEveryPortCall_EndsLikeTheUndisturbedOne(bool night) => KillAtEveryCallAsync(night, CrashMoment.After);

    private static async Task KillAtEveryCallAsync(bool night, CrashMoment moment)
    {
        await using var scene = await Scene.OpenAsync(night ? BusyWindow.Night : await BusyWindow.OrdersAsync());
        scene.ShouldBeRich(night);

        var visited = await scene.VisitAsync(moment, Enumerable.Range(1, scene.Calls.Count), (state, _) => state.ShouldBe(scene.Expected));

        visited.ShouldBe(scene.Calls.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Tier", "long")]
    public async Task Trader_LosingTheReplyOfEveryPortCall_LosesAndDoublesNothing(bool night)
    {
        await using var scene = await Scene.OpenAsync(night ? BusyWindow.Night : await BusyWindow.OrdersAsync());

        var visited = await scene.VisitAsync(CrashMoment.ReplyLost, Enumerable.Range(1, scene.Calls.Count), (state, call) =>
        {
            if (MayTakeAnotherCourse(call)) return;
            state.ShouldBe(scene.Expected);
        });

        visited.ShouldBe(scene.Calls.Count);
    }

    [Fact]
    public async Task Trader_DisturbedHereAndThere_EndsLikeTheUndisturbedOne()
    {
        await using var scene = await Scene.OpenAsync(await BusyWindow.OrdersAsync());

        (await scene.VisitAsync(CrashMoment.After, scene.Some(6), (state, _) => state.ShouldBe(scene.Expected))).ShouldBe(6);
    }

    [Fact]
    [Trait("Tier", "long")]
    public Task Trader_KilledAgainAndAgainAtRandom_EndsLikeTheUndisturbedOne() => KillAtRandomAsync(1);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [Trait("Tier", "long")]
    public Task Trader_KilledAtRandomWithMoreSeeds_EndsLikeTheUndisturbedOne(int seed) => KillAtRandomAsync(seed);

    private static async Task KillAtRandomAsync(int seed)
    {
        await using var scene = await Scene.OpenAsync(await BusyWindow.OrdersAsync());
        var chance = new Random(seed);

        for (var run = 0; run < 10; run++)
        {
            var (state, kills) = await scene.PlayAsync(_ => new CrashPoints(chance.Next(30, 200), chance.Next(2) == 0 ? CrashMoment.Before : CrashMoment.After));
            state.ShouldBe(scene.Expected, $"run {run} of seed {seed}");
            kills.ShouldBeGreaterThan(1);
        }
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(7, 4)]
    [Trait("Tier", "long")]
    public async Task Trader_OvertakenByAnotherHostAtAPortCall_EndsLikeASingleOne(int step, int otherTicks)
    {
        await using var scene = await Scene.OpenAsync(await BusyWindow.OrdersAsync());
        var some = Enumerable.Range(1, scene.Calls.Count).Where(number => number % step == 0).ToList();

        var visited = await scene.VisitAsync(
            CrashMoment.Overtaken, some, (state, _) => state.ShouldBe(scene.Expected), path => scene.OtherHostAsync(path, otherTicks));

        visited.ShouldBe(some.Count);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Trader_OvertakenHereAndThere_EndsLikeASingleOne()
    {
        await using var scene = await Scene.OpenAsync(await BusyWindow.OrdersAsync());

        var visited = await scene.VisitAsync(
            CrashMoment.Overtaken, scene.Some(4), (state, _) => state.ShouldBe(scene.Expected), path => scene.OtherHostAsync(path, 4));

        visited.ShouldBe(4);
    }

    /// <summary>
    /// A broker's lost reply makes an order Unknown or an activity wait for its retry, a read that failed is tried again later: other instants, other fills.
    /// What must hold then is checked for every run: book and venue agree, nothing is placed twice, ledger and audit are whole.
    /// </summary>
    private static bool MayTakeAnotherCourse(PortCall call) => call.Reply == LostReply.Transient || call.Name.StartsWith("Broker.", StringComparison.Ordinal);

    /// <summary>A store at the beginning of a window, and what an undisturbed run to its end calls and leaves.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        /// <summary>Lives after a kill until the end; more means that a life makes no progress.</summary>
        private const int MaxLives = 60;

        private readonly CrashWorld world;
        private readonly BusyWindow window;
        private readonly string start;

        private Scene(CrashWorld world, BusyWindow window, string start)
        {
            this.world = world;
            this.window = window;
            this.start = start;
        }

        public string Expected { get; private set; } = "";

        public IReadOnlyList<PortCall> Calls { get; private set; } = [];

        public static async Task<Scene> OpenAsync(BusyWindow window)
        {
            var world = new CrashWorld(window.Seed);
            var scene = new Scene(world, window, await world.StoreAtAsync(window.From));
            var counter = new CrashPoints();
            (scene.Expected, var lives) = await scene.PlayAsync(_ => counter);
            lives.ShouldBe(0);
            scene.Calls = counter.Calls;
            return scene;
        }

        public void ShouldBeRich(bool night)
        {
            var names = Calls.Select(call => call.Name).ToHashSet();
            string[] wanted = night
                ? ["Blobs.PutAsync", "Blobs.GetAsync", "Blobs.ListAsync", "Engine.PurgeAsync", "Engine.StartAsync", "Journal.Commit", "Schedules.WriteAsync"]
                :
                [
                    "Broker.PlaceAsync", "Broker.CancelAsync", "Broker.GetFillsAsync", "Broker.GetBalancesAsync", "PaperVenue.WriteAsync", "Portfolios.WriteAsync",
                    "Queue.SendAsync", "Queue.ReceiveAsync", "Queue.CompleteAsync", "Queue.ReleaseLocks", "Engine.StartAsync", "Journal.Commit",
                    "Market.GetQuoteAsync", "Market.GetInstrumentsAsync", "Fills.WriteAsync", "Quotes.WriteAsync", "Usage.WriteAsync", "Schedules.WriteAsync",
                ];
            foreach (var name in wanted) names.ShouldContain(name);
        }

        /// <summary>Calls here and there, in order.</summary>
        public IEnumerable<int> Some(int count) => Enumerable.Range(1, count).Select(n => n * Calls.Count / (count + 1));

        /// <summary>Plays the window once for each of the calls, disturbed there, and judges what is left.</summary>
        /// <returns>Points that were really met, each at the very call that the undisturbed run made there.</returns>
        /// <param name="meanwhile">What another host does with the store while this one stands still at the point.</param>
        public async Task<int> VisitAsync(CrashMoment moment, IEnumerable<int> numbers, Action<string, PortCall> judge, Func<string, Task>? meanwhile = null)
        {
            var visited = 0;
            var faults = new ConcurrentQueue<string>();
            await Parallel.ForEachAsync(numbers, async (number, _) =>
            {
                CrashPoints? point = null;
                try
                {
                    var (state, _) = await PlayAsync(path => point is not null
                        ? new CrashPoints()
                        : point = new CrashPoints(number, moment) { Meanwhile = () => meanwhile!(path) });
                    point!.Hit.ShouldBe(Calls[number - 1]);
                    judge(state, Calls[number - 1]);
                    Interlocked.Increment(ref visited);
                }
                catch (Exception fault)
                {
                    faults.Enqueue($"{moment} call {number}, {Calls[number - 1].Name}: {fault}");
                }
            });
            faults.ShouldBeEmpty();
            return visited;
        }

        /// <summary>Lives one after the other until the window's end, each with its own points.</summary>
        public async Task<(string State, int Kills)> PlayAsync(Func<string, CrashPoints> next)
        {
            var path = world.CopyOf(start);
            try
            {
                for (var life = 0; life < MaxLives; life++)
                {
                    try
                    {
                        await world.LiveAsync(path, window.To, next(path));
                        await CrashWorld.ShouldBeSoundAsync(path);
                        return (await CrashWorld.StateAsync(path), life);
                    }
                    catch (Exception fault) when (fault is ProcessKilledException or TransientException or AmbiguousException or DeposedException)
                    {
                        // The next life goes on with what was committed.
                    }
                }
                throw new InvalidOperationException($"{MaxLives} lives did not reach the end");
            }
            finally
            {
                CrashWorld.Delete(path);
            }
        }

        /// <summary>Takes the place of the host that stands still, and works for some ticks.</summary>
        public Task OtherHostAsync(string path, int ticks) => world.LiveAsync(path, Math.Min(window.From + ticks, window.To));

        public ValueTask DisposeAsync()
        {
            world.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
