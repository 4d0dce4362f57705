using System.Diagnostics;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>What a walk-forward study says once its searches are done.</summary>
/// <param name="folds">Whose search is whole, from the first on.</param>
internal sealed class Walk(SearchOptions options, StudyGround ground, Search search, IReadOnlyList<WalkFold> folds)
{
    /// <summary>The walk itself, the same along both orders of prices (null where they decide nothing, or were not asked), and who stands beside it.</summary>
    private sealed record Walked(WalkForwardTest Test, Along<WalkForwardTest>? Along, PathBracket? Bracket, IReadOnlyList<Rival>? Rivals)
    {
        public bool IsFailed => Test.Whole.End is { Kind: RunEndKind.Failed, IsBeyondRange: false };
    }

    public WalkForwardReport Report(int planned, string train, string test, bool anchored, CancellationToken cancellationToken)
    {
        var request = ground.Request;
        var chosen = folds.Select(fold => options.Ranking.Best(search.Trials(fold.Number))).ToList();
        var failed = folds.SelectMany(fold => search.Trials(fold.Number)).Where(trial => trial.Failure is not null).ToList();
        var watch = Stopwatch.StartNew();
        var walked = folds.Count == 0 ? null : Play([.. folds.Zip(chosen, (fold, trial) => (fold, ChoiceOf(trial)))], cancellationToken);
        var timings = new BacktestTimings { Forecasting = ground.Timings.Forecasting, Trading = watch.Elapsed };
        var (judgement, along) = Judged(walked, chosen);
        return new WalkForwardReport(
            walked is { IsFailed: true } ? "failed" : folds.Count < planned ? "partial" : "complete", Note(walked?.Test, planned), request.Strategy, [.. request.Series.Select(series => series.Symbol.Value).Order(StringComparer.Ordinal)],
            options.Objective.Name, options.Order, request.Seed, train, test, anchored, "carried", planned, walked is null ? [] : [.. walked.Test.Folds.Select((step, place) => Row(walked, step, place, chosen[place]))],
            judgement, along, walked?.Rivals?[0], walked is null ? null : Whole(walked, timings),
            failed.Count, [.. failed.Take(5).Select(trial => new FailedTrial(options.Space.AssignmentsOf(trial.Point), trial.Failure!))], search.JobFile, Math.Round(ground.Timings.Forecasting.TotalSeconds, 3));
    }

    private StrategyChoice ChoiceOf(Trial? trial) => trial is null ? StrategyChoice.Of(ground.Request) : StudyGround.ChoiceOf(ground.Request, options.Space, trial.Point);

    /// <summary>Once the searches are done the walk itself is short: it is played to its end even where somebody stopped them.</summary>
    private Walked Play(List<(WalkFold Fold, StrategyChoice Choice)> steps, CancellationToken cancellationToken)
    {
        var tested = WalkForwardTest.Run(ground.Request, steps, CancellationToken.None);
        if (cancellationToken.IsCancellationRequested || tested.Whole.End is { Kind: RunEndKind.Failed, IsBeyondRange: false }) return new Walked(tested, null, null, null);
        var along = PathRuns.IsKnown(ground.Request) ? null : WalkForwardTest.Along(ground.Request, steps, tested, CancellationToken.None);
        var bracket = along is null ? null : new PathBracket(ground.Request.Cash, along.Select(walk => RunFigures.Of(walk.Whole)));
        return new Walked(tested, along, bracket, tested.Whole.End.Kind == RunEndKind.Completed ? Rivals(tested, cancellationToken) : null);
    }

    /// <summary>Over the same test windows, who searched nothing first; their exits are those of the settings as given.</summary>
    private IReadOnlyList<Rival>? Rivals(WalkForwardTest tested, CancellationToken cancellationToken)
    {
        var window = ground.Request with { From = folds[0].TrainTo, Until = folds[^1].TestTo, KeepsDetails = false };
        var given = BacktestEngine.Run(window, cancellationToken: cancellationToken);
        var asGiven = Rival.Of("settings as given", given, PathRuns.IsKnown(window) ? null : PathRuns.Bracket(window, given, cancellationToken));
        var rivals = Core.Backtesting.Rivals.Of(window, tested.Whole, cancellationToken);
        return cancellationToken.IsCancellationRequested ? null : [asGiven, .. rivals];
    }

    private static BacktestReport Whole(Walked walked, BacktestTimings timings) => BacktestReport.Of(walked.Test.Whole, (walked.Rivals ?? [], walked.Bracket), timings) with
    {
        Note = walked.Rivals is null && walked.Test.Whole.End.Kind == RunEndKind.Completed ? "stopped before rivals were played: the final value stands alone and says little" : null,
    };

    /// <summary>One, or one for each of the three walks.</summary>
    private (WalkForwardJudgement? Single, Along<WalkForwardJudgement>? Along) Judged(Walked? walked, List<Trial?> chosen)
    {
        var known = chosen.OfType<Trial>().Take(walked?.Test.Folds.Count ?? 0).ToList();
        if (walked is null || known.Count == 0) return (null, null);
        WalkForwardJudgement Judge(WalkForwardTest test, Func<Along<RunFigures>, RunFigures> along) => WalkForwardJudgement.Of(
            test, [.. known.Select(trial => trial.Bracket is { } bracket ? along(bracket.Runs) : trial.Figures!)], ground.Request.Cash, ground.Request.Seed);
        var asked = Judge(walked.Test, runs => runs.Asked);
        return walked is not { Along: { } three, Bracket.IsTooWide: true } ? (asked, null)
            : (null, new Along<WalkForwardJudgement>(asked, Judge(three.Worse, runs => runs.Worse), Judge(three.Better, runs => runs.Better)));
    }

    private FoldRow Row(Walked walked, WalkForwardStep step, int place, Trial? chosen) => new(
        step.Fold.Number, step.Fold.TrainFrom, step.Fold.TrainTo, step.Fold.TestTo, chosen is null ? [] : options.Space.AssignmentsOf(chosen.Point),
        chosen is null ? null : FoldInSample.Of(chosen, options.Objective, search.Trials(step.Fold.Number).Count),
        FoldOutOfSample.Of(step, walked.Along?.Select(walk => walk.Folds[place]), ground.Request.Cash, walked.Test.Whole.End.IsBeyondRange));

    private string? Note(WalkForwardTest? tested, int planned)
    {
        if (tested?.Whole.End is { Kind: RunEndKind.Failed } end)
            return end.IsBeyondRange ? $"window {tested.Folds.Count} of {planned} is the last that could be traded: {end.Why}" : $"{end.Why}; the figures are of the time before";
        return folds.Count == planned ? null : $"{(search.IsStopped ? "stopped by hand" : "the budget is spent")} after {folds.Count} of {planned} windows: the same command goes on from here";
    }
}
