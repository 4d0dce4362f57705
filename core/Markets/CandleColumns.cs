using System.Collections;

namespace PowerTrader.Core.Markets;

/// <summary>
/// Candles as columns: 28 to 49 bytes each instead of 96 where prices have up to 19 digits, and given back exactly, trailing zeros included. Half a million of
/// them are what a backtest holds all the time.
/// </summary>
public sealed class CandleColumns : IReadOnlyList<Candle>
{
    private readonly TimeColumn times = new();
    private readonly DecimalColumn opens = new();
    private readonly DecimalColumn highs = new();
    private readonly DecimalColumn lows = new();
    private readonly DecimalColumn closes = new();
    private readonly DecimalColumn volumes = new();

    /// <param name="expected">Candles that room is made for.</param>
    public CandleColumns(int expected = 0)
    {
        times.Reserve(expected);
        foreach (var column in (DecimalColumn[])[opens, highs, lows, closes, volumes]) column.Reserve(expected);
    }

    public int Count => times.Count;

    public Candle this[int index] => new(times[index], opens[index], highs[index], lows[index], closes[index], volumes[index]);

    /// <summary>The candles themselves where they are columns already, else a copy.</summary>
    public static CandleColumns Of(IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(candles);
        if (candles is CandleColumns columns) return columns;
        var made = new CandleColumns(candles.Count);
        foreach (var candle in candles) made.Add(candle);
        return made;
    }

    public void Add(in Candle candle)
    {
        times.Add(candle.OpenTime);
        opens.Add(candle.Open);
        highs.Add(candle.High);
        lows.Add(candle.Low);
        closes.Add(candle.Close);
        volumes.Add(candle.Volume);
    }

    public DateTimeOffset OpenTimeAt(int index) => times[index];

    public decimal OpenAt(int index) => opens[index];

    public decimal HighAt(int index) => highs[index];

    public decimal LowAt(int index) => lows[index];

    public decimal CloseAt(int index) => closes[index];

    public decimal VolumeAt(int index) => volumes[index];

    /// <summary>Index of the first candle that opens at an instant or later; the count where none does.</summary>
    public int FirstAt(DateTimeOffset time)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Some of them, not copied: there is no index that reaches the others.</summary>
    public CandleView View(int from, int count) => new(this, from, count);

    public IEnumerator<Candle> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
