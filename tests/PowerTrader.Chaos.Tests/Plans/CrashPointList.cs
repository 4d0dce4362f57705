namespace PowerTrader.Chaos.Tests.Plans;

/// <summary>Every call that an undisturbed trader makes to its ports, by name, with how often it makes it.</summary>
internal sealed class CrashPointList
{
    private const int RareTimes = 4;

    private readonly List<(string Point, Moment Moment)> all = [];
    private readonly IReadOnlyDictionary<string, int> counts;

    /// <param name="counts">Calls while things may go wrong.</param>
    public CrashPointList(IReadOnlyDictionary<string, int> counts)
    {
        this.counts = counts;
        foreach (var name in counts.Keys.Order(StringComparer.Ordinal))
        {
            // A call that many schedules never make is planned more often.
            for (var times = counts[name] > 0 ? 1 : RareTimes; times > 0; times--) AddAll(name);
        }
    }

    public int Count => all.Count;

    public IReadOnlyList<string> Names => [.. all.Select(each => $"{each.Point} {each.Moment}").Distinct()];

    /// <summary>Every point in turn, each far from the one before: two moments of one call would stand in each other's way.</summary>
    public (string Point, Moment Moment) At(long number) => all[Strides.Place(number, all.Count)];

    /// <summary>Of its calls the earlier ones: a schedule that lost time by something else makes fewer.</summary>
    public int CountOf(string point) => Math.Max(1, counts[point] * 2 / 3);

    private void AddAll(string name)
    {
        var isOwn = name.StartsWith("Journal.", StringComparison.Ordinal) || name is "Clock.Wait" or "Queue.ReleaseLocks";
        all.Add((name, Moment.KilledBefore));
        all.Add((name, Moment.KilledAfter));
        if (name != "Clock.Wait") all.Add((name, Moment.Overtaken));
        if (name != "Clock.Wait") all.Add((name, Moment.Paused));
        if (!isOwn) all.Add((name, Moment.ReplyLost));
        if (!isOwn) all.Add((name, Moment.RequestLost));
        if (name == "Portfolios.WriteAsync") all.Add((name, Moment.Stale));
    }
}

/// <summary>Goes through a list in long steps that meet every place once.</summary>
internal static class Strides
{
    private static readonly int[] Primes = [41, 43, 47, 53, 59];

    public static int Place(long number, int count)
    {
        var stride = Array.Find(Primes, prime => count % prime != 0);
        return (int)((number * stride % count + count) % count);
    }
}
