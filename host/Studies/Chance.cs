using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>What chance could have made of a run: its deals drawn anew, its days drawn anew.</summary>
/// <param name="Missed">Percent of the deals.</param>
/// <param name="WorseBp">Most that a deal loses to worse fills, in hundredths of a percent of what it cost.</param>
internal sealed record Chance(int Runs, decimal Missed, decimal WorseBp)
{
    private const int LeastDays = 10;

    /// <param name="runs">With their details; three times the same one where the order of prices inside bars decides nothing.</param>
    public SensitivityReport Report(BacktestReport asked, Along<BacktestRun> runs, IReadOnlyList<SensitivityRow> rows, int planned, long seed)
    {
        var isSingle = asked.Bracket is not { TooWide: true };
        var own = Of(runs.Asked, seed);
        return new SensitivityReport(
            rows.Count < planned ? "partial" : "complete", rows.Count < planned ? $"stopped by hand after {rows.Count} of {planned} cases" : null, asked, rows, isSingle ? own.MonteCarlo : null,
            own.MonteCarlo is null ? "there is no deal to draw from" : null, RunFigures.ReturnsOf(runs.Asked).Length, isSingle ? own.Growth : null, isSingle ? own.Sharpe : null,
            isSingle ? null : new Along<ChanceFigures>(own, Of(runs.Worse, seed), Of(runs.Better, seed)));
    }

    private ChanceFigures Of(BacktestRun run, long seed)
    {
        var (growth, sharpe) = Intervals(RunFigures.ReturnsOf(run), seed);
        var deals = DealReturns.Of(run);
        return new ChanceFigures(deals.Count > 0 ? Drawn(run, deals, seed) : null, growth, sharpe);
    }

    /// <summary>Of growth over all days, and of the Sharpe ratio a year.</summary>
    public static (ConfidenceInterval? Growth, ConfidenceInterval? Sharpe) Intervals(IReadOnlyList<double> days, long seed)
    {
        if (days.Count < LeastDays) return (null, null);
        var bootstrap = new BlockBootstrap { Seed = seed };
        return (
            bootstrap.Interval(days, drawn => drawn.Aggregate(1d, (grown, one) => grown * (1 + one)) - 1),
            bootstrap.Interval(days, drawn => RiskMeasures.Sharpe(drawn, 0, DailyReturns.DaysPerYear) ?? 0));
    }

    private MonteCarloFigures Drawn(BacktestRun run, IReadOnlyList<double> deals, long seed)
    {
        // A deal's loss to its fills, as a share of the account: by the money that a deal ties up on average.
        var stake = (double)(run.Deals.Select(deal => deal.Cost).Concat(run.OpenDeals.Select(deal => deal.Cost)).Average() / run.StartCash);
        var plain = new TradeMonteCarlo { Runs = Runs, Seed = seed };
        var worse = plain with { MissShare = (double)Missed / 100, WorseFills = Math.Min(0.999, (double)WorseBp / 10_000 * stake) };
        return new MonteCarloFigures(deals.Count, run.OpenDeals.Count, (plain with { WithReplacement = false }).Run(deals), plain.Run(deals), worse.Run(deals), Missed, WorseBp);
    }
}
