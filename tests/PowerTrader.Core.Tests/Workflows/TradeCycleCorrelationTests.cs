using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Risk;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>Entries into BTC while 30 % of the equity is bound in ETH, under a limit of 20 %.</summary>
public class TradeCycleCorrelationTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    [Theory]
    [InlineData(400, 1, "refused by CorrelatedExposure", "")]
    [InlineData(400, -1, "allowed", "")]
    [InlineData(100, 1, "allowed", "abstains (under 7 days in common)")]
    public async Task Cycle_EntryBesideAnotherCoin_CountsItByItsCorrelation(int hours, int sign, string outcome, string value)
    {
        var fixture = Beside(hours, sign, percent: 20);

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain(outcome);
        var verdict = decision.Verdicts.Single(each => each.Condition == Condition.CorrelatedExposure);
        verdict.Passed.ShouldBe(outcome == "allowed");
        if (value.Length > 0) verdict.ValueText.ShouldStartWith(value);
        book.OpenOrdersOf(CycleFixture.Btc).Any().ShouldBe(outcome == "allowed");
    }

    [Fact]
    public async Task Cycle_LittleRoomLeft_MakesTheEntrySmaller()
    {
        // 3,003 of ETH with its fee leave 7 of 3,010.
        var fixture = Beside(400, 1, percent: 30.1m);

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("made smaller by CorrelatedExposure");
        book.OpenOrdersOf(CycleFixture.Btc).ShouldHaveSingleItem().Reserved.Amount.ShouldBeInRange(6, 7);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(20, false)]
    public async Task Cycle_SwitchedOffOrAlone_IsNotAsked(int percent, bool others)
    {
        var fixture = Beside(400, 1, percent);
        if (!others) fixture.Spoil = null;

        var (decision, _) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("allowed");
        decision.Verdicts.ShouldNotContain(verdict => verdict.Condition == Condition.CorrelatedExposure);
    }

    private static CycleFixture Beside(int hours, int sign, decimal percent)
    {
        var fixture = new CycleFixture { Rules = RiskRules.Default with { CorrelatedPercent = percent, DailyCapPercent = 1000 } };
        var end = Timeframe.Hour1.OpenOf(fixture.Now);
        fixture.Hours[CycleFixture.Btc] = HandMadeHours.Of([.. HandMadeHours.Swings(hours, 0.01)], end);
        fixture.Hours[Eth] = HandMadeHours.Of([.. HandMadeHours.Swings(hours, 0.01 * sign)], end);
        fixture.Spoil = book =>
        {
            book.SetSymbols([CycleFixture.Btc, Eth]);
            book.Intend(new OrderDraft(
                Eth, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(3000), new Price(1), new Price(1), fixture.Now.AddSeconds(-30), fixture.Now, 0.001m,
                new Money(3000), "earlier"));
        };
        return fixture;
    }
}
