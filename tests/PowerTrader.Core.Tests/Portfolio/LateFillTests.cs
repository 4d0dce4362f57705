using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Executions that the venue shows after their order had ended.</summary>
public class LateFillTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    private SymbolBook State => Book.SymbolOf(BookBuilder.Btc);

    [Fact]
    public void BookLateFill_OfACancelledEntry_IsHeldAtItsCost_ByADealWithoutALadder()
    {
        var order = Cancelled(Leg.Entry, OrderSide.Buy, 0);

        Book.BookLateFill(Fill(order, "late", 0.5m), order, books.Now).ShouldBeNull();

        (State.Deal!.Quantity.Value, State.Deal.Cost.Amount).ShouldBe((0.5m, 50.05m));
        Book.Head.Cash.Amount.ShouldBe(1000 - 50.05m);
        Book.Head.Fees.Amount.ShouldBe(0.05m);
        Book.Head.Reserved.ShouldBe(Money.Zero);
        var stored = Book.Changes.Orders[order.Id];
        (stored.State, stored.Filled.Value, stored.TradeIds.Single()).ShouldBe((OrderState.Cancelled, 0.5m, "late"));
        Book.BookLateFill(Fill(order, "late", 0.5m), stored, books.Now).ShouldBeNull();
        Book.Head.FillCount.ShouldBe(1);
    }

    [Fact]
    public void BookLateFill_WhoseDealIsOver_OpensADealOfAnotherNumber()
    {
        var entry = Cancelled(Leg.Entry, OrderSide.Buy, 0.5m);
        books.Sell(0.5m, 110);
        State.Deal.ShouldBeNull();

        Book.BookLateFill(Fill(entry, "late", 0.25m), Book.Changes.Orders[entry.Id], books.Now).ShouldBeNull();

        State.Deal!.Number.ShouldBe(entry.Deal + 1, "an id of the closed deal must never be derived again");
        State.Deal.UnspentLadder.ShouldBe(Money.Zero);
        Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem().Deal.ShouldBe(entry.Deal + 1);
    }

    [Fact]
    public void BookLateFill_OfACancelledSale_SellsAndClosesTheDeal()
    {
        books.Buy(Leg.Entry, 1, 100);
        var exit = Cancelled(Leg.Exit, OrderSide.Sell, 0);

        Book.BookLateFill(Fill(exit, "late", 1), exit, books.Now).ShouldBeNull();

        State.Deal.ShouldBeNull();
        Book.Head.ClosedDeals.ShouldBe(1);
        Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
    }

    [Fact]
    public void BookLateFill_MoreThanOrderedOrHeld_IsRefusedWithWords_AndChangesNothing()
    {
        books.Buy(Leg.Entry, 1, 100);
        var exit = Cancelled(Leg.Exit, OrderSide.Sell, 0);
        books.Sell(0.5m, 110);
        Book.MarkCommitted();

        Book.BookLateFill(Fill(exit, "late", 2), exit, books.Now).ShouldNotBeNull().ShouldContain("has 1 left");
        Book.BookLateFill(Fill(exit, "late", 1), exit, books.Now).ShouldNotBeNull().ShouldContain("the books hold 0.5");

        Book.IsDirty.ShouldBeFalse();
    }

    private Order Cancelled(Leg leg, OrderSide side, decimal filled)
    {
        var order = books.Accept(leg, side, 1, 100);
        if (filled > 0) books.Fill(order, filled, 100);
        Book.Finish(order.Id, OrderState.Cancelled, null, books.Now);
        return Book.Changes.Orders[order.Id];
    }

    private VenueFill Fill(Order order, string tradeId, decimal quantity) =>
        new(tradeId, "v", order.Id, BookBuilder.Btc, order.Side, new Quantity(quantity), new Price(100), new Money(quantity * 0.1m), books.Now);
}
