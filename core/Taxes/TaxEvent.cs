using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Taxes;

/// <summary>What happened to coins, in the order in which it was booked.</summary>
/// <param name="Sequence">Of the ledger.</param>
/// <param name="Id">Venue trade id; <c>adopt:N</c>, <c>removal:N</c> or <c>release:N</c> with the ledger's sequence where it was no trade.</param>
public abstract record TaxEvent(long Sequence, string Id, Symbol Symbol, DateTimeOffset Time, Quantity Quantity)
{
    /// <summary>Coins that were bought, or adopted at the cost that the user named.</summary>
    /// <param name="Value">Without the fee.</param>
    /// <param name="IsDated">Whether the time is that of the purchase; of adopted coins it is not known.</param>
    public sealed record Acquired(long Sequence, string Id, Symbol Symbol, DateTimeOffset Time, Quantity Quantity, Money Value, Money Fee, bool IsDated)
        : TaxEvent(Sequence, Id, Symbol, Time, Quantity)
    {
        /// <summary>The books' lot that it began or grew; null for one of its own.</summary>
        public long? Lot { get; init; }
    }

    /// <summary>Coins that were sold, or written off.</summary>
    /// <param name="Proceeds">Net of the fee; zero of what was written off.</param>
    public sealed record Disposed(long Sequence, string Id, Symbol Symbol, DateTimeOffset Time, Quantity Quantity, Money Proceeds, DisposalKind Kind)
        : TaxEvent(Sequence, Id, Symbol, Time, Quantity);

    /// <summary>Coins that left the books without being disposed of: to another wallet, or back to the unmanaged ones. They take their lots with them.</summary>
    public sealed record MovedOut(long Sequence, string Id, Symbol Symbol, DateTimeOffset Time, Quantity Quantity)
        : TaxEvent(Sequence, Id, Symbol, Time, Quantity);
}

public enum DisposalKind
{
    Sale,

    /// <summary>Dust under a value of 0.01 that nothing could sell: its cost is a loss in the books, its coins are still at the venue.</summary>
    WriteOff,
}
