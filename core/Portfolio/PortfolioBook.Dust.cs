using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    /// <summary>Sets a deal aside that the venue's minimum does not let sell: it ends, what it left is kept at cost and blocks no entry.</summary>
    /// <returns>False where there is no position, or an order may still change it.</returns>
    public bool SetAside(Symbol symbol, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        if (book.Deal is not { HasPosition: true } deal || book.OpenOrders.Count > 0) return false;
        Put(book with { Deal = null, Dust = deal with { State = DealState.Dust, Trailing = default }, ClosedAt = deal.HasSold ? now : book.ClosedAt });
        if (deal.HasSold) CountClosed(deal, symbol, now);
        Record(now, "deal-dust", symbol.Value, $"deal {deal.Number}: {deal.Quantity} {symbol.Base} left, too little for the venue; realised {deal.Realised} {Head.Currency}; the next deal takes them over at their cost {deal.Cost}");
        return true;
    }

    /// <summary>Writes dust off that is worth nothing: its coins are unmanaged from now on, its cost is a loss.</summary>
    public void ReleaseDust(Symbol symbol, DateTimeOffset now, string why)
    {
        if (SymbolOf(symbol).Dust is not { } dust) return;
        var (value, fee) = TakeLots(symbol, dust.Quantity);
        Head = Head with { Realised = Head.Realised - value - fee };
        Post(now, "release", symbol.Value, [new(LedgerAccounts.Gains, value), new(LedgerAccounts.Holdings(symbol), -value)], dust.Quantity);
        Put(SymbolOf(symbol) with { Dust = null });
        Record(now, "dust-released", symbol.Value, $"{dust.Quantity} {symbol.Base} that cost {dust.Cost} {Head.Currency}: {why}");
        AddUnmanaged(symbol.Base, dust.Quantity, now, "released dust");
    }

    /// <summary>The first purchase of a deal takes the coin's dust over, lots and cost.</summary>
    private void TakeOverDust(Symbol symbol, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        if (book is not { Dust: { } dust, Deal: { } deal }) return;
        var held = lots[symbol];
        for (var i = 0; i < held.Count; i++)
        {
            if (held[i].Deal != dust.Number) continue;
            held[i] = held[i] with { Deal = deal.Number };
            Changes.Lots[held[i].Id] = held[i];
        }
        Put(book with
        {
            Dust = null,
            Deal = deal with { Quantity = deal.Quantity + dust.Quantity, Cost = deal.Cost + dust.Cost, Spent = deal.Spent + dust.Cost },
        });
        Record(now, "dust-merged", symbol.Value, $"deal {deal.Number} takes over {dust.Quantity} {symbol.Base} of deal {dust.Number}, cost {dust.Cost} {Head.Currency}");
    }
}
