using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Risk;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>Cycles of a coin that moves three times as much as it usually does.</summary>
public class TradeCycleVolatilityTests
{
    [Theory]
    [InlineData(976, 2.5, "", "allowed", "2 ×")]
    [InlineData(976, 2.5, "wild", "refused by Volatility", "3 ×")]
    [InlineData(976, 3, "wild", "allowed", "3 ×")]
    [InlineData(695, 2.5, "wild", "allowed", "abstains (under 30 days of history)")]
    public async Task Cycle_EntryInAMarketThatMoves_IsJudgedByTheCoinsOwnYear(int before, double limit, string what, string outcome, string value)
    {
        var fixture = Moving(before, what == "wild" ? 0.003 : 0.002);
        fixture.Rules = RiskRules.Default with { VolatilityLimit = (decimal)limit };

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain(outcome);
        var verdict = decision.Verdicts.Single(each => each.Condition == Condition.Volatility);
        verdict.ValueText.ShouldBe(value);
        verdict.Passed.ShouldBe(outcome == "allowed");
        (book.OpenOrders.Count > 0).ShouldBe(outcome == "allowed");
    }

    [Fact]
    public async Task Cycle_LimitOfZero_DoesNotAsk()
    {
        var fixture = Moving(976, 0.1);
        fixture.Rules = RiskRules.Default with { VolatilityLimit = 0 };

        var (decision, _) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("allowed");
        decision.Verdicts.ShouldNotContain(verdict => verdict.Condition == Condition.Volatility);
    }

    internal static CycleFixture Moving(int before, double size)
    {
        var fixture = new CycleFixture();
        var returns = HandMadeHours.Swings(before, 0.001).Concat(HandMadeHours.Swings(ReturnWindow.DayReturns, size)).ToList();
        fixture.Hours[CycleFixture.Btc] = HandMadeHours.Of(returns, Timeframe.Hour1.OpenOf(fixture.Now));
        return fixture;
    }
}
