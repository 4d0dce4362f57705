using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Money and coins that come and go without a trade.</summary>
public class CashFlowTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    [Fact]
    public void BookCashFlow_Deposit_IsCapitalInLedgerAndAudit_AndLeavesTheStartCashAlone()
    {
        Book.BookCashFlow(new Money(500), new Money(1000), books.Now, "bank");

        Book.Head.Cash.Amount.ShouldBe(1500);
        Book.Head.Deposits.Amount.ShouldBe(1500);
        Book.Head.StartCash.Amount.ShouldBe(1000);
        books.LedgerBalance(LedgerAccounts.Capital).ShouldBe(-1500);
        Book.Changes.Ledger[^1].Kind.ShouldBe("deposit");
        Book.Changes.Audit[^1].Text.ShouldBe("500 USDT (bank)");
    }

    [Fact]
    public void BookCashFlow_Withdrawal_IsBookedAsOne()
    {
        Book.BookCashFlow(new Money(-300), new Money(1000), books.Now, "bank");

        Book.Head.Cash.Amount.ShouldBe(700);
        Book.Changes.Ledger[^1].Kind.ShouldBe("withdrawal");
        Book.Changes.Ledger[^1].IsBalanced.ShouldBeTrue();
    }

    [Fact]
    public void BookCashFlow_Nothing_Throws() => Should.Throw<ArgumentException>(() => Book.BookCashFlow(Money.Zero, new Money(1000), books.Now, "bank"));

    /// <summary>+10 %, then 9,000 paid in, then −50 %: 1.1 × 0.5 − 1, whatever the money did.</summary>
    [Fact]
    public void TimeWeightedReturn_AcrossFlows_ChainsTheGrowthBetweenThem()
    {
        Book.BookCashFlow(new Money(9000), new Money(1100), books.Now, "bank");
        Book.TimeWeightedReturn(new Money(10_100)).ShouldBe(0.1m);

        Book.TimeWeightedReturn(new Money(5050)).ShouldBe(-0.45m);
        Book.BookCashFlow(new Money(-5050), new Money(5050), books.Now, "bank");
        Book.BookCashFlow(new Money(100), Money.Zero, books.Now, "bank");
        Book.TimeWeightedReturn(new Money(200)).ShouldBe(0.1m);
    }

    [Fact]
    public void BookCashFlow_InALosingDay_KeepsEveryLossInPercent()
    {
        Book.StartRiskDay(books.Now, new Money(1000));

        Book.BookCashFlow(new Money(-490), new Money(980), books.Now, "bank");

        Book.Head.RiskDayEquity.Amount.ShouldBe(500);
        Book.Head.RiskWeek.LossPercent(new Money(490)).ShouldBe(2);
        Book.Head.RiskMonth.LossPercent(new Money(490)).ShouldBe(2);
        Book.Head.RiskYear.LossPercent(new Money(490)).ShouldBe(2);
    }

    [Fact]
    public void BookRemoval_OfADeal_LeavesLotsLedgerAndReturnsAsIfTheCoinsHadBeenTakenOut()
    {
        books.Buy(Leg.Entry, 2, 100);
        var equity = Book.Equity(_ => new Price(110), 0);
        var before = Book.TimeWeightedReturn(equity);

        Book.BookRemoval(BookBuilder.Btc, new Quantity(0.5m), equity, new Price(110), Quantity.Zero, books.Now);

        var symbol = Book.SymbolOf(BookBuilder.Btc);
        symbol.Deal!.Quantity.Value.ShouldBe(1.5m);
        symbol.Deal.Cost.Amount.ShouldBe(150.15m);
        symbol.Removals.ShouldHaveSingleItem().Quantity.Value.ShouldBe(0.5m);
        books.LedgerBalance(LedgerAccounts.Outside(BookBuilder.Btc)).ShouldBe(50);
        Book.Head.Realised.ShouldBe(Money.Zero);
        Book.TimeWeightedReturn(Book.Equity(_ => new Price(110), 0)).ShouldBe(before);
    }

    [Fact]
    public void ConfirmRemovals_Pending_MovesTheirCostToCapital_Once()
    {
        books.Buy(Leg.Entry, 2, 100);
        Book.BookRemoval(BookBuilder.Btc, new Quantity(2), new Money(1000), null, Quantity.Zero, books.Now);

        Book.ConfirmRemovals(BookBuilder.Btc, books.Now).Count.ShouldBe(1);
        Book.ConfirmRemovals(BookBuilder.Btc, books.Now).ShouldBeEmpty();

        books.LedgerBalance(LedgerAccounts.Outside(BookBuilder.Btc)).ShouldBe(0);
        books.LedgerBalance(LedgerAccounts.Capital).ShouldBe(-800);
        Book.SymbolOf(BookBuilder.Btc).Deal.ShouldBeNull();
        Book.Head.ClosedDeals.ShouldBe(0, "nothing was sold: it is neither won nor lost");
    }

    [Fact]
    public void Head_OfAnOlderStore_ReadsWithNothingUnmanaged_AndItsDepositIsTheStartCash()
    {
        var text = Wire.Write(Book.Head);
        foreach (var name in (string[])["openingDeposit", "returns", "unmanaged", "foreignOrders", "knownDifferences"])
            text = System.Text.RegularExpressions.Regex.Replace(text, $",\"{name}\":(\\{{[^}}]*\\}}|\\[[^\\]]*\\]|[^,}}]+)", "");
        text.ShouldNotContain("unmanaged");

        var head = Wire.Read<PortfolioHead>(text);

        head.Unmanaged.ShouldBeEmpty();
        head.ForeignOrders.ShouldBeEmpty();
        head.KnownDifferences.ShouldBeEmpty();
        head.StartCash.Amount.ShouldBe(1000);
    }
}
