using System.Globalization;

namespace PowerTrader.Core.Markets;

/// <summary>A price above zero, in the quote coin per base coin.</summary>
/// <remarks><c>default</c> is no price: its <see cref="Value"/> is 0 and no operation of this system produces it.</remarks>
public readonly record struct Price : IComparable<Price>
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero.</exception>
    public Price(decimal value)
    {
        if (value <= 0) throw new ArgumentOutOfRangeException(nameof(value), value, "A price must be above 0.");
        Value = value;
    }

    public decimal Value { get; }

    public static Money operator *(Price price, Quantity quantity) => new(price.Value * quantity.Value);
    public static bool operator <(Price left, Price right) => left.Value < right.Value;
    public static bool operator >(Price left, Price right) => left.Value > right.Value;
    public static bool operator <=(Price left, Price right) => left.Value <= right.Value;
    public static bool operator >=(Price left, Price right) => left.Value >= right.Value;

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString("0.############################", CultureInfo.InvariantCulture);
}
