using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

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

    /// <summary>The same with money and coins that come and go outside: each account of the ledger agrees with the books, and lots with deals and dust.</summary>
    [Fact]
    public void AnyWalk_WithFlowsRemovalsDustAndAdoptions_KeepsLedgerAndBooksTogether() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 1999)).ToArbitrary(), steps =>
        {
            var books = new BookBuilder { SmallestSale = 0.3m };
            foreach (var step in steps)
            {
                if (step < 1000 || books.Book.OpenOrders.Count > 0) Walk(books, step % 1000);
                else Outside(books, step);
            }
            var book = books.Book;
            var state = book.SymbolOf(BookBuilder.Btc);
            var lots = book.LotsOf(BookBuilder.Btc);
            return books.LedgerBalance(LedgerAccounts.Cash) == book.Head.Cash.Amount
                && books.LedgerBalance(LedgerAccounts.Fees) == book.Head.Fees.Amount
                && books.LedgerBalance(LedgerAccounts.Holdings(BookBuilder.Btc)) == lots.Sum(lot => lot.Value.Amount)
                && books.LedgerBalance(LedgerAccounts.Outside(BookBuilder.Btc)) == state.Removals.Sum(removal => removal.Value.Amount)
                && lots.Sum(lot => lot.Quantity.Value) == state.Held.Value
                && lots.Sum(lot => lot.Cost.Amount) == state.HeldCost.Amount
                && !(state.Dust is not null && state.Deal is { HasPosition: true });
        }).QuickCheckThrowOnFailure();

    internal static void Outside(BookBuilder books, int step)
    {
        var book = books.Book;
        var state = book.SymbolOf(BookBuilder.Btc);
        var equity = book.Equity(_ => new Price(100), 0.001m);
        switch (step % 6)
        {
            case 0:
                book.BookCashFlow(new Money(step % 50 + 1), equity, books.Now, "in");
                break;
            case 1 when book.FreeCash.Amount > 100:
                book.BookCashFlow(new Money(-(step % 50 + 1)), equity, books.Now, "out");
                break;
            case 2 when !state.Held.IsZero:
                book.BookRemoval(BookBuilder.Btc, new Quantity(step % 4 == 0 ? state.Held.Value : Part(state.Held.Value)), equity, new Price(100), new Quantity(0.3m), books.Now);
                break;
            case 3:
                book.ConfirmRemovals(BookBuilder.Btc, books.Now);
                break;
            case 4:
                book.ReleaseDust(BookBuilder.Btc, books.Now, "worthless");
                book.AddUnmanaged("BTC", new Quantity(0.5m), books.Now, "found");
                break;
            default:
                if (Adoption.Refusal(book, BookBuilder.Btc, 0.25m, 20) is not null) break;
                var kernel = new TradeKernel(new AlwaysStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
                var plan = Adoption.Preview(book, BookBuilder.Btc, new Quantity(0.25m), new Money(20), kernel, equity, _ => new Price(100));
                book.Adopt(plan, "always", equity, new Money(25), books.Now);
                break;
        }
    }

    /// <summary>A quarter, on an increment as venues have them.</summary>
    private static decimal Part(decimal quantity) => Math.Min(quantity, Math.Max(0.00000001m, decimal.Round(quantity / 4, 8)));

    internal static void Walk(BookBuilder books, int step)
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
