using System.Diagnostics;
using PowerTrader.Core;

namespace PowerTrader.Bench;

/// <summary>One trade tick over a thousand portfolios with nothing to do, against reading the head row of each.</summary>
internal static class TickBench
{
    public const string Name = "tick";

    private const int Portfolios = 1000;
    private const int Fewer = 100;
    private const int Repetitions = 50;
    private const int Warmup = 500;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new BenchFolder();
        var (few, _, _) = await MeasureAsync(folder, Fewer);
        var (bytes, seconds, heads) = await MeasureAsync(folder, Portfolios);
        // The difference of two ticks: what remains below a byte is the ticks' own, not the portfolios'.
        var each = Math.Max(0, Math.Round((bytes.Median - few.Median) / (Portfolios - Fewer)));
        var perPortfolio = new Sample([each]);
        return
        [
            Figure.Of(Name, $"tick over {Portfolios} idle portfolios", "µs", seconds.Select(Micro), "reading each head row", heads.Select(Micro)),
            Figure.Of(Name, "allocated for each idle portfolio (goal 0)", "bytes", perPortfolio),
            Figure.Of(Name, "allocated by the whole tick", "bytes", bytes),
        ];
    }

    private static async Task<(Sample Bytes, Sample Seconds, Sample Heads)> MeasureAsync(BenchFolder folder, int portfolios)
    {
        using var store = folder.OpenStore();
        var world = await BenchWorld.OpenAsync(store, portfolios, idle: true);
        var bytes = new List<double>();
        var seconds = new List<double>();
        for (var i = 1; i <= Repetitions + Warmup; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            var tick = world.Tick.RunAsync(BenchWorld.Start.AddSeconds(i), default);
            var elapsed = watch.Elapsed.TotalSeconds;
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            if (!tick.IsCompletedSuccessfully) throw new InvalidOperationException("the tick left this thread, so its bytes cannot be counted");
            if (i <= Warmup) continue;
            seconds.Add(elapsed);
            bytes.Add(allocated);
        }
        if (world.Sessions.Store.Commits != portfolios)
            throw new InvalidOperationException("the portfolios had something to do");
        var heads = await Sample.SecondsAsync(20, async () =>
        {
            foreach (var key in world.Sessions.Keys) await world.Ports.Tables.GetAsync(Names.Portfolios, key.ToString(), "head", default);
        });
        return (new Sample(bytes), new Sample(seconds), heads);
    }

    private static double Micro(double seconds) => seconds * 1e6;
}
