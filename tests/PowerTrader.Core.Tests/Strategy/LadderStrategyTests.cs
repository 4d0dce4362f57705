using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Strategy;

public class LadderStrategyTests
{
    private static readonly CostRules Costs = CostRules.Default;

    private static StrategyStep Step(StrategyRules rules, DealView? deal, decimal bid, int longLevel = 0, int shortLevel = 0, int signals = 7)
    {
        var verdicts = default(VerdictBuffer);
        return new PowerTraderStrategy(rules).Step(
            new StrategyContext(DateTimeOffset.UnixEpoch, Symbol.Parse("BTC-USDT"), bid, bid, longLevel, shortLevel, signals, deal, new Money(1000), Costs, 0), ref verdicts);
    }

    private static DealView Deal(int steps = 0, int today = 0, TrailingState trailing = default, bool openBuy = false) =>
        new(new Quantity(1), new Money(100), new Money(100), new Money(2000), steps, today, trailing, openBuy, false);

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(7, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(3, 1, false)]
    public void Entry_Levels_Decide(int longLevel, int shortLevel, bool enters) =>
        (Step(StrategyRules.Default, null, 100, longLevel, shortLevel).Wish?.Leg == Leg.Entry).ShouldBe(enters);

    [Theory]
    [InlineData(0, 97.5, 0, true)]
    [InlineData(0, 97.6, 0, false)]
    [InlineData(0, 99.9, 4, true)]
    [InlineData(0, 100.1, 7, false)]
    [InlineData(1, 99, 4, false)]
    [InlineData(1, 99, 5, true)]
    [InlineData(4, 71, 7, false)]
    [InlineData(4, 70, 0, true)]
    [InlineData(5, 10, 7, false)]
    public void Dca_PercentOrLevel_TriggersTheNextStepAndTheLadderEnds(int steps, double bid, int longLevel, bool buys) =>
        (Step(StrategyRules.Default, Deal(steps), (decimal)bid, longLevel).Wish?.Leg.IsDca ?? false).ShouldBe(buys);

    [Fact]
    public void Dca_StartLevelFive_WaitsForLevelSix()
    {
        var rules = StrategyRules.Default with { StartLevel = 5 };

        Step(rules, Deal(), 99, 5).Wish.ShouldBeNull();
        Step(rules, Deal(), 99, 6).Wish!.Value.Leg.ShouldBe(Leg.Dca(1));
    }

    /// <summary>Net of the exit's fee and slippage: cost 100, the bid that yields −20 % is about 80.1.</summary>
    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(20, 80.2, false)]
    [InlineData(20, 80.0, true)]
    public void StopLoss_NetLoss_SellsAtOnce_AndZeroNever(int stop, double bid, bool sells) =>
        (Step(StrategyRules.Default with { StopLossPercent = stop, DcaMultiplier = 0 }, Deal(), (decimal)bid).Wish?.Side == OrderSide.Sell).ShouldBe(sells);

    [Theory]
    [InlineData(0, 1000, false)]
    [InlineData(10, 9.9, false)]
    [InlineData(10, 10, true)]
    public void TimeStop_AgeReached_SellsAtMarket_AndZeroNever(int days, double age, bool sells) =>
        (Step(StrategyRules.Default with { TimeStopDays = days, DcaMultiplier = 0 }, Deal() with { OpenedAt = DateTimeOffset.UnixEpoch.AddDays(-age) }, 95).Wish?.Side == OrderSide.Sell).ShouldBe(sells);

    [Fact]
    public void Dca_ZeroDisables()
    {
        Step(StrategyRules.Default with { MaxDcaPerDay = 0 }, Deal(), 50, 7).Wish.ShouldBeNull();
        Step(StrategyRules.Default with { DcaMultiplier = 0 }, Deal(), 50, 7).Wish.ShouldBeNull();
    }

    [Fact]
    public void Dca_QuotaOpenOrderOrNoForecast_Blocks()
    {
        Step(StrategyRules.Default, Deal(today: 2), 90).Wish.ShouldBeNull();
        Step(StrategyRules.Default, Deal(openBuy: true), 90).Wish.ShouldBeNull();
        Step(StrategyRules.Default, Deal(), 90, signals: 0).Wish.ShouldBeNull();
    }

    [Fact]
    public void Exit_NeedsATickAboveAndALaterOneBelow()
    {
        var line = Costs.TargetBid(100, 1, 5);
        var above = Step(StrategyRules.Default, Deal(), line + 1);
        var below = Step(StrategyRules.Default, Deal(trailing: above.Trailing), line);

        above.Wish.ShouldBeNull();
        above.Trailing.Active.ShouldBeTrue();
        below.Wish!.Value.Side.ShouldBe(OrderSide.Sell);
        Step(StrategyRules.Default, Deal(), line - 0.01m).Trailing.Active.ShouldBeFalse();
    }

    [Fact]
    public void Exit_RefusedSale_IsWantedAgain()
    {
        var line = Costs.TargetBid(100, 1, 5);
        var armed = Step(StrategyRules.Default, Deal(), line + 1).Trailing;
        var refused = Step(StrategyRules.Default, Deal(trailing: armed), line);

        Step(StrategyRules.Default, Deal(trailing: refused.Trailing), line - 1).Wish!.Value.Side.ShouldBe(OrderSide.Sell);
    }

    [Fact]
    public void ProfitLine_SoldAtIt_YieldsTheStartPercentNetOfBothFees()
    {
        var bid = Costs.TargetBid(100, 2, 5);

        (bid * 2 * Costs.ExitShare).ShouldBe(105, 0.0000001m);
    }

    [Fact]
    public void TotalFactor_DefaultLadder_IsAboutTwentyTwoAndAHalf()
    {
        Ladder.TotalFactor(StrategyRules.Default).ShouldBeInRange(22.3m, 22.6m);
        (Ladder.BaseOrder(new Money(800), StrategyRules.Default, 0.001m).Amount * Ladder.TotalFactor(StrategyRules.Default) * 1.001m).ShouldBe(800, 0.0001m);
    }

    /// <summary>Whatever the ticks do, a sale was preceded by a tick at or above the line.</summary>
    [Fact]
    public void AnyWalk_NeverSellsBeforeItWasAbove() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(90, 120)).ToArbitrary(), ticks =>
        {
            var line = Costs.TargetBid(100, 1, 5);
            var trailing = default(TrailingState);
            var wasAbove = false;
            foreach (var tick in ticks)
            {
                var step = Step(StrategyRules.Default with { DcaMultiplier = 0 }, Deal(trailing: trailing), tick);
                if (step.Wish is not null) return wasAbove;
                wasAbove |= tick >= line;
                trailing = step.Trailing;
            }
            return true;
        }).QuickCheckThrowOnFailure();
}
