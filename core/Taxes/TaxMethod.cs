using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Taxes;

/// <summary>Which lots a disposal takes.</summary>
public enum TaxMethod
{
    /// <summary>The oldest first: what the ledger itself does.</summary>
    Fifo,

    /// <summary>The newest first.</summary>
    Lifo,

    /// <summary>The dearest first, fees included; of equal ones the oldest.</summary>
    Hifo,

    /// <summary>Those that the user names; the oldest first where none are named.</summary>
    Specific,
}

/// <summary>A lot that the user names for a disposal.</summary>
/// <param name="Line">Where it stands in the user's file.</param>
/// <param name="Disposal">Id of a sale, or of coins that moved out.</param>
/// <param name="Lot">Id of a purchase or adoption.</param>
public sealed record LotAssignment(int Line, string Disposal, string Lot, decimal Quantity);

public enum HoldingTerm
{
    /// <summary>A year or less.</summary>
    Short,

    /// <summary>More than one year, counted from the day after the purchase.</summary>
    Long,

    /// <summary>The day of the purchase is not known.</summary>
    Unknown,
}

/// <summary>One disposal's part of one lot.</summary>
/// <param name="Acquired">Null where it is not known.</param>
/// <param name="Proceeds">Net of the sale's fee.</param>
/// <param name="Cost">With the purchase's fee.</param>
public sealed record TaxRow(
    DisposalKind Kind, Symbol Symbol, Quantity Quantity, DateTimeOffset? Acquired, DateTimeOffset Disposed, HoldingTerm Term, Money Proceeds, Money Cost, string Lot, string Disposal)
{
    public Money Gain => Proceeds - Cost;
}
