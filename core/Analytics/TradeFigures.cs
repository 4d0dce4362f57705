namespace PowerTrader.Core.Analytics;

/// <summary>What the deals made. Rates of closed deals say little alone, since a strategy may never close a loss: the same with the open deals sold at market stands beside them.</summary>
/// <param name="HitRate">Closed deals with a net profit ÷ closed deals.</param>
/// <param name="HitRateAtMarket">The same with every open deal counted as sold now.</param>
/// <param name="ProfitFactor">Sum of the profits ÷ sum of the losses; null where there is no loss.</param>
/// <param name="Expectancy">Mean net result of a closed deal, in money.</param>
/// <param name="ExpectancyAtMarket">With the open deals.</param>
/// <param name="ExpectancyShare">Mean of each closed deal's result ÷ its cost.</param>
/// <param name="Payoff">Mean profit ÷ mean loss; null without a loss or a profit.</param>
/// <param name="MeanAdverse">Mean of the maximum adverse excursions ÷ the deals' money; null where none was measured.</param>
/// <param name="WorstAdverse">The worst of them.</param>
/// <param name="MeanFavourable">Mean of the maximum favourable excursions.</param>
/// <param name="MeanHours">A closed deal was open.</param>
/// <remarks>Sources: R. Pardo, The Evaluation and Optimization of Trading Strategies, 2008 (profit factor); V. Tharp, Trade Your Way to Financial Freedom, 1998 (expectancy).</remarks>
public sealed record TradeFigures(
    int Closed, int Won, int Open, double? HitRate, double? HitRateAtMarket, double? ProfitFactor, double? ProfitFactorAtMarket, decimal? Expectancy,
    decimal? ExpectancyAtMarket, double? ExpectancyShare, double? Payoff, decimal? Best, decimal? Worst, double? MeanAdverse, double? WorstAdverse,
    double? MeanFavourable, double? MeanHours, double MeanSteps)
{
    public static TradeFigures Of(IReadOnlyList<ClosedTrade> closed, IReadOnlyList<OpenTrade> open)
    {
        ArgumentNullException.ThrowIfNull(closed);
        ArgumentNullException.ThrowIfNull(open);
        decimal[] results = [.. closed.Select(trade => trade.Profit)];
        decimal[] atMarket = [.. results, .. open.Select(trade => trade.ProfitAtMarket)];
        var excursions = closed.Select(trade => trade.Excursion).OfType<Excursion>().ToList();
        var (gains, losses) = (results.Where(one => one > 0).ToList(), results.Where(one => one < 0).ToList());
        return new TradeFigures(
            closed.Count, gains.Count, open.Count, HitRateOf(results), HitRateOf(atMarket), FactorOf(results), FactorOf(atMarket), MeanOf(results), MeanOf(atMarket),
            closed.Count > 0 ? (double)closed.Average(trade => trade.Return) : null,
            gains.Count > 0 && losses.Count > 0 ? (double)(gains.Average() / -losses.Average()) : null,
            results.Length > 0 ? results.Max() : null, results.Length > 0 ? results.Min() : null,
            excursions.Count > 0 ? (double)excursions.Average(one => one.AdverseShare) : null,
            excursions.Count > 0 ? (double)excursions.Min(one => one.AdverseShare) : null,
            excursions.Count > 0 ? (double)excursions.Average(one => one.FavourableShare) : null,
            closed.Count > 0 ? closed.Average(trade => (trade.ClosedAt - trade.OpenedAt).TotalHours) : null,
            closed.Count > 0 ? closed.Average(trade => trade.Steps) : 0);
    }

    private static double? HitRateOf(decimal[] results) => results.Length > 0 ? (double)results.Count(one => one > 0) / results.Length : null;

    private static decimal? MeanOf(decimal[] results) => results.Length > 0 ? results.Average() : null;

    private static double? FactorOf(decimal[] results)
    {
        var loss = -results.Where(one => one < 0).Sum();
        return loss > 0 ? (double)(results.Where(one => one > 0).Sum() / loss) : null;
    }
}
