using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Reports;

/// <summary>Which marks of a long curve a page keeps: of each stretch the first, the extremes of equity, the deepest fall and the most that was locked. No extreme is lost.</summary>
internal static class CurveThinning
{
    private const int Stretches = 400;
    private const int KeptOfStretch = 5;

    /// <param name="drawdowns">One per mark.</param>
    /// <returns>Ascending, the very last included; every index where there are few.</returns>
    public static IReadOnlyList<int> Keep(IReadOnlyList<EquityMark> marks, IReadOnlyList<decimal> drawdowns)
    {
        if (marks.Count <= Stretches * KeptOfStretch) return [.. Enumerable.Range(0, marks.Count)];
        var kept = new SortedSet<int> { marks.Count - 1 };
        for (var stretch = 0; stretch < Stretches; stretch++)
        {
            var (from, end) = ((int)((long)stretch * marks.Count / Stretches), (int)((long)(stretch + 1) * marks.Count / Stretches));
            var (lowest, highest, deepest, locked) = (from, from, from, from);
            for (var i = from; i < end; i++)
            {
                if (marks[i].Equity < marks[lowest].Equity) lowest = i;
                if (marks[i].Equity > marks[highest].Equity) highest = i;
                if (drawdowns[i] > drawdowns[deepest]) deepest = i;
                if (LockedShare(marks[i]) > LockedShare(marks[locked])) locked = i;
            }
            kept.UnionWith([from, lowest, highest, deepest, locked]);
        }
        return [.. kept];
    }

    public static decimal LockedShare(in EquityMark mark) => mark.Equity > 0 ? mark.Locked / mark.Equity : 0;

    /// <summary>Of each mark, as a fraction of the highest growth before.</summary>
    public static IReadOnlyList<decimal> Drawdowns(PerformanceInput input)
    {
        var index = GrowthIndex.Of(input.Marks, input.Flows);
        var falls = new decimal[index.Count];
        var peak = 0m;
        for (var i = 0; i < falls.Length; i++)
        {
            peak = Math.Max(peak, index[i].Price);
            falls[i] = peak > 0 ? 1 - index[i].Price / peak : 0;
        }
        return falls;
    }
}
