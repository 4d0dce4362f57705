namespace PowerTrader.Core.Analytics;

/// <summary>The account against what it could have held instead, by daily returns. Rates are fractions a year; null where the days are too few or do not vary.</summary>
/// <param name="Return">Of the benchmark over the whole period.</param>
/// <param name="Excess">The account's time-weighted return less the benchmark's.</param>
/// <param name="Alpha">Jensen's: mean return that the beta does not explain.</param>
/// <param name="Beta">Covariance with the benchmark ÷ the benchmark's variance.</param>
/// <param name="TrackingError">Deviation of the daily differences.</param>
/// <param name="InformationRatio">Mean difference ÷ tracking error.</param>
/// <remarks>
/// Sources: M. Jensen, The Performance of Mutual Funds in the Period 1945–1964, Journal of Finance 23, 1968; R. Grinold and R. Kahn, Active Portfolio Management,
/// 1999 (information ratio).
/// </remarks>
public sealed record BenchmarkFigures(
    string Name, double Return, double Excess, double? Alpha, double? Beta, double? Correlation, double? TrackingError, double? InformationRatio)
{
    /// <param name="account">Daily returns.</param>
    /// <param name="benchmark">Of the same days.</param>
    /// <param name="riskFree">Per day.</param>
    public static BenchmarkFigures Of(string name, IReadOnlyList<double> account, IReadOnlyList<double> benchmark, double riskFree = 0)
    {
        double[] mine = [.. account], other = [.. benchmark];
        var beta = Sample.Spread(other) is { } spread ? Sample.Covariance(mine, other) / (spread * spread) : null;
        var differences = mine.Zip(other, (one, two) => one - two).ToArray();
        const double Year = DailyReturns.DaysPerYear;
        return new BenchmarkFigures(
            name, Compound(other), Compound(mine) - Compound(other),
            (Sample.Mean(mine) - riskFree - beta * (Sample.Mean(other) - riskFree)) * Year, beta, Sample.Correlation(mine, other),
            RiskMeasures.Volatility(differences, Year), RiskMeasures.Sharpe(differences, 0, Year));
    }

    private static double Compound(double[] returns) => returns.Aggregate(1d, (growth, one) => growth * (1 + one)) - 1;
}
