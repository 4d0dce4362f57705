using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>One point of a space, played.</summary>
/// <param name="Fold">Window in which it was played; 0 where there is one only.</param>
/// <param name="Point">Number in the space.</param>
/// <param name="Failure">Why there are no figures; null where there are.</param>
/// <param name="Returns">Daily ones; empty of a failed trial.</param>
public sealed record Trial(int Fold, int Point, string? Failure, TrialFigures? Figures, IReadOnlyList<double> Returns)
{
    /// <summary>Plays a point. What throws fails this trial alone.</summary>
    /// <param name="request">What is asked at every point; forecasts on tapes are shared by all.</param>
    /// <returns>Null where it was cancelled: half a trial is none.</returns>
    public static Trial? Run(BacktestRequest request, ParameterSpace space, int fold, int point, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(space);
        try
        {
            var (choice, faults) = StrategyAxes.With(request, space.AssignmentsOf(point));
            if (faults.Count > 0) return Failed(fold, point, string.Join("; ", faults));
            var run = BacktestEngine.Run(choice.Over(request) with { KeepsDetails = false, KeepsDays = true }, cancellationToken: cancellationToken);
            if (run.End.Kind == RunEndKind.Cancelled) return null;
            if (run.End.Kind == RunEndKind.Failed) return Failed(fold, point, run.End.Why!);
            var returns = ReturnsOf(run);
            return new Trial(fold, point, null, TrialFigures.Of(run, returns), returns);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A strategy that throws while it is made is somebody's plug-in: the other trials are worth having.
            return Failed(fold, point, fault.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>Daily returns of a run whose days were kept.</summary>
    public static double[] ReturnsOf(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. DailyReturns.Of([new PricePoint(run.Start, run.StartCash), .. run.Days.Select(point => new PricePoint(point.Time, point.Equity))]).Values];
    }

    private static Trial Failed(int fold, int point, string why) => new(fold, point, why, null, []);
}

/// <summary>Finds the best of many trials.</summary>
/// <param name="Objective">The more the better.</param>
public sealed record Ranking(Objective Objective, TrialLimits Limits)
{
    /// <summary>Best first; failed trials and those outside the limits left out. Equal ones by their points, so that the order of their ends does not matter.</summary>
    public IReadOnlyList<Trial> Of(IEnumerable<Trial> trials) =>
    [
        .. trials.Where(trial => trial.Figures is { } figures && Limits.Broken(figures) is null)
            .OrderByDescending(trial => Objective.Of(trial.Figures!) ?? double.NegativeInfinity).ThenBy(trial => trial.Point),
    ];

    /// <summary>Null where none may be chosen.</summary>
    public Trial? Best(IEnumerable<Trial> trials) => Of(trials) is [var best, ..] ? best : null;
}
