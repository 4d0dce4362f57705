namespace PowerTrader.Core.Analytics;

/// <summary>Risk by daily returns, scaled to a year of 365 days where a rate is meant. Null where the days are too few or do not vary.</summary>
/// <param name="Days">Daily returns that the figures are made of: below some hundred they say little.</param>
/// <param name="Volatility">A year, as a fraction.</param>
/// <param name="Sharpe">A year.</param>
/// <param name="Sortino">A year; the risk-free rate is the target. Null also where no day fell short of it.</param>
/// <param name="Calmar">CAGR ÷ deepest drawdown; null without one.</param>
/// <param name="ValueAtRisk95">Loss that 95 % of the days did not exceed, as a fraction.</param>
/// <param name="ConditionalValueAtRisk95">Mean loss of the worst 5 % of the days.</param>
/// <param name="MaxDrawdown">Of equity at its marks, external flows taken out.</param>
/// <param name="LongestDrawdownDays">From a highest point until it was reached again, or to the end.</param>
/// <remarks>Calmar: T. Young, Calmar Ratio: A Smoother Tool, Futures, October 1991; here over the whole period, not over 36 months.</remarks>
public sealed record RiskFigures(
    int Days, double? Volatility, double? Sharpe, double? Sortino, double? Calmar, double? ValueAtRisk95, double? ConditionalValueAtRisk95, double? ValueAtRisk99,
    double? ConditionalValueAtRisk99, double? Skewness, double? Kurtosis, decimal MaxDrawdown, double LongestDrawdownDays)
{
    /// <param name="cagr">As a fraction; null where the period is too short for one.</param>
    /// <param name="riskFree">Per day.</param>
    public static RiskFigures Of(DailyReturns days, IReadOnlyList<Drawdown> drawdowns, double? cagr, double riskFree = 0)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(drawdowns);
        double[] returns = [.. days.Values];
        const double Year = DailyReturns.DaysPerYear;
        var deepest = drawdowns.Count > 0 ? drawdowns.Max(fall => fall.Depth) : 0;
        return new RiskFigures(
            returns.Length, RiskMeasures.Volatility(returns, Year), RiskMeasures.Sharpe(returns, riskFree, Year), RiskMeasures.Sortino(returns, riskFree, Year),
            deepest > 0 ? cagr / (double)deepest : null, RiskMeasures.ValueAtRisk(returns, 0.95m), RiskMeasures.ConditionalValueAtRisk(returns, 0.95m),
            RiskMeasures.ValueAtRisk(returns, 0.99m), RiskMeasures.ConditionalValueAtRisk(returns, 0.99m), Sample.Skewness(returns), Sample.Kurtosis(returns),
            deepest, drawdowns.Count > 0 ? drawdowns.Max(fall => fall.DaysTotal) : 0);
    }
}
