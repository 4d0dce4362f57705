using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Scheduling;

public sealed partial class EmbeddedRuntimeTests
{
    [Fact]
    public async Task Run_SpeedSixty_TakesASecondOfWallTimeAMinute()
    {
        var wall = new ManualTimeProvider(TestInstants.Wall);
        using var ticks = new SemaphoreSlim(0);
        var stamps = new List<double>();
        catalogue.Schedule("tick", "0 * * * * *", WorkPhase.TradeTick, (_, _) =>
        {
            stamps.Add((wall.GetUtcNow() - TestInstants.Wall).TotalSeconds);
            ticks.Release();
            return Task.CompletedTask;
        });
        var runtime = new EmbeddedRuntime(catalogue, Over(clock, wall), new() { Speed = 60 });
        using var stop = new CancellationTokenSource();

        var running = Task.Run(() => runtime.RunAsync(null, stop.Token), Token);
        for (var i = 0; i < 4; i++) await AdvanceUntil(ticks, wall, TimeSpan.FromSeconds(0.5));
        await stop.CancelAsync();

        (await running).ShouldBe(RuntimeOutcome.Cancelled);
        stamps.Take(4).ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task Run_RealClock_WaitsForTheWallAndWakesForNewWork()
    {
        var wall = new ManualTimeProvider(Start);
        using var ticks = new SemaphoreSlim(0);
        using var messages = new SemaphoreSlim(0);
        catalogue.Schedule("tick", "5 * * * * *", WorkPhase.TradeTick, (_, _) => { ticks.Release(); return Task.CompletedTask; });
        catalogue.Queue("orders", WorkPhase.PlaceOrder, (_, _) => { messages.Release(); return Task.FromResult(HandlerOutcome.Completed); });
        var real = Over(new SystemTradingClock(wall), wall);
        var runtime = new EmbeddedRuntime(catalogue, real);
        using var stop = new CancellationTokenSource();

        var running = Task.Run(() => runtime.RunAsync(null, stop.Token), Token);
        await AdvanceUntil(ticks, wall, TimeSpan.FromSeconds(1));
        var instant = wall.GetUtcNow();
        await real.Queue.SendAsync("orders", new QueueMessage("m", "s", ""), Token);
        (await messages.WaitAsync(TimeSpan.FromSeconds(20), Token)).ShouldBeTrue();
        await stop.CancelAsync();

        (await running).ShouldBe(RuntimeOutcome.Cancelled);
        instant.ShouldBe(Start.AddSeconds(5));
        wall.GetUtcNow().ShouldBe(instant);
    }

    private EmbeddedPorts Over(ITradingClock time, TimeProvider wall) => EmbeddedPorts.Over(file.Store, catalogue, time, wall);

    /// <summary>Moves wall time in steps, each only once the runtime waits for it, until the semaphore is released.</summary>
    private static async Task AdvanceUntil(SemaphoreSlim done, ManualTimeProvider wall, TimeSpan step)
    {
        while (!await done.WaitAsync(TimeSpan.FromMilliseconds(1), Token))
        {
            if (wall.TimerCount > 0) wall.Advance(step);
        }
    }
}
