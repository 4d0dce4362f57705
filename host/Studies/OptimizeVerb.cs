using System.CommandLine;
using System.Text.Json;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary><c>optimize</c>: searches parameters over recorded candles, and says how much of the best is luck.</summary>
internal static class OptimizeVerb
{
    private const int UsualTrials = 200;
    private const int MostSurface = 10_000;

    private const string Text =
        "Search parameters over recorded candles. All options of 'backtest' hold for every trial. Ctrl-C keeps what was done; the same command goes on from there.\n\n" +
        "Example: powertrader optimize --candles BTC-USDT.csv --param strategy.startLevel=2..5 --param strategy.trailingGapPercent=0.25..1:0.25 --holdout 180d\n" +
        "Example: powertrader optimize --candles BTC-USDT.csv --param \"strategy.ladderPercents=-5,-10;-10,-20,-40\" --budget 10m --objective calmar --max-drawdown 30";

    public static void AddTo(RootCommand root)
    {
        var options = new SearchOptionSet(UsualTrials);
        var holdout = new Option<string?>("--holdout") { Description = "Time at the end that the search never sees, for example 180d: the best is tested there (default: none)" };
        var surface = new Option<string?>("--surface") { Description = "File for the trials, as 'backtest --report PAGE --trials FILE' shows them" };
        var command = new Command("optimize", Text);
        options.AddTo(command);
        command.Options.Add(holdout);
        command.Options.Add(surface);
        command.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            var kept = Durations.Read(faults, "--holdout", parsed.GetValue(holdout), "180d", TimeSpan.FromDays(1), TimeSpan.FromDays(36_500));
            return Task.FromResult(Run(options.Read(parsed, faults), kept, parsed.GetValue(surface), token));
        });
        root.Subcommands.Add(command);
    }

    private static int Run(SearchOptions options, TimeSpan? holdout, string? surface, CancellationToken cancellationToken)
    {
        if (StudyGround.Open(options.Backtest, options.Space, cancellationToken) is not { } ground) return ExitCodes.Done;
        var cut = ground.To - (holdout ?? TimeSpan.Zero);
        if (cut <= ground.From) throw new UsageException($"--holdout '{Durations.Text(holdout!.Value)}' leaves nothing of the {(ground.To - ground.From).TotalDays:0} days that are traded; use a shorter one");
        var request = ground.Request with { Until = cut };
        var question = StudyQuestion.Of("optimize", options, request, ("--holdout", holdout is { } time ? Durations.Text(time) : ""));
        using var job = StudyJob.Open(options.Job ?? StudyJob.DefaultPath("optimize", question), question);
        var search = new Search(options, job, cancellationToken);
        var isWhole = search.Run(0, request);
        var report = Report(options, ground, request, holdout is null ? null : cut, search, isWhole, cancellationToken);
        if (surface is not null) TrialFile.Write(surface, options, search.Trials(0));
        if (options.Backtest.Json) Console.WriteLine(JsonSerializer.Serialize(report, StudyJson.Default.OptimizeReport));
        else OptimizeText.Print(report, options.Objective, request.Series[0].Timeframe);
        return ExitCodes.Done;
    }

    private static OptimizeReport Report(
        SearchOptions options, StudyGround ground, BacktestRequest request, DateTimeOffset? cut, Search search, bool isWhole, CancellationToken cancellationToken)
    {
        var trials = search.Trials(0);
        var best = options.Ranking.Best(trials);
        var found = best is null ? null : InSample(options, ground, request, best, trials, cancellationToken);
        var judged = best is null ? null : LuckFigures.Of(SearchJudgement.Of(best, trials, CancellationToken.None));
        var after = best is null || cut is null || cancellationToken.IsCancellationRequested ? null
            : ground.Report(StudyGround.ChoiceOf(request, options.Space, best.Point).Over(ground.Request) with { From = cut }, cancellationToken);
        var failed = trials.Where(trial => trial.Failure is not null).ToList();
        var outside = trials.Count(trial => trial.Figures is { } figures && options.Ranking.Limits.Broken(figures) is not null);
        var drawn = search.DrawnOf(0);
        return new OptimizeReport(
            isWhole ? "complete" : "partial", Note(search, isWhole, best, trials, options), request.Strategy, [.. request.Series.Select(series => series.Symbol.Value).Order(StringComparer.Ordinal)],
            ground.From, request.Until!.Value, options.Objective.Name, options.Order, request.Seed,
            new TrialCount(options.Space.Size, drawn, trials.Count - drawn, failed.Count, outside, search.Kept, Math.Round(search.Rate, 1)),
            found, judged, after, [.. failed.Take(5).Select(trial => new FailedTrial(options.Space.AssignmentsOf(trial.Point), trial.Failure!))], search.JobFile, Math.Round(ground.Timings.Forecasting.TotalSeconds, 3));
    }

    private static InSampleFigures InSample(SearchOptions options, StudyGround ground, BacktestRequest request, Trial best, IReadOnlyList<Trial> trials, CancellationToken cancellationToken)
    {
        TrialRow Row(Trial trial) => TrialRow.Of(trial, options.Space.AssignmentsOf(trial.Point), options.Objective);
        var ranked = options.Ranking.Of(trials);
        var figures = ground.Report(StudyGround.ChoiceOf(request, options.Space, best.Point).Over(request), cancellationToken);
        var (given, range) = cancellationToken.IsCancellationRequested ? (null, null) : AsGiven(request, cancellationToken);
        return new InSampleFigures(
            Row(best), [.. ranked.Skip(1).Take(4).Select(Row)], Neighbourhood.Of(options.Space, best, trials, options.Objective), figures, given, range, best.Bracket is null ? null : "ranked by " + InSampleFigures.WorstPath,
            [.. ranked.Take(MostSurface).Select(trial => SurfacePoint.Of(trial, options.Space.AssignmentsOf(trial.Point), options.Objective))]);
    }

    private static (decimal? Single, FigureRange? Range) AsGiven(BacktestRequest request, CancellationToken cancellationToken)
    {
        var lean = request with { KeepsDetails = false };
        var run = BacktestEngine.Run(lean, cancellationToken: cancellationToken);
        var bracket = PathRuns.IsKnown(lean) ? null : PathRuns.Bracket(lean, run, cancellationToken);
        return (bracket is { IsTooWide: true } ? null : run.FinalValue, bracket is null ? null : new FigureRange(bracket.Low, bracket.High));
    }

    private static string? Note(Search search, bool isWhole, Trial? best, IReadOnlyList<Trial> trials, SearchOptions options)
    {
        var stopped = isWhole ? null : search.IsStopped ? "stopped by hand: the same command goes on from here" : "the budget is spent: the same command goes on from here";
        if (best is not null) return stopped;
        var why = trials.Count == 0 ? "no trial was finished"
            : trials.All(trial => trial.Failure is not null) ? "every trial failed"
            : $"no trial keeps the limits; the nearest: {trials.Where(trial => trial.Figures is not null).Select(trial => options.Ranking.Limits.Broken(trial.Figures!)).First()}";
        return stopped is null ? why : $"{stopped}; {why}";
    }
}
