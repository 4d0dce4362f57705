namespace PowerTrader.Core.Markets;

/// <summary>What is known of an interval without a candle.</summary>
internal readonly record struct GapNote(GapKind Kind, int Asks, DateTimeOffset AskedAt);

/// <summary>The candles of one month, ascending, and notes on intervals without one.</summary>
internal sealed class CandleBlock
{
    private readonly List<StoredCandle> candles;
    private readonly SortedDictionary<DateTimeOffset, GapNote> notes;

    public CandleBlock() : this([], [])
    {
    }

    public CandleBlock(List<StoredCandle> candles, SortedDictionary<DateTimeOffset, GapNote> notes)
    {
        this.candles = candles;
        this.notes = notes;
    }

    public IReadOnlyList<StoredCandle> Candles => candles;

    public IReadOnlyDictionary<DateTimeOffset, GapNote> Notes => notes;

    public CandleBlock Copy() => new([.. candles], new SortedDictionary<DateTimeOffset, GapNote>(notes));

    /// <summary>Puts the candle in its place. Equal values keep the provenance they had.</summary>
    /// <returns>Null where the values were there; else whether the candle is new (true) or has replaced another (false).</returns>
    public bool? Merge(StoredCandle candle)
    {
        var open = candle.Candle.OpenTime;
        var at = candles.Count > 0 && open > candles[^1].Candle.OpenTime ? candles.Count : Find(open);
        if (at < candles.Count && candles[at].Candle.OpenTime == open)
        {
            if (candles[at].Candle == candle.Candle) return null;
            candles[at] = candle;
            return false;
        }
        candles.Insert(at, candle);
        notes.Remove(open);
        return true;
    }

    /// <summary>Notes what is known of an interval; an interval with a candle is left alone.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Note(DateTimeOffset open, GapNote note)
    {
        var at = Find(open);
        if (at < candles.Count && candles[at].Candle.OpenTime == open) return false;
        if (notes.TryGetValue(open, out var known) && known == note) return false;
        notes[open] = note;
        return true;
    }

    /// <summary>Index of the first candle that opens at the instant or later.</summary>
    private int Find(DateTimeOffset open)
    {
        var (low, high) = (0, candles.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (candles[middle].Candle.OpenTime < open) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
