namespace PowerTrader.Host.Tests;

/// <summary>Where several processes share a store, each piece of work begins with what is stored: that must decide as one process does that remembers.</summary>
public sealed class PerCallTests
{
    [Theory]
    [Trait("Tier", "full")]
    [InlineData(11, 60)]
    public Task Run_NothingRemembered_LeavesWhatAProcessThatRemembersLeaves(long seed, long ticks) => CompareAsync(seed, ticks);

    [Fact]
    [Trait("Tier", "long")]
    public Task Run_NothingRemembered_ForADay_LeavesTheSame() => CompareAsync(5, 1440);

    private static async Task CompareAsync(long seed, long ticks)
    {
        using var world = new CrashWorld(seed);
        var remembering = world.NewPath();
        var forgetful = world.NewPath();

        await world.LiveAsync(remembering, ticks);
        await world.LiveAsync(forgetful, ticks, perCall: true);

        var expected = await CrashWorld.StateAsync(remembering);
        expected.ShouldNotContain("fills 0");
        (await CrashWorld.StateAsync(forgetful)).ShouldBe(expected);
    }
}
