using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Portfolio;

public sealed partial class PortfolioBook
{
    internal void SetCommitId(string commitId) => Head = Head with { CommitId = commitId };

    /// <summary>Everything so far is stored (or, in a backtest, taken note of).</summary>
    public void MarkCommitted()
    {
        committed = Head;
        Changes.Clear();
    }

    /// <summary>A backtest's book as it was saved.</summary>
    internal static PortfolioBook ReopenUnrecorded(
        PortfolioHead head, IReadOnlyList<SymbolBook> symbols, IReadOnlyList<Order> open, IReadOnlyList<Lot> lots)
    {
        var book = new PortfolioBook(head, isRecorded: false);
        foreach (var symbol in symbols) book.Restore(symbol, open.Where(order => order.Symbol == symbol.Symbol));
        foreach (var lot in lots) book.Restore(lot);
        book.MarkCommitted();
        return book;
    }

    internal void Restore(SymbolBook book, IEnumerable<Order> open)
    {
        symbols[book.Symbol] = book;
        foreach (var order in open) openOrders[order.Id] = order;
    }

    internal void Restore(Lot lot)
    {
        var book = SymbolOf(lot.Symbol);
        if (book.Deal?.Number != lot.Deal && book.Dust?.Number != lot.Deal)
            throw new CorruptException($"portfolio {Key}: lot {lot.Id} of {lot.Symbol} belongs to no open deal");
        if (!lots.TryGetValue(lot.Symbol, out var held)) lots[lot.Symbol] = held = [];
        held.Add(lot);
    }

    internal void Restore(OutboxItem item) => outbox.Add(item);
}
