using System.Collections;

namespace PowerTrader.Core.Markets;

/// <summary>Neighbouring candles of columns, oldest first. What lies beside them cannot be reached through it.</summary>
public readonly struct CandleView : IReadOnlyList<Candle>, IEquatable<CandleView>
{
    private readonly CandleColumns candles;
    private readonly int from;

    internal CandleView(CandleColumns candles, int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from + count, candles.Count, nameof(count));
        (this.candles, this.from, Count) = (candles, from, count);
    }

    public int Count { get; }

    /// <exception cref="ArgumentOutOfRangeException">There is no such candle in it.</exception>
    public Candle this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return candles[from + index];
        }
    }

    /// <summary>The newest one.</summary>
    public Candle Last => this[Count - 1];

    public static bool operator ==(CandleView left, CandleView right) => left.Equals(right);

    public static bool operator !=(CandleView left, CandleView right) => !left.Equals(right);

    public IEnumerator<Candle> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The same stretch of the same columns.</summary>
    public bool Equals(CandleView other) => ReferenceEquals(candles, other.candles) && from == other.from && Count == other.Count;

    public override bool Equals(object? obj) => obj is CandleView other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(from, Count);
}
