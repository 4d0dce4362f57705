using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Remainders that no venue lets anybody sell.</summary>
public class DustTests
{
    private static readonly Instrument Venue = new(BookBuilder.Btc, 0.01m, 0.01m, new Quantity(0.01m), new Quantity(1000), new Money(5), true);

    private readonly BookBuilder books = new() { SmallestSale = 0.05m };

    private PortfolioBook Book => books.Book;

    private SymbolBook State => Book.SymbolOf(BookBuilder.Btc);

    [Theory]
    [InlineData(100, 0.05)]
    [InlineData(99, 0.06)]
    [InlineData(10_000, 0.01)]
    public void SmallestSale_IsOnTheIncrementAndUnderNeitherMinimum(decimal price, decimal expected) =>
        Venue.SmallestSale(new Price(price)).Value.ShouldBe(expected);

    [Fact]
    public void Finish_SaleThatLeavesTooLittle_SetsTheDealAside()
    {
        books.Buy(Leg.Entry, 1, 100);

        SellAllBut(0.03m);

        State.Deal.ShouldBeNull();
        State.Dust!.State.ShouldBe(DealState.Dust);
        State.Dust.Quantity.Value.ShouldBe(0.03m);
        (Book.Head.ClosedDeals, Book.Head.WonDeals).ShouldBe((1, 1));
        State.ClosedAt.ShouldBe(books.Now);
        Book.Equity(_ => new Price(200), 0).ShouldBe(Book.Head.Cash + new Money(6), "dust is money too");
    }

    [Fact]
    public void Finish_SaleThatLeavesEnough_KeepsTheDeal()
    {
        books.Buy(Leg.Entry, 1, 100);

        SellAllBut(0.05m);

        State.Deal!.Quantity.Value.ShouldBe(0.05m);
        State.Dust.ShouldBeNull();
    }

    /// <summary>An entry that filled hardly anything would never be sold; the next entry takes it over.</summary>
    [Fact]
    public void Finish_EntryThatBoughtTooLittle_IsDustAndNoClosedDeal()
    {
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);
        books.Fill(entry, 0.01m, 100);
        Book.Finish(entry.Id, OrderState.Cancelled, null, books.Now);

        State.Dust!.Quantity.Value.ShouldBe(0.01m);
        Book.Head.ClosedDeals.ShouldBe(0);
        State.ClosedAt.ShouldBeNull();
    }

    [Fact]
    public void FirstFillOfTheNextDeal_TakesTheDustOver_LotsAndCost()
    {
        books.Buy(Leg.Entry, 1, 100);
        SellAllBut(0.03m);
        var cost = State.Dust!.Cost;

        var entry = books.Buy(Leg.Entry, 1, 90);

        State.Dust.ShouldBeNull();
        State.Deal!.Number.ShouldBe(entry.Deal);
        State.Deal.Quantity.Value.ShouldBe(1.03m);
        State.Deal.Cost.ShouldBe(new Money(90.09m) + cost);
        Book.LotsOf(BookBuilder.Btc).ShouldAllBe(lot => lot.Deal == entry.Deal);
        books.Sell(1.03m, 110);
        State.Held.ShouldBe(Quantity.Zero);
        books.LedgerBalance(LedgerAccounts.Holdings(BookBuilder.Btc)).ShouldBe(0);
    }

    [Fact]
    public void Entry_ThatBuysNothing_LeavesTheDustWhereItIs()
    {
        books.Buy(Leg.Entry, 1, 100);
        SellAllBut(0.03m);
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);
        Book.Finish(entry.Id, OrderState.Cancelled, null, books.Now);

        State.Dust!.Quantity.Value.ShouldBe(0.03m);
        State.Deal!.HasPosition.ShouldBeFalse();
    }

    [Fact]
    public void ReleaseDust_Worthless_IsALossAndTheCoinsAreUnmanaged()
    {
        books.Buy(Leg.Entry, 1, 100);
        SellAllBut(0.03m);
        var realised = Book.Head.Realised;

        Book.ReleaseDust(BookBuilder.Btc, books.Now, "worthless");

        State.Dust.ShouldBeNull();
        Book.UnmanagedOf("BTC").Value.ShouldBe(0.03m);
        Book.Head.Realised.ShouldBe(realised - new Money(3.003m));
        Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
    }

    /// <summary>End to end: a position below the venue's minimum at its profit line is asked for once, set aside, and the coin enters again.</summary>
    [Fact]
    public void Decide_PositionBelowTheMinimum_IsAskedForOnce_ThenTheCoinIsFreeToEnter()
    {
        books.SmallestSale = 0;
        books.Buy(Leg.Entry, 0.04m, 100);
        Book.SetTrailing(BookBuilder.Btc, new TrailingState(true, 112, true));
        Book.SetReconciled(books.Now);
        var kernel = new TradeKernel(new AlwaysStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);

        var stuck = Decide(kernel);
        TradeTickFlow.Note(Book, stuck, books.Now);
        var next = Decide(kernel);

        stuck.Wish!.Value.Leg.ShouldBe(Leg.Exit);
        stuck.IsTooSmallToSell.ShouldBeTrue();
        State.Dust!.Quantity.Value.ShouldBe(0.04m);
        next.Wish!.Value.Leg.ShouldBe(Leg.Entry);
    }

    [Fact]
    public void Decide_VenueThatIsNotTrading_SetsNothingAside()
    {
        books.SmallestSale = 0;
        books.Buy(Leg.Entry, 1, 100);
        Book.SetTrailing(BookBuilder.Btc, new TrailingState(true, 112, true));
        Book.SetReconciled(books.Now);
        var kernel = new TradeKernel(new AlwaysStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);

        Decide(kernel, Venue with { EnableTrading = false }).IsTooSmallToSell.ShouldBeFalse();
    }

    private SymbolDecision Decide(TradeKernel kernel, Instrument? instrument = null)
    {
        var quote = new Quote(BookBuilder.Btc, new Price(110), new Quantity(10), new Price(110.1m), new Quantity(10), new Price(110), books.Now, books.Now);
        var market = new SymbolMarket(BookBuilder.Btc, quote, 110.05m, books.Now, 0, 0, 0, 0, instrument ?? Venue);
        return kernel.Decide(Book, market, HaltState.Active, books.Now, new Money(1000), _ => quote.Bid);
    }

    private void SellAllBut(decimal rest)
    {
        var all = State.Deal!.Quantity.Value;
        var exit = books.Accept(Leg.Exit, OrderSide.Sell, all, 110);
        books.Fill(exit, all - rest, 110);
        Book.Finish(exit.Id, OrderState.Cancelled, null, books.Now);
    }
}
