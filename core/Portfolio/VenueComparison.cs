using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Portfolio;

/// <summary>Pure: books + what the venue said → flows, removals and unmanaged coins booked, unexplained things stopped, and the record of it. Repeating it finds nothing.</summary>
/// <param name="bidOf">Execution bids, for what flows mean to the returns.</param>
/// <param name="exitFeeRate">As a fraction.</param>
public sealed class VenueComparison(Func<Symbol, Price?> bidOf, decimal exitFeeRate)
{
    /// <summary>Dust is written off under this value: no venue sells it and no deal misses it.</summary>
    private static readonly Money Worthless = new(0.01m);

    private const int MaxKept = 50;

    public Reconciliation Apply(PortfolioBook book, VenueFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(facts);
        var findings = new List<string>();
        if (facts.LateFills > 0) findings.Add($"{facts.LateFills} fills came after their orders had ended and are booked now");
        var waiting = Waiting(book, facts, now);
        if (waiting is null)
        {
            CompareCash(book, facts.Balances, now, findings);
            CompareCoins(book, facts, now, findings);
            if (facts.IsScheduled) ReleaseWorthless(book, now, findings);
        }
        var differences = facts.Differences.Concat(OfForeign(facts.Foreign)).Concat(OfFunding(book, facts, waiting)).Concat(OfLots(book)).ToList();
        var hasNews = findings.Count > 0 || differences.Exists(difference => !book.Head.KnownDifferences.Contains(difference.Key));
        Act(book, differences, now, findings);
        book.SetReconciled(now, facts.Foreign.OrderByDescending(order => order.IsOurs).Take(MaxKept).ToList(), [.. differences.Select(difference => difference.Key).Take(MaxKept)]);
        var record = new Reconciliation(
            book.Key, now, facts.FillsSince, facts.Fills, facts.LateFills, facts.Open.Count, facts.Balances.Cash, book.Head.Cash,
            facts.Balances.Coins.Count(coin => !coin.Value.IsZero), waiting, Checks(book, facts, waiting, differences), findings);
        book.KeepReconciliation(record, hasNews);
        return record;
    }

    /// <summary>Comparing balances is only fair at rest: an open order may have filled since it was last asked about.</summary>
    private static string? Waiting(PortfolioBook book, VenueFacts facts, DateTimeOffset now)
    {
        if (book.OpenOrders.Count > 0) return $"{book.OpenOrders.Count} orders are open";
        if (facts.LedgerSequence != book.Head.LedgerSequence) return "something was booked meanwhile";
        return now - book.Head.LastOrderEndedAt < facts.SettleTime ? "an order has just ended" : null;
    }

    /// <summary>What a venue rounds away is no flow. What adds up behind the rounding shows as soon as it reaches the unit, and whole units are booked.</summary>
    private void CompareCash(PortfolioBook book, VenueBalances there, DateTimeOffset now, List<string> findings)
    {
        if (Agrees(book, there)) return;
        var flow = there.Cash - book.Head.Cash;
        if (there.CashUnit > Money.Zero) flow = new Money(decimal.Round(flow.Amount / there.CashUnit.Amount) * there.CashUnit.Amount);
        book.BookCashFlow(flow, book.Equity(bidOf, exitFeeRate), now, $"reconcile|{now.ToUnixTimeSeconds()}");
        findings.Add(flow > Money.Zero ? $"{flow} {book.Head.Currency} came in from outside: a deposit" : $"{-flow} {book.Head.Currency} went out: a withdrawal");
    }

    private static bool Agrees(PortfolioBook book, VenueBalances there)
    {
        var apart = Math.Abs((there.Cash - book.Head.Cash).Amount);
        return apart == 0 || apart < there.CashUnit.Amount;
    }

    private void CompareCoins(PortfolioBook book, VenueFacts facts, DateTimeOffset now, List<string> findings)
    {
        var known = book.Holdings.ToDictionary(held => held.Symbol.Base, StringComparer.Ordinal);
        foreach (var coin in facts.Balances.Coins.Keys.Concat(known.Keys).Concat(book.Head.Unmanaged.Keys).Distinct().Order(StringComparer.Ordinal).ToList())
        {
            if (coin == book.Head.Currency) continue;
            var there = facts.Balances.Coins.GetValueOrDefault(coin);
            var held = known.GetValueOrDefault(coin)?.Held ?? Quantity.Zero;
            var expected = held + book.UnmanagedOf(coin);
            if (there > expected)
            {
                book.AddUnmanaged(coin, there - expected, now, "found at the venue");
                findings.Add($"{there - expected} {coin} appeared at the venue: unmanaged, never sold; 'powertrader adopt {coin} QTY COST' makes a deal of them");
            }
            if (there >= expected) continue;
            var fromUnmanaged = Quantity.Min(expected - there, book.UnmanagedOf(coin));
            if (!fromUnmanaged.IsZero)
            {
                book.TakeUnmanaged(coin, fromUnmanaged, now);
                findings.Add($"{fromUnmanaged} unmanaged {coin} left the venue");
            }
            var fromDeal = expected - there - fromUnmanaged;
            if (!fromDeal.IsZero) Remove(book, known[coin].Symbol, fromDeal, facts, now, findings);
        }
    }

