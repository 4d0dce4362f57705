using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Portfolio;

public class AdoptionTests
{
    private static readonly TradeKernel Kernel = new(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);

    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    public AdoptionTests() => Book.AddUnmanaged("BTC", new Quantity(2), books.Now, "found");

    [Fact]
    public void Preview_ShowsDealLineBudgetAndExposure_AndChangesNothing()
    {
        Book.MarkCommitted();

        var plan = Preview(1, 80);

        plan.Deal.ShouldBe(1);
        plan.Average.ShouldBe(80);
        plan.ProfitLine.ShouldBe(CostRules.Default.TargetBid(80, 1, 5));
        // Equity after: 1,000 + 100 less the exit fee; a tenth of it for the coin.
        plan.Budget.Amount.ShouldBe(109.99m);
        plan.BudgetLeft.Amount.ShouldBe(29.99m);
        plan.CoinExposure.Amount.ShouldBe(100);
        plan.CoinLimit.Amount.ShouldBe(109.99m);
        plan.AllExposure.Amount.ShouldBe(129.99m, "the limit of all coins counts what a ladder may still spend");
        plan.Warnings.ShouldBeEmpty();
        Book.IsDirty.ShouldBeFalse();
    }

    [Fact]
    public void Preview_BeyondTheLimits_WarnsAndLeavesNoLadder()
    {
        var plan = Preview(2, 700);

        plan.Warnings.Count.ShouldBe(2);
        plan.BudgetLeft.ShouldBe(Money.Zero);
    }

    [Fact]
    public void Adopt_MakesADealWithLotLedgerAndAudit_AndNoReturn()
    {
        var before = Book.TimeWeightedReturn(new Money(1000));

        var deal = Book.Adopt(Preview(1, 80), "powertrader", new Money(1000), new Money(99.9m), books.Now);

        (deal.Quantity.Value, deal.Cost.Amount, deal.Spent.Amount).ShouldBe((1, 80, 80));
        Book.UnmanagedOf("BTC").Value.ShouldBe(1);
        Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem().Cost.Amount.ShouldBe(80);
        books.LedgerBalance(LedgerAccounts.Capital).ShouldBe(-1080);
        books.LedgerBalance(LedgerAccounts.Cash).ShouldBe(1000);
        Book.Changes.Audit[^1].Kind.ShouldBe("adopted");
        Book.TimeWeightedReturn(new Money(1099.9m)).ShouldBe(before);
        books.Sell(1, 100);
        Book.Head.Realised.Amount.ShouldBe(100 - 80 - 0.1m);
    }

    [Theory]
    [InlineData(2.5, 80, "QTY 2.5 exceeds the 2 BTC that are unmanaged")]
    [InlineData(0, 80, "QTY 0 must be above 0")]
    [InlineData(1, 0, "COST 0 must be above 0")]
    public void Refusal_UnsoundNumbers_NamesThem(decimal quantity, decimal cost, string expected) =>
        Adoption.Refusal(Book, BookBuilder.Btc, quantity, cost).ShouldNotBeNull().ShouldStartWith(expected);

    [Fact]
    public void Refusal_OpenDeal_NamesIt_AndAdoptThrows()
    {
        var plan = Preview(1, 80);
        books.Buy(Leg.Entry, 1, 100);

        Adoption.Refusal(Book, BookBuilder.Btc, 1, 80).ShouldNotBeNull().ShouldContain("open deal 1");
        Should.Throw<InvalidOperationException>(() => Book.Adopt(plan, "powertrader", new Money(1000), new Money(100), books.Now));
    }

    [Fact]
    public void Refusal_CoinWithNothingUnmanagedOrNotTraded_SaysWhatToDo()
    {
        var eth = Symbol.Parse("ETH-USDT");
        Adoption.Refusal(Book, eth, 1, 80).ShouldNotBeNull().ShouldContain("no unmanaged coins");
        Book.AddUnmanaged("ETH", new Quantity(1), books.Now, "found");
        Adoption.Refusal(Book, eth, 1, 80).ShouldNotBeNull().ShouldContain("setting 'coins'");
    }

    [Fact]
    public void Refusal_OpenOrder_AsksToWait()
    {
        books.Intend(Leg.Entry, OrderSide.Buy, 1, 100);

        Adoption.Refusal(Book, BookBuilder.Btc, 1, 80).ShouldNotBeNull().ShouldContain("open order");
    }

    private Adoption Preview(decimal quantity, decimal cost) =>
        Adoption.Preview(Book, BookBuilder.Btc, new Quantity(quantity), new Money(cost), Kernel, new Money(1000), _ => new Price(100));
}
