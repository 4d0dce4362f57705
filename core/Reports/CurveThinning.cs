using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Reports;

/// <summary>Which marks of a long curve a page keeps: of each stretch the first, the extremes of equity, the deepest fall and the most that was locked. No extreme is lost.</summary>
internal static class CurveThinning
{
    private const int Stretches = 400;
    private const int KeptOfStretch = 5;

    /// <summary>Goes once through the curve: it may be long.</summary>
    /// <returns>Ascending, the very last included; every mark where there are few.</returns>
    public static IReadOnlyList<KeptMark> Keep(IReadOnlyList<EquityMark> marks, IReadOnlyList<ExternalFlow> flows)
    {
        var all = Marks(marks, flows);
        if (marks.Count <= Stretches * KeptOfStretch) return [.. all];
        var kept = new SortedDictionary<int, KeptMark>();
        var stretch = 0;
        KeptMark[] extremes = [];
        foreach (var mark in all)
        {
            if (mark.Index == (int)((long)stretch * marks.Count / Stretches))
            {
                foreach (var one in extremes) kept[one.Index] = one;
                extremes = [mark, mark, mark, mark, mark];
                stretch++;
            }
            if (mark.Mark.Equity < extremes[1].Mark.Equity) extremes[1] = mark;
            if (mark.Mark.Equity > extremes[2].Mark.Equity) extremes[2] = mark;
            if (mark.Drawdown > extremes[3].Drawdown) extremes[3] = mark;
            if (mark.Locked > extremes[4].Locked) extremes[4] = mark;
            if (mark.Index == marks.Count - 1) kept[mark.Index] = mark;
        }
        foreach (var one in extremes) kept[one.Index] = one;
        return [.. kept.Values];
    }

    /// <summary>Each with its fall, as a fraction of the highest growth before.</summary>
    private static IEnumerable<KeptMark> Marks(IReadOnlyList<EquityMark> marks, IReadOnlyList<ExternalFlow> flows)
    {
        var (index, peak) = (0, 0m);
        foreach (var (mark, point) in marks.Zip(GrowthIndex.Of(marks, flows)))
        {
            peak = Math.Max(peak, point.Price);
            yield return new KeptMark(index++, mark, peak > 0 ? 1 - point.Price / peak : 0);
        }
    }
}

/// <summary>A mark of a curve by its number.</summary>
/// <param name="Drawdown">Below the highest growth before, as a fraction.</param>
internal readonly record struct KeptMark(int Index, EquityMark Mark, decimal Drawdown)
{
    /// <summary>Held at cost ÷ equity.</summary>
    public decimal Locked { get; } = Mark.Equity > 0 ? Mark.Locked / Mark.Equity : 0;
}
