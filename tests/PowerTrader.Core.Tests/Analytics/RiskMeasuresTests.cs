using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Tests.Analytics;

public class RiskMeasuresTests
{
    // Mean 0.01; deviations 0.02, −0.02, 0.01, −0.01; squares 0.0004 + 0.0004 + 0.0001 + 0.0001 = 0.001; ÷ 3 = 0.000333…; root 0.0182574.
    private static readonly double[] Four = [0.03, -0.01, 0.02, 0];

    [Fact]
    public void Sharpe_FourReturns_IsMeanOverDeviation()
    {
        RiskMeasures.Volatility(Four)!.Value.ShouldBe(0.0182574186, 1e-10);
        RiskMeasures.Sharpe(Four)!.Value.ShouldBe(0.01 / 0.0182574186, 1e-8);
        // A year of 365 such periods: times √365 = 19.1049732.
        RiskMeasures.Sharpe(Four, 0, 365)!.Value.ShouldBe(0.5477225575 * 19.1049732, 1e-6);
        // A risk-free 0.01 leaves no excess.
        RiskMeasures.Sharpe(Four, 0.01)!.Value.ShouldBe(0, 1e-12);
    }

    [Fact]
    public void Sortino_FourReturns_CountsShortfallsAmongAllPeriods()
    {
        // One shortfall of 0.01 in four periods: √(0.0001 ÷ 4) = 0.005; 0.01 ÷ 0.005 = 2.
        RiskMeasures.Sortino(Four)!.Value.ShouldBe(2, 1e-12);
        // Target 0.01: shortfalls 0.02 and 0.01: √(0.0005 ÷ 4) = 0.0111803; the mean is at the target.
        RiskMeasures.DownsideDeviation(Four, 0.01)!.Value.ShouldBe(0.0111803399, 1e-10);
        RiskMeasures.Sortino(Four, 0.01)!.Value.ShouldBe(0, 1e-12);
        RiskMeasures.Sortino([0.01, 0.02]).ShouldBeNull();
    }

    [Fact]
    public void Moments_FourReturns_AreThoseOfThePopulation()
    {
        // Symmetric about 0.01. Fourth powers 2 × 16 + 2 × 1 = 34 (× 1e-8) ÷ 4 = 8.5; variance² = (0.00025)² = 6.25e-8; 8.5 ÷ 6.25 = 1.36.
        Sample.Skewness(Four)!.Value.ShouldBe(0, 1e-9);
        Sample.Kurtosis(Four)!.Value.ShouldBe(1.36, 1e-9);
    }

    [Theory]
    // 100 days that lost 100, 99 … 1 per mille: the worst 5 % are 100 to 96; their least is 96, their mean 98.
    [InlineData(100, 0.95, 0.096, 0.098)]
    // 99 %: the one worst day.
    [InlineData(100, 0.99, 0.100, 0.100)]
    // 10 days: half a day is the tail, so the worst one gives both.
    [InlineData(10, 0.95, 0.010, 0.010)]
    // 30 days, 5 %: 1.5 days. The second worst is 29; the mean (30 + 29 ÷ 2) ÷ 1.5 = 29.667.
    [InlineData(30, 0.95, 0.029, 0.0296666667)]
    public void ValueAtRisk_LossesOfOneToN_IsTheOneCounted(int days, decimal confidence, double risk, double conditional)
    {
        double[] returns = [.. Enumerable.Range(1, days).Select(i => -i / 1000d)];

        RiskMeasures.ValueAtRisk(returns, confidence)!.Value.ShouldBe(risk, 1e-9);
        RiskMeasures.ConditionalValueAtRisk(returns, confidence)!.Value.ShouldBe(conditional, 1e-9);
    }

    [Fact]
    public void Measures_TooFewOrFlat_AreNotKnown()
    {
        RiskMeasures.Sharpe([0.1]).ShouldBeNull();
        RiskMeasures.Sharpe([0.1, 0.1, 0.1]).ShouldBeNull();
        RiskMeasures.Volatility([0.1]).ShouldBeNull();
        RiskMeasures.ValueAtRisk([], 0.95m).ShouldBeNull();
        Sample.Kurtosis([0.1, 0.1]).ShouldBeNull();
        Should.Throw<ArgumentOutOfRangeException>(() => RiskMeasures.ValueAtRisk([0.1], 95)).Message.ShouldContain("for example 0.95");
    }

    [Fact]
    public void Correlation_HandMadeSeries_IsWhatTheyGive()
    {
        var matrix = CorrelationMatrix.Of([("A", [1, -1, 1, -1]), ("B", [-2, 2, -2, 2]), ("C", [1, 1, -1, -1]), ("D", [5, 5, 5, 5])]);

        matrix.Names.ShouldBe(["A", "B", "C", "D"]);
        matrix.Rows[0].ShouldBe([1, -1, 0, null]);
        matrix.Rows[1].ShouldBe([-1, 1, 0, null]);
        matrix.Rows[2].ShouldBe([0, 0, 1, null]);
        matrix.Rows[3].ShouldBe([null, null, null, null]);
    }

    [Fact]
    public void Benchmark_TwiceItAndABit_HasThatBetaAndAlpha()
    {
        double[] benchmark = [0.01, -0.01, 0.02, -0.02];
        double[] account = [.. benchmark.Select(one => 2 * one + 0.001)];

        var figures = BenchmarkFigures.Of("hold", account, benchmark);

        figures.Beta!.Value.ShouldBe(2, 1e-9);
        figures.Correlation!.Value.ShouldBe(1, 1e-9);
        // 0.001 a day, 365 days.
        figures.Alpha!.Value.ShouldBe(0.365, 1e-9);
        // Differences 0.011, −0.009, 0.021, −0.019: mean 0.001, squared deviations 2 × 0.0001 + 2 × 0.0004 = 0.001; ÷ 3, root: 0.0182574 a day.
        figures.TrackingError!.Value.ShouldBe(0.0182574186 * 19.1049732, 1e-8);
        figures.InformationRatio!.Value.ShouldBe(0.001 / 0.0182574186 * 19.1049732, 1e-7);
        // 1.01 × 0.99 = 0.9999, 1.02 × 0.98 = 0.9996; 1.021 × 0.981 = 1.001601, 1.041 × 0.961 = 1.000401.
        figures.Return.ShouldBe(0.9999 * 0.9996 - 1, 1e-12);
        figures.Excess.ShouldBe(1.001601 * 1.000401 - 0.9999 * 0.9996, 1e-9);
    }

    [Fact]
    public void Benchmark_ThatDoesNotMove_HasNoBeta()
    {
        var figures = BenchmarkFigures.Of("cash", [0.01, 0.02], [0, 0]);

        figures.Beta.ShouldBeNull();
        figures.Alpha.ShouldBeNull();
        figures.Excess.ShouldBe(0.0302, 1e-12);
    }
}
