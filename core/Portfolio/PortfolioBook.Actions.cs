using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>A purchase by hand would begin a deal: there is none, or only the memory of an attempt.</summary>
    public static bool Begins(SymbolBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book.Deal is not { } deal || (!deal.HasPosition && book.OpenOrders.Count == 0);
    }

    /// <summary>Held and not being sold by any open order, one of unknown outcome included.</summary>
    public Quantity SellableOf(Symbol symbol)
    {
        var held = SymbolOf(symbol).Deal?.Quantity ?? Quantity.Zero;
        foreach (var order in OpenOrdersOf(symbol))
        {
            if (order.Side == OrderSide.Sell) held -= Quantity.Min(held, order.Remaining);
        }
        return held;
    }

    /// <summary>Purchase cost, fees included, of what a sale would take: the oldest lots first.</summary>
    public Money CostOf(Symbol symbol, Quantity quantity)
    {
        var cost = Money.Zero;
        foreach (var lot in LotsOf(symbol))
        {
            if (quantity.IsZero) break;
            var (_, taken, value, fee) = lot.Take(quantity);
            quantity -= taken;
            cost += value + fee;
        }
        return cost;
    }

    /// <returns>False where it was so already, or there is no deal.</returns>
    public bool SetDcaPaused(Symbol symbol, bool paused, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        if (book.Deal is not { } deal || deal.DcaPaused == paused) return false;
        Put(book with { Deal = deal with { DcaPaused = paused } });
        Record(now, paused ? "dca-paused" : "dca-resumed", symbol.Value, $"deal {deal.Number}");
        return true;
    }

    /// <param name="target">Null goes back to the rules.</param>
    /// <param name="rearm">The trailing exit starts over: the old peak says nothing about a line that is further away.</param>
    public void SetTarget(Symbol symbol, DealTarget? target, bool rearm, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        var deal = RequireDeal(book);
        Put(book with { Deal = deal with { Target = target, Trailing = rearm ? default : deal.Trailing } });
        var words = target is { } own ? string.Create(CultureInfo.InvariantCulture, $"start {own.StartPercent} %, gap {own.GapPercent} %") : "as the rules say";
        Record(now, "target-set", symbol.Value, $"deal {deal.Number}: {words}{(rearm ? ", trailing exit starts over" : "")}");
    }

    public void RaiseBudget(Symbol symbol, Money amount, DateTimeOffset now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(amount.Amount, 0);
        var book = SymbolOf(symbol);
        var deal = RequireDeal(book);
        Put(book with { Deal = deal with { Budget = deal.Budget + amount } });
        Record(now, "budget-raised", symbol.Value, $"deal {deal.Number}: by {amount} to {deal.Budget + amount} {Head.Currency}");
    }

    /// <summary>Ends the deal without a sale: its lots become unmanaged holdings at purchase value. To returns and loss limits that is an outflow in kind.</summary>
    /// <param name="value">What the coins count in equity at this moment.</param>
    /// <param name="equity">Marked just before.</param>
    /// <exception cref="InvalidOperationException">There is no position, or an order of the coin is open.</exception>
    public void Release(Symbol symbol, Money value, Money equity, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        var deal = RequireDeal(book);
        if (book.OpenOrders.Count > 0) throw new InvalidOperationException($"{symbol} has an open order; a deal is released at rest");
        var (purchase, _) = TakeLots(symbol, deal.Quantity);
        Post(now, "release", symbol.Value, [new(LedgerAccounts.Unmanaged(symbol), purchase), new(LedgerAccounts.Holdings(symbol), -purchase)], deal.Quantity);
        BookFlow(-deal.Cost, -value, equity);
        SetUnmanaged(symbol.Base, UnmanagedOf(symbol.Base) + deal.Quantity);
        Put(book with { Deal = null, ClosedAt = now });
        Record(now, "deal-released", symbol.Value, $"deal {deal.Number}: {deal.Quantity} {symbol.Base} of cost {deal.Cost} {Head.Currency} are unmanaged now");
    }

    /// <summary>Uses up an idempotency key in the same commit as what it caused.</summary>
    public void KeepKey(KeyRecord key) => Changes.Keys.Add(key);

    private static Deal RequireDeal(SymbolBook book) =>
        book.Deal is { HasPosition: true } deal ? deal : throw new InvalidOperationException($"{book.Symbol} has no position");
}
