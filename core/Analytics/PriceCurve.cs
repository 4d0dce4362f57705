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
