using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Tests.Analytics;

/// <summary>Examples that others have worked out and published.</summary>
public class PublishedExampleTests
{
    /// <summary>24 monthly returns of a portfolio and its benchmark: C. Bacon, Practical Portfolio Performance Measurement and Attribution, 2008, whose results the R package PerformanceAnalytics lists (vignette PA-Bacon).</summary>
    private static readonly double[] Portfolio =
    [
        0.003, 0.026, 0.011, -0.010, 0.015, 0.025, 0.016, 0.067, -0.014, 0.040, -0.005, 0.081,
        0.040, -0.037, -0.061, 0.017, -0.049, -0.022, 0.070, 0.058, -0.065, 0.024, -0.005, -0.009,
    ];

    [Fact]
    public void Portfolio_OfBacon_IsTheOneMeant() =>
        // The published mean absolute deviation (page 62), to notice a wrong digit: 0.0310833.
        Portfolio.Average(one => Math.Abs(one - Portfolio.Average())).ShouldBe(0.0310833, 1e-7);

    [Fact]
    public void Moments_OfBacon_AreThePublishedOnes()
    {
        // Pages 84 and 85: kurtosis 2.43; skewness −0.09 in the form for samples, which is ours × √(n (n − 1)) ÷ (n − 2).
        Sample.Kurtosis(Portfolio)!.Value.ShouldBe(2.43, 0.005);
        (Sample.Skewness(Portfolio)!.Value * Math.Sqrt(24 * 23) / 22).ShouldBe(-0.09, 0.005);
    }

    [Fact]
    public void Downside_OfBacon_IsThePublishedOne()
    {
        // Pages 92 and 96: downside risk below a minimum of 50 % is 0.493; the kappa of order 2, which is Sortino's ratio, is 0.157 at a minimum of 0.5 %.
        RiskMeasures.DownsideDeviation(Portfolio, 0.5)!.Value.ShouldBe(0.493, 0.0005);
        RiskMeasures.Sortino(Portfolio, 0.005)!.Value.ShouldBe(0.157, 0.0005);
    }

    [Fact]
    public void Sortino_OfRollingerAndHoffman_IsThePublishedOne()
    {
        // T. Rollinger and S. Hoffman, Sortino: A "Sharper" Ratio, Red Rock Capital, 2013: mean 10 %, target downside deviation 2.264 %, ratio 4.417.
        double[] returns = [0.17, 0.15, 0.23, -0.05, 0.12, 0.09, 0.13, -0.04];

        RiskMeasures.DownsideDeviation(returns)!.Value.ShouldBe(0.02264, 0.000005);
        RiskMeasures.Sortino(returns)!.Value.ShouldBe(4.417, 0.0005);
    }
}
