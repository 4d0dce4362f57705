using System.Globalization;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>Growth since the portfolio was opened, external flows taken out; 0.1 is 10 %.</summary>
    /// <param name="equity">Marked now.</param>
    public decimal TimeWeightedReturn(Money equity) => ChainSoFar().FactorAt(equity) - 1;

    /// <summary>Books cash that came or went without a trade: ledger, returns and loss limits count on from the new equity.</summary>
    /// <param name="amount">Negative where it was taken out.</param>
    /// <param name="equity">Marked just before.</param>
    /// <param name="reference">What showed it.</param>
    public void BookCashFlow(Money amount, Money equity, DateTimeOffset now, string reference)
    {
        if (amount == Money.Zero) throw new ArgumentException("a flow moves something", nameof(amount));
        BookFlow(amount, amount, equity);
        Head = Head with { Cash = Head.Cash + amount };
        Post(now, amount > Money.Zero ? "deposit" : "withdrawal", reference, [new(LedgerAccounts.Cash, amount), new(LedgerAccounts.Capital, -amount)]);
        Record(now, "cash-flow", Key.ToString(), $"{amount} {Head.Currency} ({reference})");
    }

    /// <summary>Coins of the account that no deal explains any more or yet.</summary>
    public Quantity UnmanagedOf(string coin) => Head.Unmanaged.GetValueOrDefault(coin);

    /// <summary>Coins that appeared at the venue without a purchase of this system: unmanaged, shown, never sold.</summary>
    public void AddUnmanaged(string coin, Quantity quantity, DateTimeOffset now, string why)
    {
        SetUnmanaged(coin, UnmanagedOf(coin) + quantity);
        Record(now, "coins-unmanaged", coin, $"{quantity} more {coin} are unmanaged now: {why}");
    }

    /// <summary>Unmanaged coins that are gone from the venue; no deal and no money of this system is touched.</summary>
    public void TakeUnmanaged(string coin, Quantity quantity, DateTimeOffset now)
    {
        SetUnmanaged(coin, UnmanagedOf(coin) - quantity);
        Record(now, "coins-unmanaged", coin, $"{quantity} unmanaged {coin} are gone from the venue");
    }

    /// <summary>Books coins of a deal (or of its dust) that left the venue without a sale: out of the lots at cost, pending until the user confirms.</summary>
    /// <param name="equity">Marked just before.</param>
    /// <param name="bid">What they are worth to the returns; cost where nobody quotes.</param>
    /// <param name="smallestSale">A remainder below it is dust.</param>
    public void BookRemoval(Symbol symbol, Quantity quantity, Money equity, Price? bid, Quantity smallestSale, DateTimeOffset now)
    {
        var deal = SymbolOf(symbol) switch { { Deal: { HasPosition: true } open } => open.Number, { Dust: { } dust } => dust.Number, _ => 0 };
        var (value, fee) = TakeLots(symbol, quantity);
        BookFlow(-(value + fee), -(bid is { } price ? price * quantity : value + fee), equity);
        var sequence = Post(now, "removal", symbol.Value, [new(LedgerAccounts.Outside(symbol), value), new(LedgerAccounts.Holdings(symbol), -value)], quantity);
        var book = SymbolOf(symbol).Less(quantity, value + fee, Money.Zero);
        Put(book with { Removals = [.. book.Removals, new Removal(sequence, deal, quantity, value, fee, now)] });
        Record(now, "coins-removed", symbol.Value, $"{quantity} {symbol.Base} of deal {deal} left the venue without a sale of this system; they cost {value + fee} {Head.Currency}");
        if (SymbolOf(symbol).Deal is not { } left || SymbolOf(symbol).OpenOrders.Count > 0) return;
        if (left.HasPosition && left.Quantity < smallestSale) SetAside(symbol, now);
        else if (!left.HasPosition && left.HasSold) CloseWhenSold(symbol, now);
        else if (!left.HasPosition)
        {
            // Nothing was sold, so it is neither won nor lost.
            Put(SymbolOf(symbol) with { Deal = null, ClosedAt = now });
            Record(now, "deal-closed", symbol.Value, $"deal {left.Number}: all its coins left the venue");
        }
    }

    /// <summary>The user knows what became of the coins: they count as capital taken out, at cost.</summary>
    /// <returns>What was confirmed; empty where nothing was pending.</returns>
    public IReadOnlyList<Removal> ConfirmRemovals(Symbol symbol, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        foreach (var removal in book.Removals)
        {
            Post(now, "removal-confirmed", removal.Id.ToString(CultureInfo.InvariantCulture), [new(LedgerAccounts.Capital, removal.Value), new(LedgerAccounts.Outside(symbol), -removal.Value)]);
            Record(now, "removal-confirmed", symbol.Value, $"{removal.Quantity} {symbol.Base} of deal {removal.Deal}, cost {removal.Value + removal.Fee} {Head.Currency}");
        }
        if (book.Removals.Count > 0) Put(book with { Removals = [] });
        return book.Removals;
    }

    /// <summary>Makes a deal of unmanaged coins: a lot at the user's cost, its ledger entry and audit. The equity grows by their value, which is no return.</summary>
    /// <param name="plan">As previewed on this very book.</param>
    /// <param name="equity">Marked just before.</param>
    /// <param name="value">What the coins add to it.</param>
    /// <exception cref="InvalidOperationException"><see cref="Adoption.Refusal"/> would have said why.</exception>
    public Deal Adopt(Adoption plan, string strategy, Money equity, Money value, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var symbol = plan.Symbol;
        if (Adoption.Refusal(this, symbol, plan.Quantity.Value, plan.Cost.Amount) is { } refusal) throw new InvalidOperationException(refusal);
        BookFlow(plan.Cost, value, equity);
        SetUnmanaged(symbol.Base, UnmanagedOf(symbol.Base) - plan.Quantity);
        Head = Head with { DealSequence = Head.DealSequence + 1 };
        var sequence = Post(now, "adopt", symbol.Value, [new(LedgerAccounts.Holdings(symbol), plan.Cost), new(LedgerAccounts.Capital, -plan.Cost)], plan.Quantity);
        AddLot(new Lot(sequence, symbol, Head.DealSequence, plan.Quantity, plan.Cost, Money.Zero, now));
        var deal = new Deal(Head.DealSequence, strategy, Head.SettingsVersion, now, plan.Budget, plan.Cost) { Quantity = plan.Quantity, Cost = plan.Cost, Spent = plan.Cost };
        Put(SymbolOf(symbol) with { Deal = deal });
        Record(now, "adopted", symbol.Value, $"deal {deal.Number} of {plan.Quantity} unmanaged {symbol.Base} that cost {plan.Cost} {Head.Currency}");
        TakeOverDust(symbol, now);
        return SymbolOf(symbol).Deal!;
    }

    /// <summary>Tells people: an audit entry, a row to look at, and a message for channels.</summary>
    public void Raise(AlertSeverity severity, string kind, string subject, string text, DateTimeOffset now)
    {
        Record(now, kind, subject, text);
        var alert = new Alert(now, severity, kind, Key, subject, text);
        var row = Alert.RowKey(now, Key, Head.AuditSequence);
        Enqueue(OutboxKind.Project, Names.Alerts, row, Key.Tenant, "", Wire.Write(alert));
        Enqueue(OutboxKind.Send, Names.AlertsQueue, row, Key.ToString(), Key.ToString(), Wire.Write(alert));
    }

    /// <summary>Makes the halt state at least this strict, and tells people why.</summary>
    public void Stop(Symbol? symbol, HaltState state, string kind, string text, DateTimeOffset now)
    {
        var stands = symbol is { } one ? SymbolOf(one).Halt : Head.Halt;
        if (stands < state) SetHalt(symbol, state, text, now);
        Raise(AlertSeverity.Critical, kind, symbol?.Value ?? Key.ToString(), text, now);
    }

    /// <param name="cost">What it changes of the capital, at cost.</param>
    /// <param name="value">What it changes of the equity, at market.</param>
    private void BookFlow(Money cost, Money value, Money equity)
    {
        var chain = ChainSoFar();
        Head = Head with
        {
            OpeningDeposit = Head.StartCash,
            Deposits = Head.Deposits + cost,
            Returns = chain.After(equity, value),
            PeakEquity = RiskPeriod.Scale(Head.PeakEquity, equity, value),
            RiskDayEquity = Head.RiskDay is null ? Head.RiskDayEquity : RiskPeriod.Scale(Head.RiskDayEquity, equity, value),
            RiskWeek = Head.RiskWeek.Scaled(equity, value),
            RiskMonth = Head.RiskMonth.Scaled(equity, value),
            RiskYear = Head.RiskYear.Scaled(equity, value),
        };
    }

    /// <summary>A store older than the chain has had no flow but the first.</summary>
    private ReturnChain ChainSoFar() => Head.Returns == default && Head.Deposits > Money.Zero ? new ReturnChain(1, Head.StartCash) : Head.Returns;

    private void SetUnmanaged(string coin, Quantity quantity)
    {
        var coins = new SortedDictionary<string, Quantity>(StringComparer.Ordinal);
        foreach (var (name, held) in Head.Unmanaged) coins[name] = held;
        coins[coin] = quantity;
        if (quantity.IsZero) coins.Remove(coin);
        Head = Head with { Unmanaged = coins };
    }
}
