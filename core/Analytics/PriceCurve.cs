using System.Collections;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Analytics;

/// <summary>Prices, ascending in time, in 20 bytes each instead of 32.</summary>
internal sealed class PriceCurve : IReadOnlyList<PricePoint>
{
    private readonly TimeColumn times = new();
    private readonly DecimalColumn prices = new();

    /// <param name="expected">Prices that room is made for.</param>
    public PriceCurve(int expected)
    {
        times.Reserve(expected);
        prices.Reserve(expected);
    }

    public int Count => times.Count;

    public PricePoint this[int index] => new(times[index], prices[index]);

    public void Add(DateTimeOffset time, decimal price)
    {
        times.Add(time);
        prices.Add(price);
    }

    public IEnumerator<PricePoint> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What one unit of money in one coin grew to, from an instant on; nothing is copied.</summary>
/// <param name="next">Index of the first price after the start.</param>
/// <param name="first">Price at the start.</param>
internal sealed class HeldGrowth(IReadOnlyList<PricePoint> prices, DateTimeOffset start, int next, decimal first) : IReadOnlyList<PricePoint>
{
    public int Count => prices.Count - next + 1;

    public PricePoint this[int index] => index == 0 ? new PricePoint(start, 1) : Of(prices[next + index - 1]);

    public IEnumerator<PricePoint> GetEnumerator() => Enumerable.Range(0, Count).Select(index => this[index]).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PricePoint Of(in PricePoint point) => point with { Price = point.Price / first };
}

/// <summary>Closes of candles at the instants at which they are known, not copied.</summary>
/// <param name="length">Of a candle.</param>
internal sealed class ClosePrices(IReadOnlyList<Candle> candles, TimeSpan length) : IReadOnlyList<PricePoint>
{
    public int Count => candles.Count;

    public PricePoint this[int index] => Of(candles[index]);

    public IEnumerator<PricePoint> GetEnumerator() => candles.Select(candle => Of(candle)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private PricePoint Of(in Candle candle) => new(candle.OpenTime + length, candle.Close);
}
