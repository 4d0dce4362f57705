namespace PowerTrader.Core.Backtesting;

/// <summary>Money that is locked in open deals of one span of age.</summary>
/// <param name="Cost">Purchase cost, fees included.</param>
/// <param name="Share">Of equity.</param>
public sealed record LockedMoney(string Age, int Deals, decimal Cost, decimal Share);

/// <summary>What must stand beside every profit and win rate: a strategy that never sells at a loss wins all its closed deals while its capital is locked.</summary>
/// <param name="RealisedProfit">Of what was sold, net of both sides' fees.</param>
/// <param name="UnrealisedProfit">Value of open deals less their cost.</param>
/// <param name="MaxDrawdown">Of equity.</param>
/// <param name="LockedCapital">Open cost ÷ equity at the end.</param>
/// <param name="MostLocked">The highest that it ever was; null where details are not kept.</param>
/// <param name="Exposure">Mean of open cost ÷ equity.</param>
/// <param name="MoneyNeeded">Most money tied up at once, reservations included: less would have refused an order.</param>
public sealed record HonestFigures(
    decimal FinalValue, decimal RealisedProfit, decimal UnrealisedProfit, decimal MaxDrawdown, decimal LockedCapital, decimal? MostLocked,
    IReadOnlyList<LockedMoney> LockedByAge, decimal OldestDealDays, int RefusedSteps, decimal Exposure, decimal MoneyNeeded, int ClosedDeals, int WonDeals,
    IReadOnlyList<Rival> Rivals)
{
    private static readonly (string Name, double Days)[] Spans =
        [("under 1 day", 1), ("1 to 7 days", 7), ("7 to 30 days", 30), ("30 to 90 days", 90), ("over 90 days", double.MaxValue)];

    /// <param name="rivals">As <see cref="Backtesting.Rivals.Of"/> gives them.</param>
    public static HonestFigures Of(BacktestRun run, IReadOnlyList<Rival> rivals)
    {
        ArgumentNullException.ThrowIfNull(run);
        var cost = run.OpenDeals.Sum(deal => deal.Cost);
        // Out of the positions' value and cost, not as a remainder: without a position it is nothing at all.
        var unrealised = run.OpenDeals.Count > 0 ? run.FinalValue - run.Head.Cash.Amount - cost : 0;
        return new HonestFigures(
            run.FinalValue, run.Head.Realised.Amount, unrealised, run.MaxDrawdown, Share(cost, run),
            run.MostLocked ?? (run.Equity.Count > 0 ? run.Equity.MostLocked() : null), ByAge([.. run.OpenDeals.Select(deal => (deal.Age, deal.Cost))], run.FinalValue),
            run.OpenDeals.Count > 0 ? decimal.Round((decimal)run.OpenDeals.Max(deal => deal.Age.TotalDays), 2) : 0,
            run.Head.RefusedSteps, run.Exposure, run.PeakCapital, run.Head.ClosedDeals, run.Head.WonDeals, rivals);
    }

    /// <param name="open">Age and purchase cost of each open deal.</param>
    /// <param name="equity">What the shares are of.</param>
    public static IReadOnlyList<LockedMoney> ByAge(IReadOnlyList<(TimeSpan Age, decimal Cost)> open, decimal equity)
    {
        ArgumentNullException.ThrowIfNull(open);
        var spans = new List<LockedMoney>();
        double from = 0;
        foreach (var (name, days) in Spans)
        {
            var least = from;
            var deals = open.Where(deal => deal.Age.TotalDays >= least && deal.Age.TotalDays < days).ToList();
            if (deals.Count > 0) spans.Add(new LockedMoney(name, deals.Count, deals.Sum(deal => deal.Cost), equity > 0 ? deals.Sum(deal => deal.Cost) / equity : 0));
            from = days;
        }
        return spans;
    }

    private static decimal Share(decimal cost, BacktestRun run) => run.FinalValue > 0 ? cost / run.FinalValue : 0;
}
