using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Tests.Experiments.Statistics;

public class BootstrapTests
{
    private static readonly BlockBootstrap Single = new() { Kind = BlockKind.Circular, BlockLength = 1, Resamples = 20_000 };

    [Theory]
    [InlineData(BlockKind.Circular)]
    [InlineData(BlockKind.Stationary)]
    public void Interval_SinglesOfPlusAndMinusOne_IsThatOfTheBinomial(BlockKind kind)
    {
        // The mean of 100 draws of ±1 has the deviation 0.1: 95 % within ±0.196, in steps of 0.02 (two steps of tolerance).
        double[] series = [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1d : -1d)];

        var interval = (Single with { Kind = kind }).Interval(series, values => Sample.Mean(values));

        interval.Estimate.ShouldBe(0);
        interval.Lower.ShouldBe(-0.196, 0.04);
        interval.Upper.ShouldBe(0.196, 0.04);
        interval.ExcludesZero.ShouldBeFalse();
    }

    [Fact]
    public void Interval_RunsOfTen_IsWiderByBlocks()
    {
        // Ten times +1, ten times −1, and so on: 400 values that are in effect forty. Singles take them for 400: deviation 1 ÷ √400 = 0.05. A block of 10 has a mean
        // anywhere from −1 to 1, evenly, so 40 of them have the deviation √(⅓ ÷ 40) = 0.0913. A block of 20 is one whole swing wherever it begins: no deviation.
        double[] series = [.. Enumerable.Range(0, 400).Select(i => i / 10 % 2 == 0 ? 1d : -1d)];
        double Width(double block)
        {
            var interval = (Single with { BlockLength = block, Resamples = 4000 }).Interval(series, values => Sample.Mean(values));
            return interval.Upper - interval.Lower;
        }

        Width(1).ShouldBe(2 * 1.96 * 0.05, 0.02);
        Width(10).ShouldBe(2 * 1.96 * 0.0913, 0.03);
        Width(20).ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Interval_OneBlockAsLongAsTheSeries_OnlyTurnsTheRing()
    {
        var interval = (Single with { BlockLength = 5, Resamples = 100 }).Interval([1, 2, 3, 4, 10], values => Sample.Mean(values));

        interval.ShouldBe(new ConfidenceInterval(4, 4, 4, 0.95));
        interval.ExcludesZero.ShouldBeTrue();
    }

    [Fact]
    public void Interval_Stationary_HasBlocksOfTheMeanLength()
    {
        // A block ends with probability 1 ÷ 5 at each place, so four of five neighbours of the ring stay neighbours, and 1 of 1000 more by chance.
        double[] series = [.. Enumerable.Range(0, 1000).Select(i => (double)i)];
        double Together(double[] values) => values.Zip(values.Skip(1)).Count(pair => (pair.First + 1) % 1000 == pair.Second) / 999d;

        var interval = new BlockBootstrap { BlockLength = 5, Resamples = 200 }.Interval(series, Together);

        ((interval.Lower + interval.Upper) / 2).ShouldBe(0.8, 0.01);
    }

    [Fact]
    public void Comparison_TwoDays_IsCountedOut()
    {
        // Resamples of (0, 1): means 0, ½, ½, 1. Against nothing, three in four are better. Centred on the ½ seen: −½, 0, 0, ½, so half of them are as far off.
        var comparison = StrategyComparison.Of([0, 1], [0, 0], Single);

        comparison.ShareBetter.ShouldBe(0.75, 0.01);
        comparison.MeanPValue.ShouldBe(0.5, 0.01);
        comparison.MeanDifference.ShouldBe(new ConfidenceInterval(0.5, 0, 1, 0.95));
        comparison.SharpeDifference.ShouldBeNull();
    }

    [Fact]
    public void Comparison_TheSamePlusALittle_IsSureThoughBothSwing()
    {
        // Each alone swings by ±1; paired, the difference is 0.01 on every day.
        double[] one = [.. Enumerable.Range(0, 50).Select(i => i % 2 == 0 ? 1d : -1d)];
        double[] other = [.. one.Select(value => value - 0.01)];

        var comparison = StrategyComparison.Of(one, other);

        comparison.MeanDifference.Lower.ShouldBe(0.01, 1e-12);
        comparison.MeanDifference.Upper.ShouldBe(0.01, 1e-12);
        (comparison.ShareBetter, comparison.SharpeDifference!.ExcludesZero).ShouldBe((1, true));
        comparison.MeanPValue.ShouldBeLessThan(0.001);
    }

    [Fact]
    public void Comparison_WithItself_SaysNothing()
    {
        double[] one = [0.01, -0.02, 0.03, 0];

        var comparison = StrategyComparison.Of(one, one);

        (comparison.MeanPValue, comparison.ShareBetter, comparison.MeanDifference.ExcludesZero).ShouldBe((1, 0, false));
    }

    [Fact]
    public void Options_Unsound_AreNamed()
    {
        double Mean(double[] values) => values.Average();
        Should.Throw<ArgumentException>(() => Single.Interval([1], Mean)).Message.ShouldContain("give at least 2");
        Should.Throw<ArgumentException>(() => (Single with { Resamples = 5 }).Interval([1, 2], Mean)).Message.ShouldContain("use 100 or more");
        Should.Throw<ArgumentException>(() => (Single with { BlockLength = 3 }).Interval([1, 2], Mean)).Message.ShouldContain("BlockLength 3 is out of range");
        Should.Throw<ArgumentException>(() => (Single with { Confidence = 95 }).Interval([1, 2], Mean)).Message.ShouldContain("for example 0.95");
        Should.Throw<ArgumentException>(() => StrategyComparison.Of([1, 2], [1])).Message.ShouldContain("cut both to the days they share");
    }
}
