using System.Diagnostics;

namespace PowerTrader.Bench;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed record Sample(IReadOnlyList<double> Values)
{
    private static readonly TimeSpan MostWarmUp = TimeSpan.FromSeconds(10);

    public int Count => Values.Count;

    public double Lowest => Values.Min();

    public double Highest => Values.Max();

    public double Median
    {
        get
        {
            var sorted = Values.Order().ToList();
            var middle = sorted.Count / 2;
            return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>Seconds of each repetition, after one that only warms up.</summary>
    public static async Task<Sample> SecondsAsync(int repetitions, Func<Task> work)
    {
        await work();
        var values = new List<double>(repetitions);
        for (var i = 0; i < repetitions; i++) values.Add(await TimeAsync(work));
        return new Sample(values);
    }

    /// <summary>Seconds of both, taking turns, so that a noisy neighbour of the machine disturbs both alike. Warmed up until compiled for good.</summary>
    public static (Sample Work, Sample Baseline) Alternate(int repetitions, Action work, Action baseline)
    {
        WarmUp(baseline);
        WarmUp(work);
        var (values, baselines) = (new List<double>(repetitions), new List<double>(repetitions));
        for (var i = 0; i < repetitions; i++)
        {
            baselines.Add(Time(baseline));
            values.Add(Time(work));
        }
        return (new Sample(values), new Sample(baselines));
    }

    /// <summary>Until a second brings no better best than the one before: on a busy machine the compiler comes late.</summary>
    private static void WarmUp(Action work)
    {
        var (total, best) = (Stopwatch.StartNew(), double.MaxValue);
        while (total.Elapsed < MostWarmUp)
        {
            var (second, before) = (Stopwatch.StartNew(), best);
            for (var runs = 0; runs < 2 || second.Elapsed < TimeSpan.FromSeconds(1); runs++) best = Math.Min(best, Time(work));
            if (best > before * 0.97) return;
        }
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalSeconds;
    }

    public Sample Select(Func<double, double> change) => new([.. Values.Select(change)]);

    /// <summary>Of so many items in each repetition's seconds.</summary>
    public Sample PerSecond(double items) => Select(seconds => items / seconds);
}
