using System.Collections;

namespace PowerTrader.Core.Analytics;

/// <summary>The growth at each mark, computed when it is asked for: of half a million marks a list would be 16 MB.</summary>
internal sealed class GrowthCurve(IReadOnlyList<EquityMark> marks) : IReadOnlyList<PricePoint>
{
    private readonly List<(int From, decimal Grown, decimal Equity)> spans = [];

    public int Count => marks.Count;

    public PricePoint this[int index] => At(marks[index], SpanOf(index));

    /// <summary>From this mark on the growth is measured from its equity.</summary>
    /// <param name="grown">Until then.</param>
    public void Begin(int mark, decimal grown, decimal equity) => spans.Add((mark, grown, equity));

    public IEnumerator<PricePoint> GetEnumerator()
    {
        var (index, span) = (0, 0);
        foreach (var mark in marks)
        {
            while (span + 1 < spans.Count && spans[span + 1].From <= index) span++;
            yield return At(mark, span);
            index++;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PricePoint At(in EquityMark mark, int span)
    {
        var (_, grown, equity) = spans[span];
        return new PricePoint(mark.Time, equity > 0 ? grown * (mark.Equity / equity) : grown);
    }

    private int SpanOf(int index)
    {
        var (low, high) = (0, spans.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (spans[middle].From <= index) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
