using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Taxes;

/// <summary>The whole life of a portfolio's coins, from its fills and its ledger.</summary>
public static class TaxHistory
{
    /// <returns>Oldest booking first.</returns>
    /// <exception cref="InvalidDataException">An entry is from before the ledger kept quantities; the message names it and the remedy.</exception>
    public static IReadOnlyList<TaxEvent> Of(IEnumerable<Fill> fills, IEnumerable<LedgerEntry> ledger)
    {
        var events = fills.Select(Trade).Concat(ledger.Select(Move).OfType<TaxEvent>()).ToList();
        events.Sort((left, right) => left.Sequence.CompareTo(right.Sequence));
        return events;
    }

    private static TaxEvent Trade(Fill fill)
    {
        // Rounded as it was booked.
        var value = new Money(decimal.Round((fill.Price * fill.Quantity).Amount, 16));
        if (fill.PaidIn is { } paid && paid.Coin == fill.Symbol.Base) return PaidInCoin(fill, value, paid.Quantity);
        return fill.Side == OrderSide.Buy
            ? new TaxEvent.Acquired(fill.Sequence, fill.TradeId, fill.Symbol, fill.Time, fill.Quantity, value, fill.Fee, IsDated: true) { Lot = fill.Lot ?? fill.Sequence }
            : new TaxEvent.Disposed(fill.Sequence, fill.TradeId, fill.Symbol, fill.Time, fill.Quantity, value - fill.Fee, DisposalKind.Sale);
    }

    /// <summary>A fee in the coin itself: a purchase brought less for the same money, a sale gave more away for it.</summary>
    private static TaxEvent PaidInCoin(Fill fill, Money value, Quantity fee) => fill.Side == OrderSide.Buy
        ? new TaxEvent.Acquired(fill.Sequence, fill.TradeId, fill.Symbol, fill.Time, fill.Quantity - fee, value - fill.Fee, fill.Fee, IsDated: true) { Lot = fill.Lot ?? fill.Sequence }
        : new TaxEvent.Disposed(fill.Sequence, fill.TradeId, fill.Symbol, fill.Time, fill.Quantity + fee, value, DisposalKind.Sale);

    private static TaxEvent? Move(LedgerEntry entry)
    {
        if (entry.Kind is not ("adopt" or "removal" or "release")) return null;
        if (entry.Coins is not { } coins)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"ledger entry {entry.Sequence} ({entry.Kind} of {entry.Reference}, {entry.Time:yyyy-MM-dd}) is from before quantities were kept, so its lots cannot be told; 'powertrader export ledger' and 'export trades' hold everything else"));
        var symbol = Symbol.Parse(entry.Reference);
        var id = string.Create(CultureInfo.InvariantCulture, $"{entry.Kind}:{entry.Sequence}");
        Money Of(string account) => new(entry.Postings.Where(posting => posting.Account == account).Sum(posting => posting.Amount.Amount));
        if (entry.Kind == "adopt") return new TaxEvent.Acquired(entry.Sequence, id, symbol, entry.Time, coins, Of(LedgerAccounts.Holdings(symbol)), Money.Zero, IsDated: false);
        // Only dust is a loss when it is released.
        return entry.Kind == "release" && entry.Postings.Any(posting => posting.Account == LedgerAccounts.Gains)
            ? new TaxEvent.Disposed(entry.Sequence, id, symbol, entry.Time, coins, Money.Zero, DisposalKind.WriteOff)
            : new TaxEvent.MovedOut(entry.Sequence, id, symbol, entry.Time, coins);
    }
}
