using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Tests.Portfolio;

public class PortfolioBookPropertyTests
{
    /// <summary>Whatever sequence of partial fills, cancels and sales happens: cash + holdings at cost = deposits + gains − fees, to the last digit.</summary>
    [Fact]
    public void AnyWalk_Conserves_CashHoldingsFees() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 999)).ToArbitrary(), steps =>
        {
            var books = new BookBuilder();
            foreach (var step in steps) Walk(books, step);
            var book = books.Book;
            var holdings = book.LotsOf(BookBuilder.Btc).Sum(lot => lot.Value.Amount);
            var gains = -books.LedgerBalance(LedgerAccounts.Gains);
            var conserved = book.Head.Cash.Amount + holdings == 1000 + gains - book.Head.Fees.Amount;
            var reserved = book.OpenOrders.Sum(order => order.Reserved.Amount) == book.Head.Reserved.Amount;
            var quantity = (book.SymbolOf(BookBuilder.Btc).Deal?.Quantity ?? Quantity.Zero).Value == book.LotsOf(BookBuilder.Btc).Sum(lot => lot.Quantity.Value);
            return conserved && reserved && quantity && book.Head.Reserved <= book.Head.Cash;
        }).QuickCheckThrowOnFailure();

    /// <summary>A quarter, on an increment as venues have them.</summary>
    private static decimal Part(decimal quantity) => Math.Min(quantity, Math.Max(0.00000001m, decimal.Round(quantity / 4, 8)));

    private static void Walk(BookBuilder books, int step)
    {
        var book = books.Book;
        books.Now += TimeSpan.FromMinutes(1);
        var price = 90 + step % 21;
        var open = book.OpenOrders.FirstOrDefault();
        if (open is not null)
        {
            if (step % 3 == 0) book.Finish(open.Id, OrderState.Cancelled, null, books.Now);
            else books.Fill(open, step % 3 == 1 ? open.Remaining.Value : Part(open.Remaining.Value), Math.Min(price, open.Limit.Value));
            if (book.FindOpenOrder(open.Id) is { Remaining.IsZero: true }) book.Finish(open.Id, OrderState.Filled, null, books.Now);
            return;
        }
        var deal = book.SymbolOf(BookBuilder.Btc).Deal;
        if (deal is { HasPosition: true } && step % 2 == 0) books.Accept(Leg.Exit, OrderSide.Sell, deal.Quantity.Value, price);
        else if (book.FreeCash.Amount > 60) books.Accept(deal is { HasPosition: true } ? Leg.Dca(1) : Leg.Entry, OrderSide.Buy, 0.5m, price);
    }
}
