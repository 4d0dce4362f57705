using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Candles read and forecast once, for every run of a study.</summary>
internal sealed record StudyGround(BacktestRequest Request, DateTimeOffset From, DateTimeOffset To, BacktestTimings Timings)
{
    private const string Origin = "--param: ";

    /// <summary>Points that are made to find one that can be played.</summary>
    private const int MostAttempts = 1000;

    /// <param name="space">Of a search; null where one run is studied.</param>
    /// <returns>Null where it was stopped while forecasting.</returns>
    /// <exception cref="UsageException">A file cannot be used, or the strategy cannot be made.</exception>
    public static StudyGround? Open(BacktestOptions options, ParameterSpace? space, CancellationToken cancellationToken)
    {
        var series = BacktestVerb.Read(options, leastBars: 1);
        if (space is null) BacktestVerb.RequireStrategy(BacktestVerb.RequestOf(options, series));
        else options = Playable(options, series, space);
        var timings = new BacktestTimings();
        try
        {
            series = BacktestVerb.WithTapes(options, series, timings, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped while forecasting: nothing was tried yet. The same command begins again; --forecasts FILE keeps forecasts.");
            return null;
        }
        var request = BacktestVerb.RequestOf(options, series);
        // As a backtest without a window: the first part of the bars only warms up.
        var warmup = request.Warmup ?? BarStrategies.Create(request).Warmup;
        var from = series.Min(each => each.Candles[(int)(each.Candles.Count * warmup)].OpenTime);
        var to = series.Max(each => each.Candles[^1].OpenTime + each.Timeframe.Length());
        return new StudyGround(request with { From = from }, from, to, timings);
    }

    /// <summary>The run of one point with everything kept, and what stands beside it; the latter only where nobody stopped it.</summary>
    public BacktestReport Report(BacktestRequest request, CancellationToken cancellationToken)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        // Short beside the search before it: a search that was stopped still shows its best.
        request = request with { KeepsDays = true };
        var run = BacktestEngine.Run(request, cancellationToken: CancellationToken.None);
        var timings = new BacktestTimings { Forecasting = Timings.Forecasting, Trading = watch.Elapsed };
        var beside = Beside(request, run, cancellationToken);
        return BacktestReport.Of(run, beside ?? ([], null), timings) with
        {
            Note = beside is null ? "stopped before rivals and bracket were played: the final value stands alone and says little" : null,
            Remark = BacktestVerb.Remark(run, request.Series),
        };
    }

    private static (IReadOnlyList<Rival> Rivals, PathBracket? Bracket)? Beside(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken)
    {
        if (run.End.Kind != RunEndKind.Completed || cancellationToken.IsCancellationRequested) return null;
        var rivals = Rivals.Of(request, run, cancellationToken);
        var bracket = PathRuns.IsKnown(request) ? null : PathRuns.Bracket(request, run, cancellationToken);
        return cancellationToken.IsCancellationRequested ? null : (rivals, bracket);
    }

    /// <summary>As given; where that cannot be played, with the first combination that can.</summary>
    private static BacktestOptions Playable(BacktestOptions options, List<BacktestSeries> series, ParameterSpace space)
    {
        var request = BacktestVerb.RequestOf(options, series);
        UsageException? first = null;
        for (var point = -1; point < Math.Min(space.Size, MostAttempts); point++)
        {
            var choice = point < 0 ? StrategyChoice.Of(request) : ChoiceOf(request, space, point);
            try
            {
                BacktestVerb.RequireStrategy(choice.Over(request));
                return options with { Settings = choice.Settings, Parameters = choice.Parameters };
            }
            catch (UsageException fault)
            {
                first = point <= 0 ? fault : first;
            }
        }
        throw new UsageException($"--param: none of the {(space.Size > MostAttempts ? "first " : "")}{Math.Min(space.Size, MostAttempts)} combinations can be played: {string.Join("; ", first!.Faults.Select(fault => fault.StartsWith(Origin, StringComparison.Ordinal) ? fault[Origin.Length..] : fault))}");
    }

    public static StrategyChoice ChoiceOf(BacktestRequest request, ParameterSpace space, int point) => StrategyAxes.With(request, space.AssignmentsOf(point)).Choice;
}
