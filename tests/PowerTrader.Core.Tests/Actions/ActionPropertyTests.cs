using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Portfolio;

namespace PowerTrader.Core.Tests.Actions;

public class ActionPropertyTests
{
    private static readonly Instrument Instrument = new(BookBuilder.Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(1000), new Money(0.1m), true);
    private static readonly ActionDesk Desk =
        new(new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default with { OrdersPerHour = 1000, DailyCapPercent = 1000 }), CostRules.Default, 1));

    /// <summary>Whatever is asked by hand, and however it fills or is cancelled: cash + holdings + unmanaged = deposits + gains − fees to the last digit,
    /// reservations belong to open orders, lots to the deal or its dust, and no sale exceeds what is held.</summary>
    [Fact]
    public void AnyActions_Conserve_CashHoldingsFees_AndReleaseReservations() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 99_999)).ToArbitrary(), steps =>
        {
            var books = new BookBuilder();
            var number = 0;
            foreach (var step in steps) Walk(books, step, ++number);
            var book = books.Book;
            var held = book.LotsOf(BookBuilder.Btc);
            var unmanaged = books.LedgerBalance(LedgerAccounts.Unmanaged(BookBuilder.Btc));
            var gains = -books.LedgerBalance(LedgerAccounts.Gains);
            return book.Head.Cash.Amount + held.Sum(lot => lot.Value.Amount) + unmanaged == 1000 + gains - book.Head.Fees.Amount
                && book.OpenOrders.Sum(order => order.Reserved.Amount) == book.Head.Reserved.Amount
                && book.Head.Reserved <= book.Head.Cash
                && book.SymbolOf(BookBuilder.Btc).Held.Value == held.Sum(lot => lot.Quantity.Value)
                && book.OpenOrders.Where(order => order.Side == OrderSide.Sell).Sum(order => order.Remaining.Value) <= held.Sum(lot => lot.Quantity.Value)
                && book.Changes.Ledger.TrueForAll(entry => entry.IsBalanced);
        }).QuickCheckThrowOnFailure();

    private static void Walk(BookBuilder books, int step, int number)
    {
        var book = books.Book;
        books.Now += TimeSpan.FromMinutes(1);
        book.SetReconciled(books.Now);
        var price = 90 + step % 21;
        if (book.OpenOrders.Count > 0 && step % 2 == 0)
        {
            Settle(books, book.OpenOrders.ElementAt(step / 7 % book.OpenOrders.Count), step);
            return;
        }
        var kinds = Enum.GetValues<ActionKind>();
        var kind = kinds[step / 10 % kinds.Length];
        var request = new ActionRequest(kind, BookBuilder.Btc, "k" + number)
        {
            Amount = kind is ActionKind.Buy or ActionKind.AddFunds or ActionKind.RaiseBudget ? new Money(1 + step % 60) : null,
            Percent = kind == ActionKind.Sell ? 1 + step % 100 : null,
            StartPercent = kind == ActionKind.Target ? step % 9 : null,
        };
        var quote = new Quote(
            BookBuilder.Btc, new Price(price), new Quantity(10), new Price(price + 0.01m), new Quantity(10), new Price(price), books.Now, books.Now);
        var market = new SymbolMarket(BookBuilder.Btc, quote, price, books.Now, 0, 0, 0, 0, Instrument);
        var plan = Desk.Plan(book, request, new ActionView(market, HaltState.Active, books.Now, _ => quote.Bid));
        if (!plan.IsRefused) ActionDesk.Apply(book, plan, books.Now, "c" + number);
    }

    private static void Settle(BookBuilder books, Order order, int step)
    {
        var book = books.Book;
        if (order.State == OrderState.Created)
        {
            if (step % 10 == 0)
            {
                book.Finish(order.Id, OrderState.Refused, null, books.Now);
                return;
            }
            book.MarkSubmitting(order.Id, books.Now);
            book.MarkAccepted(order.Id, "v" + order.Id, books.Now);
            return;
        }
        if (step % 6 == 0) book.Finish(order.Id, OrderState.Cancelled, null, books.Now);
        else books.Fill(order, step % 4 == 0 ? order.Remaining.Value : Math.Max(0.0001m, decimal.Round(order.Remaining.Value / 3, 4, MidpointRounding.ToZero)), order.Limit.Value);
        if (book.FindOpenOrder(order.Id) is { Remaining.IsZero: true }) book.Finish(order.Id, OrderState.Filled, null, books.Now);
    }
}
