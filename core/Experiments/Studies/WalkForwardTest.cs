using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>One portfolio traded through all test windows, each with what its train window chose.</summary>
/// <param name="Whole">As one run: equity, deals and figures from the first test window to the last.</param>
/// <param name="Folds">What each window added.</param>
public sealed record WalkForwardTest(BacktestRun Whole, IReadOnlyList<WalkForwardStep> Folds)
{
    /// <summary>State is carried: what is open at the end of a window stays open and goes on under the next one's settings and parameters.</summary>
    /// <param name="steps">At least one, in their order.</param>
    /// <exception cref="ArgumentException">There is no step.</exception>
    public static WalkForwardTest Run(BacktestRequest request, IReadOnlyList<(WalkFold Fold, StrategyChoice Choice)> steps, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        if (steps.Count == 0) throw new ArgumentException("there is no window to test: give at least one", nameof(steps));
        var runs = new List<BacktestRun>();
        var folds = new List<WalkForwardStep>();
        foreach (var (fold, choice) in steps)
        {
            // The first bar is the same for all: increments and warm-up hang on it.
            var run = BacktestEngine.Run(
                choice.Over(request) with { From = steps[0].Fold.TrainTo, Until = fold.TestTo, KeepsDetails = true, KeepsDays = true },
                runs.Count > 0 ? runs[^1].Checkpoint : null, cancellationToken: cancellationToken);
            folds.Add(WalkForwardStep.Of(fold, run, runs.Count > 0 ? runs[^1].FinalValue : request.Cash));
            runs.Add(run);
            if (run.End.Kind != RunEndKind.Completed) break;
        }
        return new WalkForwardTest(Joined(runs), folds);
    }

    /// <summary>The walk beside the same along the worse and the better order of prices inside bars. A walk that ended early stands as it ended in the windows behind.</summary>
    /// <param name="asked">Of the request.</param>
    public static Along<WalkForwardTest> Along(
        BacktestRequest request, IReadOnlyList<(WalkFold Fold, StrategyChoice Choice)> steps, WalkForwardTest asked, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(steps);
        WalkForwardTest Walked(PricePath path) =>
            request.Fills.Model == FillModel.Path && request.Fills.Path == path ? asked : Run(PathRuns.Through(request, path), steps, cancellationToken);
        return new Along<WalkForwardTest>(asked, Walked(PricePath.Worst), Walked(PricePath.Best)).Select(walk => walk with
        {
            Folds = [.. walk.Folds, .. steps.Skip(walk.Folds.Count).Select(step => new WalkForwardStep(step.Fold, walk.Whole.FinalValue, walk.Whole.FinalValue, 0, 0, walk.Folds[^1].Locked, 0, 0, RunEndKind.Failed))],
        });
    }

    /// <summary>Sums go on from part to part; lists are each part's own and are put together.</summary>
    private static BacktestRun Joined(List<BacktestRun> runs)
    {
        var (equity, days) = (new EquityCurve(), new EquityCurve());
        foreach (var run in runs)
        {
            foreach (var point in run.Equity) equity.Add(point.Time, point.Equity, point.Cash, decimal.Round(point.Locked * point.Equity, 8));
            foreach (var point in run.Days) days.Add(point.Time, point.Equity, point.Cash, decimal.Round(point.Locked * point.Equity, 8));
        }
        List<Fill> fills = [.. runs.SelectMany(run => run.Fills)];
        return runs[^1] with
        {
            Equity = equity,
            MostLocked = null,
            Days = days,
            Fills = fills,
            Deals = [.. runs.SelectMany(run => run.Deals)],
            SignalPrices = runs.SelectMany(run => run.SignalPrices).DistinctBy(pair => pair.Key).ToDictionary(),
            Orders = [.. runs.SelectMany(run => run.Orders).GroupBy(order => order.Id).Select(group => group.Last())],
            Refusals = [.. runs.SelectMany(run => run.Refusals)],
            TradesHash = TradesHash.Of(fills),
        };
    }
}

/// <summary>One test window.</summary>
/// <param name="Return">Of equity over the window, as a fraction.</param>
/// <param name="MaxDrawdown">Within the window, from its own highest point.</param>
/// <param name="Locked">Open cost ÷ equity at its end.</param>
/// <param name="End">How it ended: a window in which money left its range, or the strategy threw, is the last that was traded.</param>
public sealed record WalkForwardStep(WalkFold Fold, decimal StartValue, decimal EndValue, decimal Return, decimal MaxDrawdown, decimal Locked, int ClosedDeals, int Fills, RunEndKind End)
{
    public decimal Profit => EndValue - StartValue;

    public static WalkForwardStep Of(WalkFold fold, BacktestRun run, decimal start)
    {
        ArgumentNullException.ThrowIfNull(run);
        var (peak, fall) = (start, 0m);
        foreach (var value in run.Equity.Values)
        {
            peak = Math.Max(peak, value);
            fall = Math.Max(fall, (peak - value) / peak);
        }
        return new WalkForwardStep(
            fold, start, run.FinalValue, start > 0 ? run.FinalValue / start - 1 : 0, fall, run.FinalValue > 0 ? run.OpenDeals.Sum(deal => deal.Cost) / run.FinalValue : 0, run.Deals.Count, run.Fills.Count, run.End.Kind);
    }
}
