using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Risk;

/// <summary>One year of a coin's hourly log returns and how wild each day among them was. The same hours give the same figures in whatever steps they come.</summary>
/// <remarks>A return belongs to two hours that follow each other; across a hole there is none. Not thread-safe.</remarks>
public sealed class ReturnWindow
{
    /// <summary>Returns whose standard deviation is taken.</summary>
    public const int DayReturns = 24;

    /// <summary>Fewer returns are no history to compare with: 30 days.</summary>
    public const int LeastReturns = 30 * 24;

    /// <summary>What stands for infinitely more than a median of nothing.</summary>
    public const decimal Boundless = 999_999m;

    private const long YearHours = 365 * 24;

    private readonly List<(long Hour, double Return, double? Deviation)> samples = [];
    private readonly List<double> deviations = [];
    private int first;
    private (long Hour, double Log)? last;

    /// <summary>Open of the newest hour; null before the first.</summary>
    public DateTimeOffset? Newest => last is { } known ? DateTimeOffset.UnixEpoch.AddHours(known.Hour) : null;

    /// <summary>Returns within the year.</summary>
    public int Count => samples.Count - first;

    /// <summary>A return within the year, the oldest at 0; its hour is counted from 1970.</summary>
    internal (long Hour, double Return) At(int index) => (samples[first + index].Hour, samples[first + index].Return);

    /// <param name="candle">A closed hour. One that is not newer than all before changes nothing.</param>
    public void Add(in Candle candle)
    {
        var hour = HourOf(candle.OpenTime);
        if (last is { } known && hour <= known.Hour) return;
        var log = Math.Log((double)candle.Close);
        if (last is { } previous && hour == previous.Hour + 1) samples.Add((hour, log - previous.Log, null));
        last = (hour, log);
        if (Count >= DayReturns && samples[^1].Hour == hour) Measure();
        Trim(hour - YearHours);
    }

    /// <summary>Standard deviation of the newest 24 returns over the median of that figure within the year, to 4 places; null under 30 days of history.</summary>
    public decimal? VolatilityRatio()
    {
        if (Count < LeastReturns || deviations.Count == 0) return null;
        var middle = deviations.Count / 2;
        var median = deviations.Count % 2 == 1 ? deviations[middle] : (deviations[middle - 1] + deviations[middle]) / 2;
        var now = samples[^1].Deviation!.Value;
        if (median == 0) return now == 0 ? 1 : Boundless;
        return decimal.Round((decimal)Math.Min(now / median, (double)Boundless), 4);
    }

    private static long HourOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 3600;

    /// <summary>Out of the returns themselves, not of running sums: no rounding is left over from how they came.</summary>
    private void Measure()
    {
        var day = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(samples)[^DayReturns..];
        double mean = 0, squares = 0;
        foreach (var sample in day) mean += sample.Return / DayReturns;
        foreach (var sample in day) squares += (sample.Return - mean) * (sample.Return - mean);
        var deviation = Math.Sqrt(squares / (DayReturns - 1));
        samples[^1] = samples[^1] with { Deviation = deviation };
        var at = deviations.BinarySearch(deviation);
        deviations.Insert(at < 0 ? ~at : at, deviation);
    }

    private void Trim(long before)
    {
        while (first < samples.Count && samples[first].Hour <= before)
        {
            if (samples[first].Deviation is { } old) deviations.RemoveAt(deviations.BinarySearch(old));
            first++;
        }
        if (first < YearHours) return;
        samples.RemoveRange(0, first);
        first = 0;
    }
}
