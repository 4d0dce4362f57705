using System.Collections;

namespace PowerTrader.Core.Markets;

/// <summary>
/// Decimals one after the other, each given back to its last digit and trailing zero: digits in 4, 8 or 16 bytes a value, whichever the longest needs, and one byte
/// more where the number of decimal places varies.
/// </summary>
internal sealed class DecimalColumn : IReadOnlyList<decimal>
{
    private const int Least = 16;

    private int capacity;
    private int[]? narrow = [];
    private (int Low, int High)[]? wide;
    private decimal[]? whole;
    private byte scale;
    private byte[]? scales;

    public int Count { get; private set; }

    public decimal this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            if (narrow is not null) return new decimal(narrow[index], 0, 0, false, scales is null ? scale : scales[index]);
            if (wide is null) return whole![index];
            var (low, high) = wide[index];
            return new decimal(low, high, 0, false, scales is null ? scale : scales[index]);
        }
    }

    public void Reserve(int values)
    {
        if (values <= capacity) return;
        capacity = values;
        if (narrow is not null) Array.Resize(ref narrow, capacity);
        if (wide is not null) Array.Resize(ref wide, capacity);
        if (whole is not null) Array.Resize(ref whole, capacity);
        if (scales is not null) Array.Resize(ref scales, capacity);
    }

    public void Add(decimal value)
    {
        if (Count == capacity) Reserve(Math.Max(Least, capacity * 2));
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        if (whole is null && (bits[2] != 0 || decimal.IsNegative(value))) Widen(ref whole, index => this[index]);
        if (narrow is not null && bits[1] != 0) Widen(ref wide, index => (narrow![index], 0));
        if (whole is not null) whole[Count] = value;
        else
        {
            if (narrow is not null) narrow[Count] = bits[0];
            else wide![Count] = (bits[0], bits[1]);
            SetScale(value.Scale);
        }
        Count++;
    }

    public IEnumerator<decimal> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>From here on every value takes more room; those that are there move.</summary>
    private void Widen<T>(ref T[]? to, Func<int, T> value)
    {
        var moved = new T[capacity];
        for (var i = 0; i < Count; i++) moved[i] = value(i);
        (narrow, wide, to) = (null, null, moved);
        if (whole is not null) scales = null;
    }

    private void SetScale(byte own)
    {
        if (Count == 0) scale = own;
        if (scales is null && own != scale)
        {
            scales = new byte[capacity];
            Array.Fill(scales, scale, 0, Count);
        }
        if (scales is not null) scales[Count] = own;
    }
}
