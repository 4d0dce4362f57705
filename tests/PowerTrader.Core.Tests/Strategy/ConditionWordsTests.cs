using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Strategy;

public class ConditionWordsTests
{
    [Fact]
    public void Name_EveryCondition_HasWordsOfItsOwn()
    {
        var names = Enum.GetValues<Condition>().Select(condition => new Verdict(condition, 1, 2, true)).ToList();

        names.ShouldAllBe(verdict => verdict.Name != verdict.Condition.ToString());
        names.Select(verdict => verdict.Name).ShouldBeUnique();
    }

    [Theory]
    [InlineData(Condition.LongLevel, 2, 3, "2", "≥ 3")]
    [InlineData(Condition.DailyLoss, 1.25, 2, "1.25 %", "< 2 %")]
    [InlineData(Condition.SignalFreshness, 15.5, 120, "15.5 s", "≤ 120 s")]
    [InlineData(Condition.ReconcileAge, 999999999, 900, "never", "≤ 900 s")]
    [InlineData(Condition.HaltState, 2, 0, "halted", "allows this side")]
    [InlineData(Condition.Tradable, 0, 1, "off", "= on")]
    [InlineData(Condition.BelowTrailingLine, 94321.123456789, 0.00001234, "94321.12", "< 0.00001234")]
    public void Texts_OfAVerdict_CarryUnitAndComparison(Condition condition, double value, double threshold, string expectedValue, string expectedThreshold)
    {
        var verdict = new Verdict(condition, (decimal)value, (decimal)threshold, false);

        verdict.ValueText.ShouldBe(expectedValue);
        verdict.ThresholdText.ShouldBe(expectedThreshold);
    }
}
