using System.Diagnostics;
using System.Globalization;
using PowerTrader.Chaos.Tests.Checks;
using PowerTrader.Chaos.Tests.Plans;

namespace PowerTrader.Chaos.Tests;

/// <summary>Schedules in which everything goes wrong somewhere. CHAOS_SCHEDULES and CHAOS_SEED (the first of them) choose others than the usual ones.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    /// <summary>Failing seeds that are shrunk and printed; the others are named.</summary>
    private const int Shown = 3;

    /// <summary>Schedules between two lines of progress.</summary>
    private const int Step = 500;

    [Fact]
    public Task Schedules_SomeFew_LoseAndDoubleNothing() => PlayAsync(4);

    [Fact]
    [Trait("Tier", "full")]
    public Task Schedules_TwoThousand_LoseAndDoubleNothing() => PlayAsync(Number("CHAOS_SCHEDULES") ?? 2000);

    [Fact]
    [Trait("Tier", "long")]
    public Task Schedules_TenThousand_LoseAndDoubleNothing() => PlayAsync(Number("CHAOS_SCHEDULES") ?? 10_000);

    /// <summary>A schedule is a pure function of its seed: what a failing one prints can be looked at again.</summary>
    [Fact]
    [Trait("Tier", "full")]
    public async Task Schedule_PlayedTwice_EndsTheSameWay()
    {
        using var runner = await ChaosRunner.OpenAsync();

        var (first, second) = (await runner.PlayAsync(5), await runner.PlayAsync(5));

        second.Trace.ShouldBe(first.Trace);
        second.States.ShouldBe(first.States, ignoreOrder: true);
    }

    private async Task PlayAsync(int count)
    {
        var first = Number("CHAOS_SEED") ?? 1;
        using var runner = await ChaosRunner.OpenAsync();
        using var process = Process.GetCurrentProcess();
        var (begun, cpu) = (Stopwatch.GetTimestamp(), process.TotalProcessorTime);
        var verdicts = await runner.PlayAllAsync(first, count, played: over =>
        {
            if (over % Step == 0) output.WriteLine($"{over} of {count} schedules");
        });
        process.Refresh();
        var report = new ChaosReport(verdicts, runner.Points);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seeds {first} to {first + count - 1} in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s, {(process.TotalProcessorTime - cpu).TotalMilliseconds / count:0} ms of processor time each"));
        foreach (var line in report.Lines) output.WriteLine(line);
        foreach (var (seed, verdict) in verdicts.Where(each => each.Verdict.Faults.Count > 0).Take(Shown)) await ShowAsync(runner, seed, verdict);
        report.Failures.ShouldBeEmpty();
    }

    private async Task ShowAsync(ChaosRunner runner, int seed, Verdict verdict)
    {
        var (plan, failed) = await runner.ShrinkAsync(ChaosPlan.Draw(seed, runner.Points), verdict);
        output.WriteLine($"again with CHAOS_SEED={seed} CHAOS_SCHEDULES=1; the fewest disturbances that fail:\n{plan}\n{string.Join('\n', failed.Faults)}\n{string.Join('\n', failed.Trace)}");
    }

    private static int? Number(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
