using System.Diagnostics;

namespace PowerTrader.Bench;

/// <summary>Repeated measurements of one thing.</summary>
internal sealed record Sample(IReadOnlyList<double> Values)
{
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
        for (var i = 0; i < repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            await work();
            values.Add(watch.Elapsed.TotalSeconds);
        }
        return new Sample(values);
    }

    public static Sample Seconds(int repetitions, Action work)
    {
        work();
        var values = new List<double>(repetitions);
        for (var i = 0; i < repetitions; i++)
        {
            var watch = Stopwatch.StartNew();
            work();
            values.Add(watch.Elapsed.TotalSeconds);
        }
        return new Sample(values);
    }

    public Sample Select(Func<double, double> change) => new([.. Values.Select(change)]);

    /// <summary>Of so many items in each repetition's seconds.</summary>
    public Sample PerSecond(double items) => Select(seconds => items / seconds);
}
