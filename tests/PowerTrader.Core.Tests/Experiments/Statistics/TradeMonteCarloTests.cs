using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Tests.Experiments.Statistics;

public class TradeMonteCarloTests
{
    private static readonly TradeMonteCarlo Many = new() { Runs = 20_000 };

    [Fact]
    public void Run_Shuffled_EndsAlikeAndFallsDifferently()
    {
        // +50 %, −20 %, −25 %: 1.5 × 0.8 × 0.75 = 0.9 in any order. In four of six orders the losses follow each other: 1 − 0.8 × 0.75 = 40 %;
        // in two the gain lies between them and the deeper one counts: 25 %. Mean (4 × 40 + 2 × 25) ÷ 6 = 35 %.
        var result = (Many with { WithReplacement = false }).Run([0.5, -0.2, -0.25]);

        result.Growth.Lowest.ShouldBe(0.9, 1e-12);
        result.Growth.Highest.ShouldBe(0.9, 1e-12);
        result.MaxDrawdown.Mean.ShouldBe(0.35, 0.002);
        result.MaxDrawdown.Highest.ShouldBe(0.4, 1e-12);
        result.MaxDrawdown.Lowest.ShouldBe(0.25, 1e-12);
        result.LossShare.ShouldBe(1);
    }

    [Fact]
    public void Run_DrawnWithReplacement_EndsAsCounted()
    {
        // Doubling and halving: of two draws a quarter gives 4, half 1, a quarter ¼; mean 1.5625.
        var result = Many.Run([1, -0.5]);

        result.Growth.Mean.ShouldBe(1.5625, 0.03);
        (result.Growth.Lowest, result.Growth.Median, result.Growth.Highest).ShouldBe((0.25, 1, 4));
        result.LossShare.ShouldBe(0.25, 0.01);
    }

    [Fact]
    public void Run_MissedDealsAndWorseFills_CostWhatTheyCost()
    {
        // A doubling that is missed one time in four: 0.75 × 2 + 0.25 × 1. Fills worse by an even draw up to 10 % of a deal that made nothing: 0.95.
        (Many with { MissShare = 0.25 }).Run([1]).Growth.Mean.ShouldBe(1.75, 0.01);
        (Many with { WorseFills = 0.1 }).Run([0]).Growth.Mean.ShouldBe(0.95, 0.001);
    }

    [Fact]
    public void Run_SameSeed_IsTheSame() => Many.Run([0.1, -0.1, 0.05]).ShouldBe(Many.Run([0.1, -0.1, 0.05]));

    [Fact]
    public void Run_EverythingLost_StaysLost() => (Many with { Runs = 10, WithReplacement = false }).Run([-1, 5]).Growth.Highest.ShouldBe(0);

    [Fact]
    public void Run_Unsound_SaysWhy()
    {
        Should.Throw<ArgumentException>(() => Many.Run([])).Message.ShouldContain("no closed deal");
        Should.Throw<ArgumentException>(() => Many.Run([-1.5])).Message.ShouldContain("a deal returned -1.5");
        Should.Throw<ArgumentException>(() => Many.Run([double.NaN])).Message.ShouldContain("a deal returned NaN");
        Should.Throw<ArgumentException>(() => (Many with { Runs = 0 }).Run([0])).Message.ShouldContain("for example 2000");
        Should.Throw<ArgumentException>(() => (Many with { MissShare = 1 }).Run([0])).Message.ShouldContain("MissShare 1");
        Should.Throw<ArgumentException>(() => (Many with { WorseFills = -1 }).Run([0])).Message.ShouldContain("WorseFills -1");
    }
}
