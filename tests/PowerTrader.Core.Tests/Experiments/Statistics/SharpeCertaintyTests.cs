using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Tests.Experiments.Statistics;

public class SharpeCertaintyTests
{
    /// <summary>Bailey and López de Prado 2014, "A numerical example": a ratio of 2.5 a year on 1,250 days of 250 a year, trials' variance ½ a year.</summary>
    private static readonly double Daily = 2.5 / Math.Sqrt(250);

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(-1.959963984540054, 0.025)]
    [InlineData(3.6, 0.9998408914098424)]
    [InlineData(-6, 9.865876450376946e-10)]
    [InlineData(-10, 7.619853024160527e-24)]
    public void Normal_KnownValues_AreMet(double z, double probability)
    {
        NormalDistribution.Cumulative(z).ShouldBe(probability, probability * 1e-12);
        NormalDistribution.Quantile(probability).ShouldBe(z, 1e-10);
    }

    [Fact]
    public void Normal_BeyondAllMeasure_IsCertain()
    {
        (NormalDistribution.Cumulative(-50), NormalDistribution.Cumulative(50)).ShouldBe((0, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1));
        Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
    }

    [Theory]
    // As printed in the paper: 0.1132 is to be beaten; 0.9004 at 100 trials, 0.9505 had there been only 46.
    [InlineData(100, -3, 10, 0.9004)]
    [InlineData(46, -3, 10, 0.9505)]
    // With normal returns it would have survived 88 trials.
    [InlineData(88, 0, 3, 0.9505)]
    public void Deflated_PublishedExample_IsTheirs(int trials, double skewness, double kurtosis, double expected)
    {
        SharpeCertainty.ExpectedMaximum(100, 0.5 / 250).ShouldBe(0.1132, 0.00005);
        SharpeCertainty.Deflated(Daily, 1250, skewness, kurtosis, trials, 0.5 / 250).ShouldBe(expected, 0.00005);
    }

    [Theory]
    // Bailey and López de Prado, How long does a track record need to be (SSRN 2150879): 24 months, ratio 0.458, and the same with normal returns.
    [InlineData(-2.448, 10.164, 0.913)]
    [InlineData(0, 3, 0.982)]
    public void Probabilistic_PublishedExample_IsTheirs(double skewness, double kurtosis, double expected) =>
        SharpeCertainty.Probabilistic(0.458, 0, 24, skewness, kurtosis).ShouldBe(expected, 0.0006);

    [Fact]
    public void TrackRecord_PublishedExample_IsTheirs()
    {
        // Bailey and López de Prado 2012: a ratio of 2 a year against 1 needs 2.73 years of normal daily returns.
        var periods = SharpeCertainty.MinimumTrackRecord(2 / Math.Sqrt(252), 1 / Math.Sqrt(252));

        (periods / 252).ShouldBe(2.73, 0.005);
        // After that long it is as sure as was asked.
        SharpeCertainty.Probabilistic(2 / Math.Sqrt(252), 1 / Math.Sqrt(252), (int)Math.Round(periods)).ShouldBe(0.95, 0.0005);
        SharpeCertainty.MinimumTrackRecord(1, 1).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Deflated_TwoTrials_IsWorkedOut()
    {
        // Ratios 0.5477 and −0.5477 (mean 0.01, deviation 0.0182574): variance 1.0954² ÷ 2 = 0.6. The best of two by chance: √0.6 × (0.4228 × 0 + 0.5772 × 0.90045)
        // = 0.4026, as the median of one trial is 0 and 1 − 1 ÷ (2e) = 0.81606 has the quantile 0.90045. Kurtosis 1.36, no skewness:
        // √3 × 0.5477 ÷ √(1 + 0.09 × 0.3) = 0.9361 → 0.8254; √3 × 0.1451 ÷ √1.027 = 0.2480 → 0.5979.
        var judged = SharpeCertainty.Deflated([[-0.03, 0.01, -0.02, 0], [0.03, -0.01, 0.02, 0]]);

        (judged.Best, judged.Trials, judged.Periods).ShouldBe((1, 2, 4));
        judged.Sharpe.ShouldBe(0.5477, 0.00005);
        judged.ByChance.ShouldBe(0.4026, 0.00005);
        judged.Probabilistic.ShouldBe(0.8254, 0.0001);
        judged.Deflated.ShouldBe(0.5979, 0.0001);
    }

    [Fact]
    public void Deflated_UnsoundTrials_SaysWhy()
    {
        SharpeCertainty.ExpectedMaximum(1, 5).ShouldBe(0);
        Should.Throw<ArgumentException>(() => SharpeCertainty.Deflated([[1, 2]])).Message.ShouldContain("1 trials are no search");
        Should.Throw<ArgumentException>(() => SharpeCertainty.Deflated([[1, 2], [1]])).Message.ShouldContain("2 and 1 returns");
    }
}