    /// <summary>What the user's own orders at the venue sold is explained; the rest of the missing coins stops buying the coin.</summary>
    private void Remove(PortfolioBook book, Symbol symbol, Quantity missing, VenueFacts facts, DateTimeOffset now, List<string> findings)
    {
        var bid = bidOf(symbol);
        var instrument = facts.Instruments.FirstOrDefault(each => each.Symbol == symbol);
        var smallest = instrument is not null && bid is { } price ? instrument.SmallestSale(price) : Quantity.Zero;
        book.BookRemoval(symbol, missing, book.Equity(bidOf, exitFeeRate), bid, smallest, now);
        var text = $"{missing} {symbol.Base} of a deal left the venue without a sale of this system; if you know why: 'powertrader confirm {symbol.Base}'";
        findings.Add(text);
        if (missing.Value > Math.Max(0, facts.NetSold.GetValueOrDefault(symbol))) book.Stop(symbol, HaltState.Reducing, "coins-unexplained", text, now);
    }

    private void ReleaseWorthless(PortfolioBook book, DateTimeOffset now, List<string> findings)
    {
        foreach (var held in book.Holdings.Where(held => held.Dust is not null).ToList())
        {
            if (bidOf(held.Symbol) is not { } bid || bid * held.Dust!.Quantity >= Worthless) continue;
            book.ReleaseDust(held.Symbol, now, $"worth less than {Worthless} {book.Head.Currency}");
            findings.Add($"{held.Dust.Quantity} {held.Symbol.Base} of dust are worth nothing and were written off");
        }
    }

    private static IEnumerable<Difference> OfForeign(IReadOnlyList<ForeignOrder> foreign) => foreign.Select(order => order.IsOurs
        ? new Difference(
            "foreign|" + order.VenueOrderId, "ids", null, HaltState.Halted, "second-installation",
            $"the venue has an order of this program that this store does not know ({order}): a second installation trades on the account, or this store is older than it; stop the other one, reconcile, then resume")
        : new Difference("foreign|" + order.VenueOrderId, "ids", null, HaltState.Active, "foreign-order", $"an order that is not of this system is at the venue ({order})"));

    /// <summary>While orders are open a difference may be a fill; but less cash than they need, even so, is money that was taken away from under them.</summary>
    private static IEnumerable<Difference> OfFunding(PortfolioBook book, VenueFacts facts, string? waiting)
    {
        if (waiting is null) yield break;
        var needed = Money.Zero;
        foreach (var open in facts.Open)
        {
            if (open.ClientOrderId is not { } id || book.FindOpenOrder(id) is not { Side: OrderSide.Buy, Remaining.IsZero: false } order) continue;
            var left = open.FilledQuantity >= open.Quantity ? 0 : (open.Quantity - open.FilledQuantity).Value;
            needed += order.Reserved * Math.Min(1, left / order.Remaining.Value);
        }
        if (facts.Balances.Cash >= needed) yield break;
        yield return new Difference(
            "underfunded", "cost", null, HaltState.Reducing, "withdrawal-of-reserved-cash",
            $"the venue holds {facts.Balances.Cash} {book.Head.Currency} and open orders need {needed}: more was withdrawn than was free; pay it in again or let the orders end, then resume");
    }

    private static IEnumerable<Difference> OfLots(PortfolioBook book)
    {
        foreach (var held in book.Holdings)
        {
            var lots = book.LotsOf(held.Symbol);
            var (quantity, cost) = (lots.Sum(lot => lot.Quantity.Value), lots.Sum(lot => lot.Cost.Amount));
            if (quantity == held.Held.Value && cost == held.HeldCost.Amount) continue;
            yield return new Difference(
                "lots|" + held.Symbol, "cost", held.Symbol, HaltState.Reducing, "books-disagree",
                $"the lots of {held.Symbol} say {quantity} for {cost}, the deal {held.Held} for {held.HeldCost}: 'powertrader doctor', then restore a backup");
        }
    }

    private static void Act(PortfolioBook book, List<Difference> differences, DateTimeOffset now, List<string> findings)
    {
        foreach (var difference in differences)
        {
            findings.Add(difference.Text);
            if (book.Head.KnownDifferences.Contains(difference.Key)) continue;
            if (difference.Stop == HaltState.Active) book.Raise(Alerts.AlertSeverity.Information, difference.Kind, difference.Symbol?.Value ?? book.Key.ToString(), difference.Text, now);
            else book.Stop(difference.Symbol, difference.Stop, difference.Kind, difference.Text, now);
        }
    }

    private static List<ReconciliationCheck> Checks(PortfolioBook book, VenueFacts facts, string? waiting, List<Difference> differences)
    {
        ReconciliationCheck Check(string name, bool passes, string text)
        {
            var found = differences.FirstOrDefault(difference => difference.Check == name && difference.Stop != HaltState.Active);
            return found is null ? new(name, passes, text) : new(name, false, found.Text);
        }
        var apart = waiting is null ? Apart(book, facts.Balances) : null;
        var sameCash = waiting is not null || Agrees(book, facts.Balances);
        var fills = $"{facts.Fills} fills since {facts.FillsSince:yyyy-MM-dd HH:mm} agree";
        return
        [
            Check("quantity", apart is null, apart ?? waiting ?? $"{facts.Balances.Coins.Count} coins agree"),
            Check("cost", sameCash, sameCash ? waiting ?? $"cash {book.Head.Cash} {book.Head.Currency} and the lots agree" : $"the venue holds {facts.Balances.Cash}, the books {book.Head.Cash}"),
            Check("fees", true, fills),
            Check("ids", true, $"{fills}, and {facts.Open.Count} open orders"),
        ];
    }

    private static string? Apart(PortfolioBook book, VenueBalances balances)
    {
        foreach (var held in book.Holdings)
        {
            var expected = held.Held + book.UnmanagedOf(held.Symbol.Base);
            if (balances.Coins.GetValueOrDefault(held.Symbol.Base) is var there && there != expected) return $"the venue holds {there} {held.Symbol.Base}, the books {expected}";
        }
        return null;
    }
}
