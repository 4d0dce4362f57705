using PowerTrader.Core.Actions;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Actions;

public class ActionFlowTests
{
    [Fact]
    public async Task Preview_Buy_SaysWhatItWouldCost_AndChangesNothing()
    {
        var fixture = await ActionFixture.CreateAsync();
        var before = await fixture.Store.GetVersionAsync(ActionFixture.Key, default);

        var answer = await fixture.Flow.PreviewAsync(ActionFixture.Key, ActionFixture.Request(ActionKind.Buy, "p", amount: 200), default);

        answer.Outcome.ShouldBe(ActionOutcome.Previewed);
        var plan = answer.Preview!.Order!;
        plan.Limit.ShouldBe(100.21m);
        plan.Quantity.ShouldBe(1.9938m);
        plan.ExpectedPrice.ShouldBe(100.01m * 1.0002m, 0.0000001m);
        plan.ExpectedFee.ShouldBe(plan.ExpectedValue * 0.001m, 0.0000001m);
        plan.Reserved.ShouldBeLessThanOrEqualTo(200);
        answer.Preview.Before.ShouldBeNull();
        answer.Preview.After!.Budget.ShouldBe(1000);
        answer.Preview.After.ProfitLine.ShouldBeGreaterThan(105);
        answer.Preview.FreeCashAfter.ShouldBe(10_000 - plan.ExpectedValue - plan.ExpectedFee);
        answer.Preview.Rules.ShouldContain(rule => rule.Rule == "PositionShare" && rule.Passed);
        (await fixture.Store.GetVersionAsync(ActionFixture.Key, default)).ShouldBe(before);
        fixture.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Buy_WithoutADeal_BeginsOneWithALadderOfItsOwn()
    {
        var fixture = await ActionFixture.CreateAsync();

        var deal = await fixture.HoldAsync(200);

        deal.Strategy.ShouldBe("manual");
        deal.Budget.Amount.ShouldBe(1000);
        deal.UnspentLadder.Amount.ShouldBe(1000 - deal.Spent.Amount);
        deal.Quantity.Value.ShouldBe(1.9938m);
        var view = TradeKernel.View(await fixture.BookAsync(), (await fixture.BookAsync()).SymbolOf(ActionFixture.Btc), fixture.Now)!.Value;
        view.DcaPaused.ShouldBeFalse();
        fixture.Sent.Single().MessageId.ShouldEndWith(".0");
    }

    [Fact]
    public async Task AddFunds_CountsToTheDeal_AndLeavesTheLadderItsMoney()
    {
        var fixture = await ActionFixture.CreateAsync();
        var before = await fixture.HoldAsync(200);

        (await fixture.AskAsync(ActionKind.AddFunds, "more", amount: 100)).Outcome.ShouldBe(ActionOutcome.Done);
        await fixture.FillAsync("more", 100, 0.5m);
        await fixture.FillAsync("more", 100);

        var deal = (await fixture.DealAsync())!;
        deal.Number.ShouldBe(before.Number);
        deal.Quantity.ShouldBeGreaterThan(before.Quantity);
        deal.UnspentLadder.ShouldBe(before.UnspentLadder);
        deal.DcaSteps.ShouldBe(0);
    }

    [Fact]
    public async Task Buy_Quantity_IsNotShortOfOneIncrement()
    {
        var fixture = await ActionFixture.CreateAsync();

        foreach (var quantity in new[] { 0.0031m, 0.7m, 1.3333m, 3.1m })
            (await fixture.Flow.PreviewAsync(ActionFixture.Key, ActionFixture.Request(ActionKind.Buy, "q", quantity: quantity), default))
                .Preview!.Order!.Quantity.ShouldBe(quantity);
    }

    [Fact]
    public async Task Buy_MoreThanARuleAllows_IsMadeSmaller_AndSaysByWhich()
    {
        var fixture = await ActionFixture.CreateAsync();

        var answer = await fixture.AskAsync(ActionKind.Buy, "big", amount: 3000);

        answer.Preview!.Order!.MadeSmallerBy.ShouldBe("OrderCap");
        answer.Order!.Reserved.ShouldBeLessThanOrEqualTo(500);
    }

    [Fact]
    public async Task Sell_Percent_PreviewsTheProfitThatItThenMakes()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync(200);
        await fixture.ShowAsync(110);

        var preview = await fixture.Flow.PreviewAsync(ActionFixture.Key, ActionFixture.Request(ActionKind.Sell, "half", percent: 50), default);
        var answer = await fixture.AskAsync(ActionKind.Sell, "half", percent: 50);
        await fixture.FillAsync("half", preview.Preview!.Order!.ExpectedPrice);

        answer.Order!.Quantity.ShouldBe(0.9969m);
        var deal = (await fixture.DealAsync())!;
        deal.Quantity.Value.ShouldBe(0.9969m);
        deal.Realised.Amount.ShouldBe(preview.Preview.Order.Profit!.Value, 0.0001m);
        preview.Preview.After!.Quantity.ShouldBe(0.9969m);
        preview.Preview.After.Cost.ShouldBe(deal.Cost.Amount, 0.0001m);
    }

