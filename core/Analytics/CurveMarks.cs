using System.Collections;
using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Analytics;

/// <summary>The start of a run and its equity after every bar as marks, made when they are asked for: of half a million bars a list would be 40 MB.</summary>
internal sealed class CurveMarks : IReadOnlyList<EquityMark>
{
    private readonly EquityMark start;
    private readonly EquityCurve curve;

    /// <summary>Points that count, where some do not come after the one before.</summary>
    private readonly List<int>? counted;

    public CurveMarks(BacktestRun run)
    {
        start = new EquityMark(run.Start, run.StartCash, run.StartCash, 0, 0);
        curve = run.Equity;
        var kept = new List<int>();
        var (last, index) = (run.Start, 0);
        var isWhole = true;
        foreach (var time in curve.Times)
        {
            if (time <= last)
            {
                if (isWhole) kept.AddRange(Enumerable.Range(0, index));
                isWhole = false;
            }
            else
            {
                last = time;
                if (!isWhole) kept.Add(index);
            }
            index++;
        }
        counted = isWhole ? null : kept;
    }

    public int Count => 1 + (counted?.Count ?? curve.Count);

    public EquityMark this[int index] => index == 0 ? start : Of(curve[counted is null ? index - 1 : counted[index - 1]]);

    public IEnumerator<EquityMark> GetEnumerator()
    {
        yield return start;
        if (counted is null)
        {
            foreach (var point in curve) yield return Of(point);
        }
        else
        {
            foreach (var index in counted) yield return Of(curve[index]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static EquityMark Of(in EquityPoint point) => new(point.Time, point.Equity, point.Cash, point.Equity - point.Cash, point.Locked * point.Equity);
}
