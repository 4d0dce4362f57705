using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What each deal of a run added, as a fraction of equity when it was opened.</summary>
public static class DealReturns
{
    /// <summary>Closed deals in the order of their end, then the open ones at market: left out, a strategy that sells no loss would have none.</summary>
    /// <param name="run">With its details kept.</param>
    public static IReadOnlyList<double> Of(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var realised = run.Fills.GroupBy(fill => (fill.Symbol, fill.Deal)).ToDictionary(group => group.Key, group => group.Sum(fill => fill.RealisedProfit.Amount));
        return
        [
            .. run.Deals.Select(deal => Share(run, deal.Profit, deal.OpenedAt)),
            .. run.OpenDeals.Select(deal => Share(run, deal.Value - deal.Cost + realised.GetValueOrDefault((deal.Symbol, deal.Number)), deal.OpenedAt)),
        ];
    }

    private static double Share(BacktestRun run, decimal profit, DateTimeOffset opened)
    {
        var equity = EquityAt(run, opened);
        return equity > 0 ? Math.Max(-1, (double)(profit / equity)) : 0;
    }

    private static decimal EquityAt(BacktestRun run, DateTimeOffset time)
    {
        var (low, high) = (0, run.Equity.Count - 1);
        if (high < 0 || run.Equity[0].Time > time) return run.StartCash;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (run.Equity[middle].Time <= time) low = middle;
            else high = middle - 1;
        }
        return run.Equity.Values[low];
    }
}
