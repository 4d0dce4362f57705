using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>One line of an entry: positive debits the account, negative credits it.</summary>
public readonly record struct Posting(string Account, Money Amount);

/// <summary>A balanced booking: the postings' amounts sum to zero.</summary>
/// <param name="Kind"><c>deposit</c>, <c>withdrawal</c>, <c>buy</c>, <c>sell</c>, <c>removal</c>, <c>removal-confirmed</c>, <c>release</c> or <c>adopt</c>.</param>
/// <param name="Reference">Venue trade id, or what caused it.</param>
public sealed record LedgerEntry(long Sequence, DateTimeOffset Time, string Kind, string Reference, IReadOnlyList<Posting> Postings)
{
    /// <summary>Coins that came or left without a trade: of <c>adopt</c>, <c>removal</c> and <c>release</c>. Null for others, and in entries from before it was kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public Quantity? Coins { get; init; }

    public bool IsBalanced
    {
        get
        {
            var sum = 0m;
            for (var i = 0; i < Postings.Count; i++) sum += Postings[i].Amount.Amount;
            return sum == 0;
        }
    }
}

/// <summary>The accounts of the double-entry ledger. Holdings stand at purchase value; fees are an expense of their own.</summary>
public static class LedgerAccounts
{
    public const string Cash = "cash";
    public const string Capital = "capital";
    public const string Fees = "fees";
    public const string Gains = "gains";

    /// <summary>Coins that left without a sale, at purchase value, until the user confirms; then they are capital taken out.</summary>
    public static string Outside(Symbol symbol) => "outside:" + symbol;

    public static string Holdings(Symbol symbol) => "holdings:" + symbol;

    /// <summary>Coins at the venue that belong to no deal, at purchase value.</summary>
    public static string Unmanaged(Symbol symbol) => "unmanaged:" + symbol;
}