    [Fact]
    public async Task Close_SellsEverything_EndsTheDeal_AndItsKeyNeverActsAgain()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync();

        var first = await fixture.AskAsync(ActionKind.Close, "out");
        await fixture.FillAsync("out", 99);
        var again = await fixture.AskAsync(ActionKind.Close, "out");

        first.Preview!.After.ShouldBeNull();
        (await fixture.DealAsync()).ShouldBeNull();
        again.Outcome.ShouldBe(ActionOutcome.Repeated);
        again.Order!.Id.ShouldBe(first.Order!.Id);
        again.Order.State.ShouldBe("filled");
        (await fixture.BookAsync()).Head.OrderCount.ShouldBe(2);
    }

    /// <summary>The process died after the commit and before anything was sent; the repeat sends, and orders nothing more.</summary>
    [Fact]
    public async Task Perform_KilledBetweenCommitAndDrain_TheSameKeySendsTheFirstOrder()
    {
        var fixture = await ActionFixture.CreateAsync();
        fixture.DieBeforeSending = true;
        await Should.ThrowAsync<OperationCanceledException>(() => fixture.AskAsync(ActionKind.Buy, "k", amount: 100));
        fixture.Sent.ShouldBeEmpty();
        var survivor = await fixture.TwinAsync();

        var answer = await survivor.AskAsync(ActionKind.Buy, "k", amount: 100);

        answer.Outcome.ShouldBe(ActionOutcome.Repeated);
        survivor.Sent.ShouldHaveSingleItem().MessageId.ShouldBe(answer.Order!.Id + ".0");
        (await survivor.BookAsync()).Head.OrderCount.ShouldBe(1);
        (await survivor.BookAsync()).Outbox.ShouldBeEmpty();
    }

    [Fact]
    public async Task Perform_ReplyOfTheCommitLost_IsOneOrder()
    {
        var fixture = await ActionFixture.CreateAsync();
        fixture.Tables.RepliesToLose = 1;

        var first = await fixture.AskAsync(ActionKind.Buy, "k", amount: 100);
        var second = await fixture.AskAsync(ActionKind.Buy, "k", amount: 100);

        second.Order!.Id.ShouldBe(first.Order!.Id);
        (await fixture.BookAsync()).Head.OrderCount.ShouldBe(1);
    }

    [Fact]
    public async Task Perform_TwoProcessesWithOneKey_MakeOneOrder()
    {
        var fixture = await ActionFixture.CreateAsync();
        var other = await fixture.TwinAsync();

        var answers = await Task.WhenAll(fixture.AskAsync(ActionKind.Buy, "k", amount: 100), other.AskAsync(ActionKind.Buy, "k", amount: 100));

        answers[0].Order!.Id.ShouldBe(answers[1].Order!.Id);
        (await fixture.BookAsync()).Head.OrderCount.ShouldBe(1);
    }

    [Fact]
    public async Task Perform_KeyOfAnotherRequest_IsRefused()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.AskAsync(ActionKind.Buy, "k", amount: 100);

        var answer = await fixture.AskAsync(ActionKind.Buy, "k", amount: 101);

        answer.Refusals.ShouldHaveSingleItem().Line.ShouldContain("used for another request");
        answer.Refusals[0].Kind.ShouldBe(RefusalKind.Invalid);
    }

    [Theory]
    [InlineData(HaltState.Halted, ActionKind.Buy, "HaltState")]
    [InlineData(HaltState.Halted, ActionKind.Close, "HaltState")]
    [InlineData(HaltState.Reducing, ActionKind.AddFunds, "HaltState")]
    [InlineData(HaltState.Reducing, ActionKind.Close, null)]
    public async Task Perform_Halted_RefusesOrders_AndReducingLetsSalesThrough(HaltState halt, ActionKind kind, string? rule)
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync();
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "halt", book => book.SetHalt(null, halt, "test", fixture.Now), default);

        var answer = await fixture.AskAsync(kind, "k", amount: kind == ActionKind.Close ? null : 50);

        (answer.Refusals.Count == 0 ? null : answer.Refusals[0].Rule).ShouldBe(rule);
        (await fixture.BookAsync()).Head.OrderCount.ShouldBe(rule is null ? 2 : 1);
        if (rule is not null) answer.Refusals[0].Remedy.ShouldContain("resume");
    }

    [Fact]
    public async Task Perform_RefusedThenAllowed_TheSameKeyIsJudgedAnew()
    {
        var fixture = await ActionFixture.CreateAsync();
        fixture.Now += TimeSpan.FromMinutes(5);
        (await fixture.AskAsync(ActionKind.Buy, "k", amount: 100)).Outcome.ShouldBe(ActionOutcome.Refused);
        await fixture.ShowAsync(100);

        (await fixture.AskAsync(ActionKind.Buy, "k", amount: 100)).Outcome.ShouldBe(ActionOutcome.Done);
    }

    [Theory]
    [InlineData(ActionKind.Sell)]
    [InlineData(ActionKind.Close)]
    [InlineData(ActionKind.AddFunds)]
    [InlineData(ActionKind.PauseDca)]
    [InlineData(ActionKind.Release)]
    public async Task Perform_WithoutADeal_IsMissing_NotAnException(ActionKind kind)
    {
        var fixture = await ActionFixture.CreateAsync();

        var answer = await fixture.AskAsync(kind, "k", amount: 10, percent: 10);

        answer.Refusals.ShouldHaveSingleItem().Kind.ShouldBe(RefusalKind.Missing);
    }

    [Fact]
    public async Task Buy_WhileAnOrderOfTheDealIsUnknown_IsRefused()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.AskAsync(ActionKind.Buy, "lost", amount: 100);
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "lost", book =>
        {
            book.MarkSubmitting(book.OpenOrders.Single().Id, fixture.Now);
            book.MarkUnknown(book.OpenOrders.Single().Id, "time-out", fixture.Now);
            return true;
        }, default);

        (await fixture.AskAsync(ActionKind.Buy, "k", amount: 100)).Refusals.Single().Rule.ShouldBe("OpenOrder");
    }

    [Fact]
    public async Task Sell_WhileOthersSell_TakesOnlyTheRest()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync();
        await fixture.AskAsync(ActionKind.Sell, "a", percent: 75);

        var rest = await fixture.AskAsync(ActionKind.Close, "b");
        var nothing = await fixture.AskAsync(ActionKind.Close, "c");

        rest.Order!.Quantity.ShouldBe(0.4985m);
        nothing.Refusals.Single().Rule.ShouldBe("OpenOrder");
    }

    [Fact]
    public async Task Release_EndsTheDeal_KeepsTheCoinsOutOfSight_AndIsNoLoss()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync(400);
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "day", book => book.StartRiskDay(fixture.Now, book.Equity(_ => new Price(100), 0.001m)), default);

        (await fixture.AskAsync(ActionKind.Release, "k")).Outcome.ShouldBe(ActionOutcome.Done);

        var book = await fixture.BookAsync();
        book.SymbolOf(ActionFixture.Btc).Deal.ShouldBeNull();
        book.LotsOf(ActionFixture.Btc).ShouldBeEmpty();
        (book.Head.RiskDayEquity - book.Equity(_ => new Price(100), 0.001m)).Amount.ShouldBe(0, 0.1m);
        book.Head.RiskYear.LossPercent(book.Equity(_ => new Price(100), 0.001m)).ShouldBe(0, 0.01m);
        var ledger = new List<LedgerEntry>();
        await foreach (var entry in fixture.Store.ReadAsync<LedgerEntry>(ActionFixture.Key, "ledger", default)) ledger.Add(entry);
        ledger.ShouldAllBe(entry => entry.IsBalanced);
        ledger[^1].Kind.ShouldBe("release");
        ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == LedgerAccounts.Holdings(ActionFixture.Btc)).Sum(posting => posting.Amount.Amount).ShouldBe(0);
        var audit = new List<AuditEntry>();
        await foreach (var entry in fixture.Store.ReadAsync<AuditEntry>(ActionFixture.Key, "audit", default)) audit.Add(entry);
        AuditEntry.FindBreak(audit).ShouldBeNull();
        audit[^1].Kind.ShouldBe("deal-released");
    }

    [Fact]
    public async Task RaiseBudget_WithinTheLimit_IsDoneOnce_AndBeyondItRefused()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "deposit", book => { book.BookCashFlow(new Money(10_000), book.Equity(_ => null, 0), fixture.Now, "more"); return true; }, default);
        var before = await fixture.HoldAsync();
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "deposit2", book => { book.BookCashFlow(new Money(10_000), book.Equity(_ => null, 0), fixture.Now, "more"); return true; }, default);

        await fixture.AskAsync(ActionKind.RaiseBudget, "k", amount: 300);
        (await fixture.AskAsync(ActionKind.RaiseBudget, "k", amount: 300)).Outcome.ShouldBe(ActionOutcome.Repeated);
        var beyond = await fixture.AskAsync(ActionKind.RaiseBudget, "l", amount: 3000);

        (await fixture.DealAsync())!.Budget.ShouldBe(before.Budget + new Money(300));
        beyond.Refusals.Single().Rule.ShouldBe("PositionShare");
    }

    [Fact]
    public async Task Target_FurtherAwayWhileArmed_StartsOver_AndNearerKeepsThePeak()
    {
        var fixture = await ActionFixture.CreateAsync();
        await fixture.HoldAsync();
        var armed = new Core.Strategy.TrailingState(true, 106, true);
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "arm", book => { book.SetTrailing(ActionFixture.Btc, armed); return true; }, default);

        await fixture.AskAsync(ActionKind.Target, "nearer", start: 4);
        var nearer = (await fixture.DealAsync())!;
        await fixture.AskAsync(ActionKind.Target, "further", start: 20, gap: 2);
        var further = (await fixture.DealAsync())!;
        await fixture.AskAsync(ActionKind.Target, "rules");

        nearer.Trailing.ShouldBe(armed);
        nearer.Target.ShouldBe(new Core.Strategy.DealTarget(4, 0.5m));
        further.Trailing.ShouldBe(default);
        further.Target.ShouldBe(new Core.Strategy.DealTarget(20, 2));
        (await fixture.DealAsync())!.Target.ShouldBeNull();
    }

    [Fact]
    public async Task Cancel_NotYetSent_IsRefusedAtHome_AndReleasesItsReservation()
    {
        var fixture = await ActionFixture.CreateAsync();
        var order = (await fixture.AskAsync(ActionKind.Buy, "k", amount: 100)).Order!;

        var answer = await fixture.Flow.CancelAsync(ActionFixture.Key, ClientOrderId.Parse(order.Id), default);
        var again = await fixture.Flow.CancelAsync(ActionFixture.Key, ClientOrderId.Parse(order.Id), default);

        answer!.Order!.State.ShouldBe("refused");
        again!.Outcome.ShouldBe(ActionOutcome.Repeated);
        (await fixture.BookAsync()).Head.Reserved.ShouldBe(Money.Zero);
        fixture.Venue.Cancelled.ShouldBeEmpty();
        (await fixture.Flow.CancelAsync(ActionFixture.Key, new ClientOrderId(Guid.Empty), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Cancel_AtTheVenue_IsCancelledThere_AndKeepsWhatFilled()
    {
        var fixture = await ActionFixture.CreateAsync();
        var order = (await fixture.AskAsync(ActionKind.Buy, "k", amount: 100)).Order!;
        await fixture.FillAsync("k", 100, 0.5m);
        var id = ClientOrderId.Parse(order.Id);
        fixture.Venue.Orders[id] = new VenueOrder(
            "vk", id, ActionFixture.Btc, OrderSide.Buy, new Quantity(order.Quantity), new Price(order.Limit), new Quantity(0.5m), VenueOrderStatus.Cancelled, fixture.Now);

        var answer = await fixture.Flow.CancelAsync(ActionFixture.Key, id, default);

        fixture.Venue.Cancelled.ShouldBe([id]);
        answer!.Order!.State.ShouldBe("cancelled");
        answer.Order.Filled.ShouldBe(0.5m);
        (await fixture.BookAsync()).Head.Reserved.ShouldBe(Money.Zero);
    }

    [Theory]
    [InlineData(14, ActionOutcome.Done)]
    [InlineData(16, ActionOutcome.Refused)]
    public async Task Handle_MessageOfAnotherProcess_IsCarriedOutWhileItIsFresh(int minutes, ActionOutcome expected)
    {
        var fixture = await ActionFixture.CreateAsync();
        var body = Wire.Write(new ActionMessage(ActionFixture.Key, ActionFixture.Request(ActionKind.Buy, "k", amount: 100), fixture.Wall + ActionFlow.Patience));
        fixture.Wall += TimeSpan.FromMinutes(minutes);
        // A simulated market may have gone through days meanwhile.
        fixture.Now += TimeSpan.FromDays(3);
        await fixture.Sessions.ChangeAsync(ActionFixture.Key, "reconcile", book => { book.SetReconciled(fixture.Now); return true; }, default);
        await fixture.ShowAsync(100);

        var outcome = await fixture.Flow.HandleAsync(new ReceivedMessage(Names.ActionsQueue, "m1", "s", body, "lock", 1), default);

        outcome.ShouldBe(HandlerOutcome.Completed);
        var row = await fixture.Tables.GetAsync(Names.ActionAnswers, ActionFixture.Key.ToString(), "m1", default);
        Wire.Read<ActionAnswer>(row!.Json).Outcome.ShouldBe(expected);
    }
}
