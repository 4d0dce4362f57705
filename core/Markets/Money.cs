using System.Globalization;

namespace PowerTrader.Core.Markets;

/// <summary>An amount in the portfolio's one currency; may be negative. <c>default</c> is zero.</summary>
public readonly record struct Money(decimal Amount) : IComparable<Money>
{
    public static Money Zero => default;

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount);
    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount);
    public static Money operator -(Money money) => new(-money.Amount);
    public static Money operator *(Money money, decimal factor) => new(money.Amount * factor);
    public static Money operator /(Money money, decimal divisor) => new(money.Amount / divisor);
    public static bool operator <(Money left, Money right) => left.Amount < right.Amount;
    public static bool operator >(Money left, Money right) => left.Amount > right.Amount;
    public static bool operator <=(Money left, Money right) => left.Amount <= right.Amount;
    public static bool operator >=(Money left, Money right) => left.Amount >= right.Amount;

    public static Money Min(Money left, Money right) => left <= right ? left : right;

    public static Money Max(Money left, Money right) => left >= right ? left : right;

    public int CompareTo(Money other) => Amount.CompareTo(other.Amount);

    public override string ToString() => Amount.ToString("0.############################", CultureInfo.InvariantCulture);
}
