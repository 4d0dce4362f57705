using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Risk;

public class StressTestTests
{
    private static readonly CostRules Free = new(0, 0);

    /// <summary>Without a ladder the loss is the fall itself on what was entered.</summary>
    [Fact]
    public void Fall_WithoutDca_LosesTheFallOfTheBudget()
    {
        var row = StressTest.Fall(30, new Money(10_000), 4, StrategyRules.Default with { DcaMultiplier = 0 }, RiskRules.Default, Free);

        row.Invested.Amount.ShouldBe(4000);
        row.Loss.Amount.ShouldBe(1200);
        row.LossPercent.ShouldBe(12);
    }

    /// <summary>Entry 1 at 1; one step of −10 % at 0.9 doubles the coins: cost 1.9 for 2 coins, worth 1.6 at 0.8.</summary>
    [Fact]
    public void Fall_ThroughOneStep_BuysItAndMarksAtTheBottom()
    {
        var strategy = StrategyRules.Default with { LadderPercents = [-10m] };
        var (_, entry) = StressTest.PerCoin(new Money(1900), 1, strategy, RiskRules.Default with { PositionPercent = 100, AllCoinsPercent = 100 }, Free);

        var row = StressTest.Fall(20, new Money(1900), 1, strategy, RiskRules.Default with { PositionPercent = 100, AllCoinsPercent = 100 }, Free);

        entry.Amount.ShouldBe(1000);
        row.Invested.Amount.ShouldBe(1900);
        row.Loss.Amount.ShouldBe(300);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(50)]
    [InlineData(80)]
    public void Fall_Default_StaysWithinTheBudgetOfAllCoins(int fall)
    {
        var row = StressTest.Fall(fall, new Money(10_000), 5, StrategyRules.Default, RiskRules.Default, CostRules.Default);

        row.Invested.Amount.ShouldBeLessThanOrEqualTo(4000);
        row.Loss.ShouldBeLessThan(row.Invested);
        row.LossPercent.ShouldBe(row.Loss.Amount / 100m, 1e-20m);
    }

    [Fact]
    public void Fall_WithAStopLoss_EndsThere()
    {
        var row = StressTest.Fall(80, new Money(10_000), 1, StrategyRules.Default with { DcaMultiplier = 0, StopLossPercent = 10 }, RiskRules.Default, Free);

        row.LossPercent.ShouldBe(1);
    }
}
