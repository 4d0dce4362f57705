using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Risk;

/// <summary>Limits of real money, in the quote currency, that hold whatever else the settings say. Zero is none: a live portfolio does not trade without them.</summary>
/// <param name="MaxOrder">One buy, fee included.</param>
/// <param name="MaxPerDay">Everything ordered within 24 hours.</param>
/// <param name="MaxHeld">Cost of everything held and reserved.</param>
/// <param name="Coins">Base coins that may be bought.</param>
public sealed record HardCaps(Money MaxOrder, Money MaxPerDay, Money MaxHeld, IReadOnlyList<string> Coins)
{
    public static HardCaps None { get; } = new(Money.Zero, Money.Zero, Money.Zero, []);

    public bool IsWhole => MaxOrder > Money.Zero && MaxPerDay > Money.Zero && MaxHeld > Money.Zero && Coins.Count > 0;

    /// <summary>Of each cap the tighter one; coins that both allow. One that is not set says nothing.</summary>
    public HardCaps Stricter(HardCaps other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var coins = Coins.Count == 0 ? other.Coins : other.Coins.Count == 0 ? Coins : [.. Coins.Intersect(other.Coins)];
        return new HardCaps(Lower(MaxOrder, other.MaxOrder), Lower(MaxPerDay, other.MaxPerDay), Lower(MaxHeld, other.MaxHeld), coins);
    }

    /// <summary>Equal caps give equal text: what a person confirms.</summary>
    public override string ToString() => $"order {MaxOrder}, day {MaxPerDay}, held {MaxHeld}, coins {string.Join(',', Coins.Order(StringComparer.Ordinal))}";

    public bool Equals(HardCaps? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(ToString());

    private static Money Lower(Money one, Money other) => one == Money.Zero || other == Money.Zero ? Money.Max(one, other) : Money.Min(one, other);
}
