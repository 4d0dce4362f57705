using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Portfolio;

public class PortfolioBookTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    private Deal? Deal => Book.SymbolOf(BookBuilder.Btc).Deal;

    [Fact]
    public void Intend_Buy_ReservesLimitAndFee()
    {
        books.Intend(Leg.Entry, OrderSide.Buy, 2, 100);

        Book.Head.Reserved.Amount.ShouldBe(200.2m);
        Book.FreeCash.Amount.ShouldBe(799.8m);
        Book.Head.Cash.Amount.ShouldBe(1000);
        Book.Outbox.Single().Kind.ShouldBe(OutboxKind.Send);
    }

    [Fact]
    public void Intend_MoreThanFreeCash_Throws() =>
        Should.Throw<InvalidOperationException>(() => books.Intend(Leg.Entry, OrderSide.Buy, 10, 100)).Message.ShouldContain("exceeds free cash");

    /// <summary>Else a time stop would count from an attempt that bought nothing.</summary>
    [Fact]
    public void Intend_EntryAgainAfterOneThatBoughtNothing_DatesTheDealAnew()
    {
        var first = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);
        Book.Finish(first.Id, OrderState.Cancelled, null, books.Now);
        books.Now += TimeSpan.FromDays(3);

        var second = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);

        second.Deal.ShouldBe(first.Deal);
        Deal!.OpenedAt.ShouldBe(books.Now);
        books.Fill(second, 1, 100);
        Deal!.OpenedAt.ShouldBe(second.CreatedAt);
    }

    [Fact]
    public void SetSettingsVersion_IsAudited_AndCarriedByDealAndOrder()
    {
        Book.SetSettingsVersion(2, ["strategy.startLevel 3 → 4"], books.Now).ShouldBeTrue();
        Book.SetSettingsVersion(2, [], books.Now).ShouldBeFalse();

        var order = books.Buy(Leg.Entry, 1, 100);

        (order.SettingsVersion, order.LimitsVersion, Deal!.SettingsVersion).ShouldBe((2, 2, 2));
        Book.Changes.Audit.Single(entry => entry.Kind == "settings-changed").Text.ShouldBe("version 2: strategy.startLevel 3 → 4");
        Book.Changes.Audit.Single(entry => entry.Kind == "order-intended").Text.ShouldEndWith(", settings 2");
    }

    [Fact]
    public void Intend_SecondOrderOfLeg_Throws()
    {
        books.Intend(Leg.Entry, OrderSide.Buy, 1, 100);

        Should.Throw<InvalidOperationException>(() => books.Intend(Leg.Entry, OrderSide.Buy, 1, 100));
    }

    [Fact]
    public void BookFill_Partial_ReleasesItsShareOfTheReservation()
    {
        var order = books.Accept(Leg.Entry, OrderSide.Buy, 4, 100);

        books.Fill(order, 1, 99).ShouldBeTrue();

        Book.Head.Reserved.Amount.ShouldBe(300.3m);
        Book.Head.Cash.Amount.ShouldBe(1000 - 99 - 0.099m);
        Deal!.Quantity.Value.ShouldBe(1);
        Deal.Cost.Amount.ShouldBe(99.099m);
    }

    [Fact]
    public void BookFill_SameTradeTwice_BooksOnce()
    {
        var order = books.Accept(Leg.Entry, OrderSide.Buy, 4, 100);
        books.Fill(order, 1, 100, "t1").ShouldBeTrue();
        var cash = Book.Head.Cash;

        books.Fill(order, 1, 100, "t1").ShouldBeFalse();

        Book.Head.Cash.ShouldBe(cash);
        Book.Head.FillCount.ShouldBe(1);
    }

    [Fact]
    public void BookFill_MoreThanOrdered_Throws()
    {
        var order = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);

        Should.Throw<InvalidOperationException>(() => books.Fill(order, 2, 100));
    }

    [Fact]
    public void Finish_CancelledAfterPartialFill_KeepsWhatFilledAndFreesTheRest()
    {
        var order = books.Accept(Leg.Entry, OrderSide.Buy, 4, 100);
        books.Fill(order, 1, 100);

        Book.Finish(order.Id, OrderState.Cancelled, null, books.Now);

        Book.Head.Reserved.ShouldBe(Money.Zero);
        Deal!.Quantity.Value.ShouldBe(1);
        Book.OpenOrders.ShouldBeEmpty();
        Deal.AttemptOf(Leg.Entry).ShouldBe(1);
    }

    [Fact]
    public void Intend_AfterCancelledAttempt_HasNewId()
    {
        var first = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);
        Book.Finish(first.Id, OrderState.Cancelled, null, books.Now);

        var second = books.Intend(Leg.Entry, OrderSide.Buy, 1, 100);

        second.Deal.ShouldBe(first.Deal);
        second.Attempt.ShouldBe(1);
        second.Id.ShouldNotBe(first.Id);
    }

    [Fact]
    public void Sell_CancelledUnfilled_IsNotSold()
    {
        books.Buy(Leg.Entry, 1, 100);
        var exit = books.Accept(Leg.Exit, OrderSide.Sell, 1, 110);

        Book.Finish(exit.Id, OrderState.Cancelled, null, books.Now);

        Deal!.Quantity.Value.ShouldBe(1);
        Book.Head.ClosedDeals.ShouldBe(0);
    }

    [Fact]
    public void Sell_Everything_RealisesNetOfBothFeesAndClosesTheDeal()
    {
        books.Buy(Leg.Entry, 1, 100);
        books.Buy(Leg.Dca(1), 1, 90);

        books.Sell(2, 105);

        // 210 − 190 gain, less fees 0.1 + 0.09 on buying and 0.21 on selling.
        Book.Head.Realised.Amount.ShouldBe(19.6m);
        Book.Head.Cash.Amount.ShouldBe(1019.6m);
        Book.Head.Fees.Amount.ShouldBe(0.4m);
        Deal.ShouldBeNull();
        Book.Head.ClosedDeals.ShouldBe(1);
        Book.Head.WonDeals.ShouldBe(1);
        Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
    }

    [Fact]
    public void Sell_Part_ConsumesTheOldestLotFirst()
    {
        books.Buy(Leg.Entry, 1, 100);
        books.Buy(Leg.Dca(1), 1, 80);

        books.Sell(1, 100);

        Book.LotsOf(BookBuilder.Btc).Single().Value.Amount.ShouldBe(80);
        Deal!.Cost.Amount.ShouldBe(80.08m);
        Deal.DcaSteps.ShouldBe(1);
    }

    [Fact]
    public void Ledger_AfterARoundTrip_BalancesAndAgreesWithTheHead()
    {
        books.Buy(Leg.Entry, 3, 100);
        books.Sell(3, 104);

        Book.Changes.Ledger.ShouldAllBe(entry => entry.IsBalanced);
        books.LedgerBalance(LedgerAccounts.Cash).ShouldBe(Book.Head.Cash.Amount);
        books.LedgerBalance(LedgerAccounts.Fees).ShouldBe(Book.Head.Fees.Amount);
        books.LedgerBalance(LedgerAccounts.Holdings(BookBuilder.Btc)).ShouldBe(0);
    }

    [Fact]
    public void Audit_AfterARoundTrip_IsUnbroken()
    {
        books.Buy(Leg.Entry, 1, 100);
        books.Sell(1, 104);

        AuditEntry.FindBreak(Book.Changes.Audit).ShouldBeNull();
        var tampered = Book.Changes.Audit.Select(entry => entry.Sequence == 3 ? entry with { Text = "nothing" } : entry);
        AuditEntry.FindBreak(tampered).ShouldBe("entry 3 was changed");
        AuditEntry.FindBreak(Book.Changes.Audit.Where(entry => entry.Sequence != 3)).ShouldBe("entry 3 is missing");
    }

    [Theory]
    [InlineData(OrderState.Filled, OrderState.Accepted)]
    [InlineData(OrderState.Created, OrderState.Accepted)]
    [InlineData(OrderState.Unknown, OrderState.Submitting)]
    [InlineData(OrderState.Unknown, OrderState.Created)]
    [InlineData(OrderState.Accepted, OrderState.NotPlaced)]
    public void CanBecome_ForbiddenStep_IsFalse(OrderState from, OrderState to) => from.CanBecome(to).ShouldBeFalse();

    [Fact]
    public void KeepDecision_SameVerdicts_IsStoredOnce()
    {
        var decision = new DecisionRecord(books.Now, BookBuilder.Btc, "nothing to do", [new Verdict(Condition.LongLevel, 1, 3, false)]);

        Book.KeepDecision(decision, "01", traded: false).ShouldBeTrue();
        Book.KeepDecision(decision, "01", traded: false).ShouldBeFalse();
        Book.KeepDecision(decision, "01", traded: true).ShouldBeTrue();
    }

    [Fact]
    public void StartRiskDay_PeakEquity_OnlyRises_AndMovesWithCashFromOutside()
    {
        Book.Head.PeakEquity.ShouldBe(new Money(1000));

        Book.StartRiskDay(books.Now.AddDays(1), new Money(1100));
        Book.StartRiskDay(books.Now.AddDays(2), new Money(900));
        Book.BookCashFlow(new Money(50), new Money(900), books.Now.AddDays(2), "more");

        // The share that is gone stays: 900 of 1100, then 950 of 1100 × 950 ÷ 900.
        Book.Head.PeakEquity.Amount.ShouldBe(1100m * 950m / 900m, 0.0000001m);
    }
}
