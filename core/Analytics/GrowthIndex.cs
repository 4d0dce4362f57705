namespace PowerTrader.Core.Analytics;

/// <summary>What one unit of money grew to, external flows taken out: 1 at the first mark.</summary>
/// <remarks>
/// Source: the time-weighted rate of return of the GIPS standards (2020): factors between flows, multiplied. Around a flow before which nobody marked the
/// equity, the factor is the modified Dietz one (P. Dietz, 1966), each flow weighed by the part of the interval it was there.
/// </remarks>
public static class GrowthIndex
{
    /// <param name="marks">Ascending.</param>
    /// <param name="flows">Ascending. One at the instant of a mark is in that mark; one not after the first mark is part of the start.</param>
    /// <exception cref="ArgumentException">Marks or flows are not in order; the message names the instant.</exception>
    public static IReadOnlyList<PricePoint> Of(IReadOnlyList<EquityMark> marks, IReadOnlyList<ExternalFlow> flows)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(flows);
        RequireOrder(flows);
        var index = new GrowthCurve(marks);
        var next = 0;
        while (next < flows.Count && marks.Count > 0 && flows[next].Time <= marks[0].Time) next++;
        // Measured from the last flow, not from mark to mark: the same equity is the same growth to the last digit, and a fall that was made good is over.
        var (i, before) = (0, default(EquityMark));
        foreach (var mark in marks)
        {
            if (i > 0 && mark.Time <= before.Time) throw new ArgumentException($"the mark of {mark.Time:u} is not after that of {before.Time:u}", nameof(marks));
            var first = next;
            while (next < flows.Count && flows[next].Time <= mark.Time) next++;
            if (i == 0) index.Begin(i, 1, mark.Equity);
            else if (next > first) index.Begin(i, index[i - 1].Price * Factor(before, mark, flows, first, next), mark.Equity);
            (i, before) = (i + 1, mark);
        }
        return index;
    }

    private static decimal Factor(in EquityMark from, in EquityMark to, IReadOnlyList<ExternalFlow> flows, int first, int end)
    {
        var (start, since, factor) = (from.Equity, from.Time, 1m);
        var unmarked = first;
        for (var i = first; i < end; i++)
        {
            if (flows[i].EquityBefore is not { } before) continue;
            factor *= Dietz(start, since, before, flows[i].Time, flows, unmarked, i);
            (start, since, unmarked) = (before + flows[i].Amount, flows[i].Time, i + 1);
        }
        return factor * Dietz(start, since, to.Equity, to.Time, flows, unmarked, end);
    }

    private static decimal Dietz(
        decimal start, DateTimeOffset since, decimal finish, DateTimeOffset until, IReadOnlyList<ExternalFlow> flows, int first, int end)
    {
        var length = (decimal)(until - since).Ticks;
        decimal moved = 0, weighed = 0;
        for (var i = first; i < end; i++)
        {
            moved += flows[i].Amount;
            if (length > 0) weighed += flows[i].Amount * ((until - flows[i].Time).Ticks / length);
        }
        var capital = start + weighed;
        // Money that was never there cannot grow.
        return capital > 0 ? Math.Max(0, (finish - moved - start + capital) / capital) : 1;
    }

    private static void RequireOrder(IReadOnlyList<ExternalFlow> flows)
    {
        for (var i = 1; i < flows.Count; i++)
        {
            if (flows[i].Time < flows[i - 1].Time) throw new ArgumentException($"the flow of {flows[i].Time:u} is before that of {flows[i - 1].Time:u}", nameof(flows));
        }
    }
}
