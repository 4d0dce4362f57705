using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>What is left of one purchase. Cost is total cost, never a rounded average; sales consume the oldest first.</summary>
/// <param name="Id">Ledger sequence of the purchase.</param>
/// <param name="Value">Price × quantity of what is left.</param>
/// <param name="Fee">Purchase fee of what is left.</param>
public sealed record Lot(long Id, Symbol Symbol, long Deal, Quantity Quantity, Money Value, Money Fee, DateTimeOffset BoughtAt)
{
    public Money Cost => Value + Fee;

    /// <summary>Takes up to <paramref name="wanted"/> from the lot; the last piece takes the exact rest, so nothing is lost to division.</summary>
    public (Lot Left, Quantity Taken, Money Value, Money Fee) Take(Quantity wanted)
    {
        if (wanted >= Quantity) return (this with { Quantity = Quantity.Zero, Value = Money.Zero, Fee = Money.Zero }, Quantity, Value, Fee);
        var share = wanted.Value / Quantity.Value;
        // To twelve decimals: a quotient of 28 digits would make later sums round, and money would no longer add up to the last digit.
        var value = new Money(decimal.Round(Value.Amount * share, 12));
        var fee = new Money(decimal.Round(Fee.Amount * share, 12));
        return (this with { Quantity = Quantity - wanted, Value = Value - value, Fee = Fee - fee }, wanted, value, fee);
    }
}
