using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>One point of a space, played.</summary>
/// <param name="Fold">Window in which it was played; 0 where there is one only.</param>
/// <param name="Point">Number in the space.</param>
/// <param name="Failure">Why there are no figures; null where there are.</param>
/// <param name="Figures">Of the worst path: of the runs in <see cref="Bracket"/> the one that ended lowest, so that no search chooses by the luck of one order of prices.</param>
/// <param name="Returns">Daily ones of the same run; empty of a failed trial.</param>
public sealed record Trial(int Fold, int Point, string? Failure, RunFigures? Figures, IReadOnlyList<double> Returns)
{
    /// <summary>What the order of prices inside bars leaves open; null where it decides nothing, and of a failed trial.</summary>
    public PathBracket? Bracket { get; init; }

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
            return Played(choice.Over(request) with { KeepsDetails = false, KeepsDays = true }, fold, point, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A strategy that throws while it is made is somebody's plug-in: the other trials are worth having.
            return Failed(fold, point, fault.Message.ReplaceLineEndings(" "));
        }
    }

    private static Trial? Played(BacktestRequest request, int fold, int point, CancellationToken cancellationToken)
    {
        var run = BacktestEngine.Run(request, cancellationToken: cancellationToken);
        if (run.End.Kind == RunEndKind.Cancelled) return null;
        if (run.End.Kind == RunEndKind.Failed) return Failed(fold, point, run.End.Why!);
        if (PathRuns.IsKnown(request)) return Of(run, fold, point);
        var runs = PathRuns.Of(request, run, cancellationToken);
        foreach (var (name, along) in (ReadOnlySpan<(string, BacktestRun)>)[("worse", runs.Worse), ("better", runs.Better)])
        {
            if (along.End.Kind == RunEndKind.Cancelled) return null;
            if (along.End.Kind == RunEndKind.Failed) return Failed(fold, point, $"along the {name} order of prices inside bars: {along.End.Why}");
        }
        return Of(runs.Lowest(each => each.FinalValue), fold, point) with { Bracket = new PathBracket(request.Cash, runs.Select(RunFigures.Of)) };
    }

    private static Trial Of(BacktestRun run, int fold, int point)
    {
        var returns = RunFigures.ReturnsOf(run);
        return new Trial(fold, point, null, RunFigures.Of(run, returns), returns);
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
