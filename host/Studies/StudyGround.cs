using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy.References;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Candles read and forecast once, for every run of a study.</summary>
internal sealed record StudyGround(BacktestRequest Request, DateTimeOffset From, DateTimeOffset To, BacktestTimings Timings)
{
    /// <returns>Null where it was stopped while forecasting.</returns>
    /// <exception cref="UsageException">A file cannot be used.</exception>
    public static StudyGround? Open(BacktestOptions options, CancellationToken cancellationToken)
    {
        var series = BacktestVerb.Read(options);
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
        var run = BacktestEngine.Run(request, cancellationToken: CancellationToken.None);
        var timings = new BacktestTimings { Forecasting = Timings.Forecasting, Trading = watch.Elapsed };
        var beside = Beside(request, run, cancellationToken);
        return BacktestReport.Of(run, beside ?? ([], null), timings) with { Note = beside is null ? "stopped before rivals and bracket were played: the final value stands alone and says little" : null };
    }

    private static (IReadOnlyList<Rival> Rivals, PathBracket? Bracket)? Beside(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken)
    {
        if (run.End.Kind != RunEndKind.Completed || cancellationToken.IsCancellationRequested) return null;
        var rivals = Rivals.Of(request, run, cancellationToken);
        var isKnown = run.Strategy == SmaCrossStrategy.StrategyName || request.Series.All(BacktestVerb.IsCovered);
        var bracket = isKnown ? null : PathBracket.Of(request, run, cancellationToken);
        return cancellationToken.IsCancellationRequested ? null : (rivals, bracket);
    }

    public static TraderSettings SettingsOf(BacktestRequest request, ParameterSpace space, int point) => SettingAxes.With(request.Settings, space.AssignmentsOf(point)).Settings;
}
