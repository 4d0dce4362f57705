using System.Diagnostics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>What a walk-forward study says once its searches are done.</summary>
/// <param name="folds">Whose search is whole, from the first on.</param>
internal sealed class Walk(SearchOptions options, StudyGround ground, Search search, IReadOnlyList<WalkFold> folds)
{
    public WalkForwardReport Report(int planned, string train, string test, bool anchored, CancellationToken cancellationToken)
    {
        var request = ground.Request;
        var chosen = folds.Select(fold => options.Ranking.Best(search.Trials(fold.Number))).ToList();
        var failed = folds.SelectMany(fold => search.Trials(fold.Number)).Where(trial => trial.Failure is not null).ToList();
        List<(WalkFold, StrategyChoice)> steps = [.. folds.Zip(chosen, (fold, trial) => (fold, ChoiceOf(trial)))];
        var watch = Stopwatch.StartNew();
        var tested = steps.Count == 0 ? null : WalkForwardTest.Run(request, steps, CancellationToken.None);
        var timings = new BacktestTimings { Forecasting = ground.Timings.Forecasting, Trading = watch.Elapsed };
        var beside = tested is null || cancellationToken.IsCancellationRequested || tested.Whole.End.Kind != RunEndKind.Completed ? null : Beside(tested, steps, cancellationToken);
        var known = chosen.OfType<Trial>().Take(tested?.Folds.Count ?? 0).ToList();
        var isFailed = tested?.Whole.End.Kind == RunEndKind.Failed;
        return new WalkForwardReport(
            isFailed ? "failed" : folds.Count < planned ? "partial" : "complete", Note(tested, planned), request.Strategy, [.. request.Series.Select(series => series.Symbol.Value).Order(StringComparer.Ordinal)],
            options.Objective.Name, options.Order, request.Seed, train, test, anchored, "carried", planned, tested is null ? [] : [.. tested.Folds.Zip(chosen, Row)],
            tested is not null && known.Count > 0 ? WalkForwardJudgement.Of(tested, known, request.Cash, request.Seed) : null, beside?.AsGiven,
            tested is null ? null : BacktestReport.Of(tested.Whole, (beside?.Rivals ?? [], beside?.Bracket), timings) with { Note = beside is null && !isFailed ? "stopped before rivals were played: the final value stands alone and says little" : null },
            failed.Count, [.. failed.Take(5).Select(trial => new FailedTrial(options.Space.AssignmentsOf(trial.Point), trial.Failure!))], search.JobFile, Math.Round(ground.Timings.Forecasting.TotalSeconds, 3));
    }

    private StrategyChoice ChoiceOf(Trial? trial) => trial is null ? StrategyChoice.Of(ground.Request) : StudyGround.ChoiceOf(ground.Request, options.Space, trial.Point);

    /// <summary>Rivals over the same test windows; their exits are those of the settings as given.</summary>
    private (IReadOnlyList<Rival> Rivals, PathBracket? Bracket, decimal AsGiven)? Beside(WalkForwardTest tested, List<(WalkFold, StrategyChoice)> steps, CancellationToken cancellationToken)
    {
        var window = ground.Request with { From = folds[0].TrainTo, Until = folds[^1].TestTo };
        var given = BacktestEngine.Run(window with { KeepsDetails = false }, cancellationToken: cancellationToken);
        var rivals = Rivals.Of(window, tested.Whole, cancellationToken);
        decimal Final(PricePath path) => WalkForwardTest.Run(ground.Request with { Fills = ground.Request.Fills with { Model = FillModel.Path, Path = path } }, steps, cancellationToken).Whole.FinalValue;
        var bracket = BacktestVerb.IsPathKnown(window) ? null : new PathBracket(window.Cash, tested.Whole.FinalValue, Final(PricePath.Worst), Final(PricePath.Best));
        return cancellationToken.IsCancellationRequested ? null : ([new Rival("settings as given", given.FinalValue, given.MaxDrawdown), .. rivals], bracket, given.FinalValue);
    }

    private FoldRow Row(WalkForwardStep step, Trial? chosen) => new(
        step.Fold.Number, step.Fold.TrainFrom, step.Fold.TrainTo, step.Fold.TestTo, chosen is null ? [] : options.Space.AssignmentsOf(chosen.Point),
        chosen?.Figures is { } figures ? new FoldInSample(options.Objective.Of(figures), figures.FinalValue, figures.MaxDrawdown, figures.ClosedDeals, search.Trials(step.Fold.Number).Count) : null,
        new FoldOutOfSample(step.StartValue, step.EndValue, step.Return, step.MaxDrawdown, step.Locked, step.ClosedDeals, step.Fills));

    private string? Note(WalkForwardTest? tested, int planned)
    {
        if (tested?.Whole.End is { Kind: RunEndKind.Failed } end) return $"{end.Why}; the figures are of the time before";
        return folds.Count == planned ? null : $"{(search.IsStopped ? "stopped by hand" : "the budget is spent")} after {folds.Count} of {planned} windows: the same command goes on from here";
    }
}
