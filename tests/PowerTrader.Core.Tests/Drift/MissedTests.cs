using PowerTrader.Core.Drift;

namespace PowerTrader.Core.Tests.Drift;

/// <summary>Three hours of a gate: what it should have wished and left no record of is found, and nothing else is.</summary>
public sealed class MissedTests
{
    private const int Minutes = 180;

    private static bool IsDeaf(int minute) => minute is >= 60 and < 120;

    [Fact]
    public async Task Replay_CalmHours_MissedNothing()
    {
        var world = new GateWorld();
        await world.PlayAsync(Calm());

        var report = await world.ReplayAsync();

        report.Differences.ShouldBeEmpty();
        (report.Looks, report.WatchedMinutes, world.Started).ShouldBe((Minutes, Minutes, 0));
    }

    [Fact]
    public async Task Replay_InTheInstantOfTheLastLook_CountsItsMinute()
    {
        var world = new GateWorld();
        await world.PlayAsync(Calm());
        world.Now -= TimeSpan.FromSeconds(45);

        var report = await world.ReplayAsync();

        (report.Looks, report.WatchedMinutes).ShouldBe((Minutes, Minutes));
    }

    [Fact]
    public async Task Replay_DeafForAnHour_NothingInReach_MissedNothing()
    {
        var world = new GateWorld { Held = 102 };
        await world.PlayAsync(Calm(), minute => !IsDeaf(minute));

        var report = await world.ReplayAsync();

        report.Differences.ShouldBeEmpty();
        report.Looks.ShouldBe(Minutes - 60);
    }

    [Fact]
    public async Task Replay_DeafForAnHour_LowThroughTheEntryLevel_IsMissed()
    {
        var world = new GateWorld();
        await world.PlayAsync(Calm(dip: 95), minute => !IsDeaf(minute));

        var missed = (await world.ReplayAsync()).Differences.ShouldHaveSingleItem();

        (missed.Kind, missed.Symbol, missed.Time.Hour).ShouldBe((DriftKind.Missed, GateWorld.Btc, 1));
        missed.Was.ShouldContain("nobody looked");
        missed.Replays.ShouldStartWith("entry due: 95.");
        missed.Replays.ShouldContain("LONG 3 at 99.5");
    }

    [Fact]
    public async Task Replay_RefusedEntry_ThenDeaf_MissedNothing()
    {
        var world = new GateWorld { Reconciles = false };
        await world.PlayAsync(Calm(dip: 95), minute => minute < 120);

        (await world.ReplayAsync()).Differences.ShouldBeEmpty("the purchase was refused, which is recorded");
    }

    [Theory]
    [InlineData(98.5, 80, "98.51")]
    [InlineData(95, 83, "95.01")] // first refused as a lone outlier, which stands for a moment only
    public async Task Replay_GateThatLooksAndDoesNothing_IsMissed(double dip, int minute, string reached)
    {
        var world = new GateWorld();
        await world.PlayAsync(Calm((decimal)dip));

        var missed = (await world.ReplayAsync()).Differences.ShouldHaveSingleItem();

        world.Started.ShouldBeGreaterThan(1, "cycles that nobody carried out");
        (missed.Kind, missed.Time).ShouldBe((DriftKind.Missed, GateWorld.Start.AddMinutes(minute).AddSeconds(15)));
        missed.Was.ShouldContain("looked at");
        missed.Replays.ShouldBe($"entry due: {reached} reached, LONG 3 at 99.5");
    }

    [Fact]
    public async Task Replay_GateAtAStillQuote_IsMissed()
    {
        var world = new GateWorld();
        await world.PlayAsync(Calm(dip: 95), isQuoted: minute => !IsDeaf(minute));

        (await world.ReplayAsync()).Differences.ShouldHaveSingleItem().Was.ShouldContain("old quotes");
    }

    [Theory]
    [InlineData(104, 101, "dca:1 due: 101.1", "ladder step at 101.")]
    [InlineData(98, 106, "exit due:", "exit line at 10")]
    public async Task Replay_DeafForAnHour_StepOrExitOfADeal_IsMissed(int held, int reached, string due, string level)
    {
        var world = new GateWorld { Held = held };
        await world.PlayAsync(Calm(dip: reached), minute => !IsDeaf(minute));

        var missed = (await world.ReplayAsync()).Differences.ShouldHaveSingleItem();

        missed.Kind.ShouldBe(DriftKind.Missed);
        missed.Replays.ShouldStartWith(due);
        missed.Replays.ShouldContain(level);
    }

    /// <param name="dip">Price of ten minutes in the second hour.</param>
    private static IEnumerable<decimal> Calm(decimal? dip = null) => Enumerable.Range(0, Minutes).Select(minute => minute is >= 80 and < 90 && dip is { } price ? price : 102.5m + minute % 7 * 0.05m);
}
