using System.Collections.Concurrent;
using PowerTrader.Chaos.Tests.Checks;
using PowerTrader.Chaos.Tests.Mutants;
using PowerTrader.Chaos.Tests.Plans;
using PowerTrader.Chaos.Tests.World;

namespace PowerTrader.Chaos.Tests;

/// <summary>Plays schedules on all cores, each over a store of its own in memory where the machine has such a folder.</summary>
internal sealed class ChaosRunner : IDisposable
{
    private const int Explorations = 4;

    private readonly DirectoryInfo folder;
    private readonly string template;
    private int plays;

    private ChaosRunner()
    {
        folder = Directory.Exists("/dev/shm") ? Directory.CreateDirectory($"/dev/shm/powertrader-chaos-{Guid.NewGuid():N}") : Directory.CreateTempSubdirectory("powertrader-chaos-");
        template = Path.Combine(folder.FullName, "template.db");
    }

    /// <summary>The calls at which a schedule may be disturbed.</summary>
    public CrashPointList Points { get; private set; } = new(new Dictionary<string, int>());

    public static async Task<ChaosRunner> OpenAsync()
    {
        var runner = new ChaosRunner();
        await Scene.CreateStoreAsync(runner.template);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var seed = 1; seed <= Explorations; seed++)
        {
            var verdict = await runner.PlayAsync(ChaosPlan.Undisturbed(-seed));
            foreach (var (name, count) in verdict.Calls) counts[name] = counts.GetValueOrDefault(name) + count;
        }
        runner.Points = new CrashPointList(counts.ToDictionary(each => each.Key, each => each.Value / Explorations));
        return runner;
    }

    public Task<Verdict> PlayAsync(int seed, Mutant? mutant = null) => PlayAsync(ChaosPlan.Draw(seed, Points), mutant);

    public async Task<Verdict> PlayAsync(ChaosPlan plan, Mutant? mutant = null)
    {
        var path = Path.Combine(folder.FullName, $"{Interlocked.Increment(ref plays)}.db");
        File.Copy(template, path);
        using var run = new ChaosRun(plan, mutant ?? Mutant.None, path);
        try
        {
            await run.PlayAsync();
            return await Invariants.JudgeAsync(run);
        }
        catch (Exception fault)
        {
            return new Verdict([fault.ToString()], new Dictionary<Core.Orders.OrderState, int>(), false, new Dictionary<string, int>(), run.Hits, run.Counts, run.Trace, run.Lives);
        }
    }

    /// <summary>In the order of their seeds.</summary>
    /// <param name="until">Ends the play with the verdict that it wants.</param>
    /// <param name="played">Told after each schedule how many are over; from any thread.</param>
    public async Task<IReadOnlyList<(int Seed, Verdict Verdict)>> PlayAllAsync(int first, int count, Mutant? mutant = null, Func<Verdict, bool>? until = null, Action<int>? played = null)
    {
        var verdicts = new ConcurrentBag<(int Seed, Verdict Verdict)>();
        var stopped = false;
        var over = 0;
        await Parallel.ForEachAsync(Enumerable.Range(first, count), async (seed, _) =>
        {
            if (Volatile.Read(ref stopped)) return;
            var verdict = await PlayAsync(seed, mutant);
            verdicts.Add((seed, verdict));
            played?.Invoke(Interlocked.Increment(ref over));
            if (until?.Invoke(verdict) == true) Volatile.Write(ref stopped, true);
        });
        return [.. verdicts.OrderBy(each => each.Seed)];
    }

    /// <summary>The fewest disturbances that still fail: each is left out in turn, as long as that helps.</summary>
    public async Task<(ChaosPlan Plan, Verdict Verdict)> ShrinkAsync(ChaosPlan plan, Verdict failed, Mutant? mutant = null)
    {
        for (var k = 0; k < plan.Disturbances.Count;)
        {
            var fewer = plan with { Disturbances = [.. plan.Disturbances.Where((_, place) => place != k)] };
            var verdict = await PlayAsync(fewer, mutant);
            if (verdict.Faults.Count > 0) (plan, failed, k) = (fewer, verdict, 0);
            else k++;
        }
        return (plan, failed);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
