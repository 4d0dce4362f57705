using System.Globalization;
using PowerTrader.Chaos.Tests.Plans;
using PowerTrader.Core.Orders;

namespace PowerTrader.Chaos.Tests.Checks;

/// <summary>What a run of schedules showed, and what of it must not be.</summary>
internal sealed class ChaosReport
{
    /// <summary>From so many schedules on every point and fault must have come about often enough to mean something.</summary>
    public const int SchedulesForHits = 2000;

    /// <summary>A few schedules, or one that is played again, may be as tame as they like.</summary>
    private const int SchedulesForShares = 200;

    private const int LeastHits = 20;

    private readonly IReadOnlyList<(int Seed, Verdict Verdict)> verdicts;
    private readonly SortedDictionary<string, int> hits = new(StringComparer.Ordinal);
    private readonly List<string> lines = [];
    private readonly List<string> faults = [];

    public ChaosReport(IReadOnlyList<(int Seed, Verdict Verdict)> verdicts, CrashPointList points)
    {
        this.verdicts = verdicts;
        foreach (var name in points.Names.Concat(ChaosPlan.Names)) hits[name] = 0;
        foreach (var (name, count) in verdicts.SelectMany(each => each.Verdict.Hits)) hits[name] = hits.GetValueOrDefault(name) + count;
        Orders();
        Faults();
        Hits();
    }

    public IReadOnlyList<string> Lines => lines;

    /// <summary>Empty where the run is good.</summary>
    public IReadOnlyList<string> Failures => faults;

    private void Orders()
    {
        var states = Sum(verdicts.SelectMany(each => each.Verdict.States));
        var unrefused = states.Where(each => each.Key is not (OrderState.Refused or OrderState.Rejected)).Sum(each => each.Value);
        var filled = Share(states.GetValueOrDefault(OrderState.Filled), unrefused);
        var median = verdicts.Select(each => each.Verdict.Orders).Order().ElementAt(verdicts.Count / 2);
        var unknown = Share(verdicts.Count(each => each.Verdict.SawUnknown), verdicts.Count);
        lines.Add($"intents: {string.Join(", ", states.OrderByDescending(each => each.Value).Select(each => $"{each.Value} {each.Key}"))}");
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{filled:0.0} % of unrefused intents filled; median {median} intents a schedule; {unknown:0.0} % of schedules saw an unknown order; {verdicts.Average(each => each.Verdict.Lives):0.0} lives a schedule"));
        lines.Add($"alerts: {string.Join(", ", Sum(verdicts.SelectMany(each => each.Verdict.Alerts)).Select(each => $"{each.Value} {each.Key}"))}");
        if (verdicts.Count < SchedulesForShares) return;
        if (filled < 90) faults.Add($"only {filled} % of unrefused intents filled");
        if (median < 5) faults.Add($"the median schedule has {median} intents");
        if (unknown < 30) faults.Add($"only {unknown} % of schedules saw an unknown order");
    }

    private void Faults()
    {
        var bad = verdicts.Where(each => each.Verdict.Faults.Count > 0).ToList();
        lines.Add($"{verdicts.Count} schedules, {bad.Count} with faults");
        foreach (var (seed, verdict) in bad.Take(20)) faults.Add($"seed {seed}: {verdict.Faults[0]}");
    }

    private void Hits()
    {
        lines.Add("came about (times, what):");
        foreach (var (name, count) in hits.OrderBy(each => each.Value)) lines.Add($"  {count,6} {name}");
        if (verdicts.Count < SchedulesForHits) return;
        foreach (var (name, count) in hits.Where(each => each.Value < LeastHits)) faults.Add($"{name} came about only {count} times");
    }

    private static decimal Share(int part, int whole) => whole == 0 ? 0 : decimal.Round(100m * part / whole, 1);

    private static Dictionary<TKey, int> Sum<TKey>(IEnumerable<KeyValuePair<TKey, int>> counts) where TKey : notnull =>
        counts.GroupBy(each => each.Key).ToDictionary(group => group.Key, group => group.Sum(each => each.Value));
}
