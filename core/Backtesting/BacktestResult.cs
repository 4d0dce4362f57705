namespace PowerTrader.Core.Backtesting;

/// <summary>What a backtest ends with; money shown whole. Amounts in the quote coin, drawdown and shares as fractions.</summary>
/// <param name="FinalValue">Start + realised + unrealised net of the exit's cost.</param>
/// <param name="MaxDrawdown">Of equity, from its highest point before.</param>
/// <param name="LockedCapital">Open cost ÷ equity at the end.</param>
/// <param name="LedgerFees">Balance of the ledger's fee account; equals <paramref name="Fees"/>.</param>
/// <param name="Exposure">Mean share of equity that was invested.</param>
/// <param name="WonDeals">Of the closed ones: says little alone, since nothing is sold at a loss by the exit.</param>
public sealed record BacktestResult(
    string Strategy, int Bars, int Fills, decimal Fees, decimal FinalValue, decimal RealisedProfit, decimal UnrealisedProfit, decimal MaxDrawdown,
    decimal LockedCapital, decimal OldestDealDays, int RefusedSteps, int ClosedDeals, int WonDeals, decimal Exposure, decimal LedgerFees, string TradesHash)
{
    /// <summary>Quantity and total cost of the lots still held.</summary>
    public decimal OpenQuantity { get; init; }

    public decimal OpenCost { get; init; }

    public static BacktestResult From(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figures = HonestFigures.Of(run, []);
        return new BacktestResult(
            run.Strategy, run.Bars, run.Head.FillCount, run.Head.Fees.Amount, run.FinalValue, figures.RealisedProfit, figures.UnrealisedProfit, run.MaxDrawdown,
            figures.LockedCapital, figures.OldestDealDays, figures.RefusedSteps, figures.ClosedDeals, figures.WonDeals, run.Exposure, run.LedgerFees, run.TradesHash)
        {
            OpenQuantity = run.OpenDeals.Sum(deal => deal.Quantity),
            OpenCost = run.OpenDeals.Sum(deal => deal.Cost),
        };
    }
}
