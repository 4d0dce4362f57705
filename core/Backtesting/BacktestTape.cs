using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Backtesting;

/// <summary>A portfolio in memory and what a backtest notes of it: the same orders, lots and ledger as live, without a store.</summary>
internal sealed class BacktestTape : IDisposable
{
    private readonly TradesHash hash = new();
    private decimal peak;
    private decimal invested;
    private long venueTrades;

    public BacktestTape(Symbol symbol, decimal cash, DateTimeOffset start)
    {
        Symbol = symbol;
        Start = cash;
        peak = cash;
        Book = PortfolioBook.Open(
            new PortfolioKey("backtest", "main"), MarketId.Parse("backtest"), PortfolioMode.Paper, "backtest", symbol.Quote, new Money(cash), [symbol], start);
        Note();
    }

    public Symbol Symbol { get; }

    public decimal Start { get; }

    public PortfolioBook Book { get; }

    public int Bars { get; private set; }

    public decimal MaxDrawdown { get; private set; }

    public decimal LedgerFees { get; private set; }

    public Deal? Deal => Book.SymbolOf(Symbol).Deal;

    /// <summary>Takes an order through its life up to the venue, where it waits for the next bar.</summary>
    public Order Send(OrderDraft draft)
    {
        var order = Book.Intend(draft);
        Book.MarkSubmitting(order.Id, draft.Now);
        Book.MarkAccepted(order.Id, order.Id.ToString(), draft.Now);
        return Book.FindOpenOrder(order.Id)!;
    }

    public void Fill(Order order, Price price, decimal feeRate, DateTimeOffset time)
    {
        var fee = price * order.Quantity * feeRate;
        Book.BookFill(
            new VenueFill($"b{++venueTrades}", order.Id.ToString(), order.Id, order.Symbol, order.Side, order.Quantity, price, fee, time), order.Id);
        Book.Finish(order.Id, OrderState.Filled, null, time);
        Note();
    }

    public void Cancel(Order order, DateTimeOffset time)
    {
        Book.Finish(order.Id, OrderState.Cancelled, null, time);
        Note();
    }

    /// <summary>Marks the equity at the end of a bar.</summary>
    public void Mark(decimal equity)
    {
        Bars++;
        peak = Math.Max(peak, equity);
        MaxDrawdown = Math.Max(MaxDrawdown, (peak - equity) / peak);
        if (Deal is { HasPosition: true } deal) invested += deal.Cost.Amount / equity;
    }

    public BacktestResult Result(string strategy, decimal finalValue, DateTimeOffset end)
    {
        var cost = Deal?.Cost.Amount ?? 0;
        var age = Deal is { HasPosition: true } deal ? (decimal)(end - deal.OpenedAt).TotalDays : 0;
        var head = Book.Head;
        var lots = Book.LotsOf(Symbol);
        // Out of the position's value and cost, not as a remainder: without a position it is nothing at all.
        var unrealised = Deal is { HasPosition: true } ? finalValue - head.Cash.Amount - cost : 0;
        return new BacktestResult(
            strategy, Bars, head.FillCount, head.Fees.Amount, finalValue, head.Realised.Amount, unrealised, MaxDrawdown,
            finalValue > 0 ? cost / finalValue : 0, decimal.Round(age, 2), head.RefusedSteps, head.ClosedDeals, head.WonDeals,
            Bars > 0 ? invested / Bars : 0, LedgerFees, hash.Value)
        {
            OpenQuantity = lots.Sum(lot => lot.Quantity.Value),
            OpenCost = lots.Sum(lot => lot.Value.Amount + lot.Fee.Amount),
        };
    }

    /// <summary>Notes the changes and forgets them: a backtest's store is its tape.</summary>
    public void Note()
    {
        foreach (var fill in Book.Changes.Fills) hash.Add(fill);
        foreach (var entry in Book.Changes.Ledger)
        {
            foreach (var posting in entry.Postings)
            {
                if (posting.Account == LedgerAccounts.Fees) LedgerFees += posting.Amount.Amount;
            }
        }
        foreach (var item in Book.Outbox.ToList()) Book.RemoveFromOutbox(item);
        Book.MarkCommitted();
    }

    public void Dispose() => hash.Dispose();
}
