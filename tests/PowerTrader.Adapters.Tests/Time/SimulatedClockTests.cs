using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Time;

public sealed class SimulatedClockTests : IDisposable
{
    private readonly TemporaryStore file = new();

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Open_AfterWritesAtALaterInstant_ResumesThere()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        clock.AdvanceTo(TestInstants.Start.AddMinutes(1));
        await new SqliteTableStore(file.Store).UpsertAsync("Quotes", TableRow.OfJson("p", "a", "1"), TestContext.Current.CancellationToken);
        clock.AdvanceTo(TestInstants.Start.AddMinutes(2));

        var resumed = SimulatedClock.Open(file.Reopen(), TestInstants.Start.AddYears(1));

        resumed.Now.ShouldBe(TestInstants.Start.AddMinutes(1));
    }

    [Fact]
    public void AdvanceTo_Earlier_Throws()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);

        Should.Throw<ArgumentOutOfRangeException>(() => clock.AdvanceTo(TestInstants.Start.AddTicks(-1)));
    }

    [Fact]
    public void TimeProvider_Timers_FireInOrderAtTheirInstants()
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var fired = new List<string>();
        using var late = Timer("late", 50, Timeout.InfiniteTimeSpan);
        using var early = Timer("early", 10, TimeSpan.FromSeconds(25));
        using var never = Timer("never", 70, Timeout.InfiniteTimeSpan);

        clock.AdvanceTo(TestInstants.Start.AddMinutes(1));

        fired.ShouldBe(["early@10", "early@35", "late@50", "early@60"]);
        clock.TimeProvider.GetUtcNow().ShouldBe(TestInstants.Start.AddMinutes(1));

        ITimer Timer(string name, int seconds, TimeSpan period) => clock.TimeProvider.CreateTimer(
            _ => fired.Add($"{name}@{(clock.Now - TestInstants.Start).TotalSeconds}"), null, TimeSpan.FromSeconds(seconds), period);
    }
}
