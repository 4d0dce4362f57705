using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Analytics;

/// <summary>What one backtest gave. Money in the quote coin, shares as fractions; ratios a year, of daily returns, null where nothing varies.</summary>
/// <param name="Profit">Realised and unrealised.</param>
/// <param name="MaxDrawdown">Of equity, after every bar.</param>
/// <param name="Locked">Open cost ÷ equity at the end.</param>
/// <param name="MeanLocked">Mean money in open deals, at cost, over the ends of days.</param>
/// <param name="Cagr">Null under <see cref="Performance.LeastDays"/> days.</param>
public sealed record RunFigures(
    decimal FinalValue, decimal Profit, decimal Realised, decimal MaxDrawdown, decimal Locked, decimal MeanLocked, decimal OldestDealDays, int RefusedSteps, decimal MoneyNeeded,
    int ClosedDeals, int WonDeals, int Fills, decimal Fees, double Days, double? Cagr, double? Sharpe, double? Sortino, double? Calmar)
{
    /// <summary>Value of open deals less their cost; nothing at all without one.</summary>
    public decimal Unrealised { get; init; }

    /// <summary>Of the whole time, as a fraction.</summary>
    public decimal Return => FinalValue - Profit > 0 ? Profit / (FinalValue - Profit) : 0;

    /// <summary>Profit ÷ mean money in open deals; null where there never was any.</summary>
    public double? ProfitPerLocked => MeanLocked > 0 ? (double)(Profit / MeanLocked) : null;

    /// <param name="run">With its days kept: without them there are no ratios.</param>
    public static RunFigures Of(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Of(run, ReturnsOf(run));
    }

    /// <summary>Daily returns of a run whose days were kept.</summary>
    public static double[] ReturnsOf(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. DailyReturns.Of([new PricePoint(run.Start, run.StartCash), .. run.Days.Select(point => new PricePoint(point.Time, point.Equity))]).Values];
    }

    /// <param name="run">With its days kept.</param>
    /// <param name="returns">Its daily returns.</param>
    public static RunFigures Of(BacktestRun run, ReadOnlySpan<double> returns)
    {
        ArgumentNullException.ThrowIfNull(run);
        var honest = HonestFigures.Of(run, []);
        var days = (run.End.At - run.Start).TotalDays;
        var cagr = days >= Performance.LeastDays && run.FinalValue > 0 ? Math.Pow((double)(run.FinalValue / run.StartCash), 365.25 / days) - 1 : (double?)null;
        return new RunFigures(
            run.FinalValue, run.FinalValue - run.StartCash, honest.RealisedProfit, run.MaxDrawdown, honest.LockedCapital,
            run.Days.Count > 0 ? decimal.Round(run.Days.Average(point => point.Locked * point.Equity), 8) : 0, honest.OldestDealDays, honest.RefusedSteps, honest.MoneyNeeded,
            honest.ClosedDeals, honest.WonDeals, run.Head.FillCount, run.Head.Fees.Amount, days, cagr,
            RiskMeasures.Sharpe(returns, 0, DailyReturns.DaysPerYear), RiskMeasures.Sortino(returns, 0, DailyReturns.DaysPerYear),
            run.MaxDrawdown > 0 ? cagr / (double)run.MaxDrawdown : null)
        {
            Unrealised = honest.UnrealisedProfit,
        };
    }
}
