using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Portfolio;

namespace PowerTrader.Core.Tests.Strategy;

/// <summary>The strategy obeys what a person said about a deal.</summary>
public class LadderStrategyActionTests
{
    private static readonly DealView Deal = new(new Quantity(1), new Money(100), new Money(100), new Money(2000), 0, 0, default, false, false);

    private static StrategyStep Step(DealView deal, decimal bid, out VerdictBuffer verdicts)
    {
        verdicts = default;
        return new PowerTraderStrategy(StrategyRules.Default).Step(
            new StrategyContext(DateTimeOffset.UnixEpoch, BookBuilder.Btc, bid, bid, 0, 0, 7, deal, new Money(1000), CostRules.Default, 0), ref verdicts);
    }

    [Fact]
    public void Dca_Paused_BuysNothing_AndSaysSo()
    {
        Step(Deal, 90, out _).Wish!.Value.Leg.ShouldBe(Leg.Dca(1));
        Step(Deal with { DcaPaused = true }, 90, out var verdicts).Wish.ShouldBeNull();

        verdicts[verdicts.Count - 1].Condition.ShouldBe(Condition.DcaPaused);
        verdicts[verdicts.Count - 1].Passed.ShouldBeFalse();
    }

    /// <summary>A wish for no money would be refused at every tick as an unsound input, and say nothing of the ladder.</summary>
    [Fact]
    public void Dca_LadderMoneySpent_WantsNothing_AndSaysSo()
    {
        var spent = Deal with { Spent = new Money(2000) };

        Step(spent, 90, out var verdicts).Wish.ShouldBeNull();

        verdicts[verdicts.Count - 1].ShouldBe(new Verdict(Condition.LadderMoneyLeft, 0, 0, false));
        verdicts[verdicts.Count - 1].Lack.ShouldBe("ladder money left 0, needed > 0");
        Step(spent with { Spent = new Money(1999) }, 90, out _).Wish!.Value.Spend.ShouldBe(new Money(1));
    }

    [Fact]
    public void Dca_Paused_LeavesTheExitAlone()
    {
        var armed = Step(Deal with { DcaPaused = true }, 106, out _).Trailing;

        Step(Deal with { DcaPaused = true, Trailing = armed }, 105, out _).Wish!.Value.Side.ShouldBe(OrderSide.Sell);
    }

    [Fact]
    public void Exit_OwnTarget_ArmsAndFollowsByIt()
    {
        var own = Deal with { Target = new DealTarget(1, 3) };

        Step(Deal, 102, out _).Trailing.Active.ShouldBeFalse();
        var armed = Step(own, 110, out _).Trailing;
        armed.Active.ShouldBeTrue();
        Step(own with { Trailing = armed }, 106.8m, out _).Wish.ShouldBeNull();
        Step(own with { Trailing = armed }, 106.6m, out _).Wish!.Value.Side.ShouldBe(OrderSide.Sell);
    }

    /// <summary>A manual sale of a part is no exit: the rest still leaves by the rules, and no more than the rest.</summary>
    [Fact]
    public void View_ManualSaleOpen_LeavesTheRestToTheExit_AndAllOfItIsAnExit()
    {
        var books = new BookBuilder();
        books.Buy(Leg.Entry, 1, 100);
        books.Accept(Leg.Manual("part"), OrderSide.Sell, 0.4m, 110);

        var part = TradeKernel.View(books.Book, books.Book.SymbolOf(BookBuilder.Btc), books.Now)!.Value;
        part.HasOpenExit.ShouldBeFalse();
        Step(part with { Trailing = new TrailingState(true, 110, true) }, 108, out _).Wish!.Value.Sell.Value.ShouldBe(0.6m);
        Step(part, 90, out _).Wish.ShouldBeNull("no step is bought while a person sells");

        books.Accept(Leg.Manual("rest"), OrderSide.Sell, 0.6m, 110);
        TradeKernel.View(books.Book, books.Book.SymbolOf(BookBuilder.Btc), books.Now)!.Value.HasOpenExit.ShouldBeTrue();
    }
}
