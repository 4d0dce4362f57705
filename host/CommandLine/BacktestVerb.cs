using System.CommandLine;
using System.Diagnostics;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Reports;
using PowerTrader.Core.Strategy;
using PowerTrader.Host.Running;
using Symbol = PowerTrader.Core.Markets.Symbol;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backtest</c>: recorded candles in, figures out. Nothing is stored but forecasts where asked.</summary>
internal static class BacktestVerb
{
    private const int LargeFile = 100_000;

    private const string Text =
        "Run a strategy over recorded candles. Ctrl-C keeps what was done.\n\nExample: powertrader backtest --candles BTC-USDT.csv --set strategy.stopLossPercent=40 --json\n" +
        "Example: powertrader backtest --candles BTC-USDT.csv --strategy dca --param maxSafety=4 --param target=2:50,4:50\n" +
        "Example: powertrader backtest --candles kucoin_BTC-USDT_1h.csv,kucoin_ETH-USDT_1h.csv --fill path --path worst";

    public static void AddTo(RootCommand root)
    {
        var options = new BacktestOptionSet(hasReports: true);
        var command = new Command("backtest", Text);
        options.AddTo(command);
        command.SetAction((parsed, token) => Task.FromResult(Run(options.Read(parsed), token)));
        root.Subcommands.Add(command);
    }

    private static int Run(BacktestOptions options, CancellationToken cancellationToken)
    {
        var series = Read(options, leastBars: 1);
        Shrink(series);
        RequireStrategy(RequestOf(options, series));
        var timings = new BacktestTimings();
        try
        {
            series = WithTapes(options, series, timings, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped while forecasting: no bar was traded yet.");
            return ExitCodes.Done;
        }
        Shrink(series);
        var request = RequestOf(options, series) with { KeepsEquity = options.Reports.IsWanted, KeepsOrders = false, KeepsDays = true };
        using var progress = new PercentLine("backtest", series.Max(each => each.Candles.Count), !options.Json);
        var watch = Stopwatch.StartNew();
        var run = BacktestEngine.Run(request, progress: progress, cancellationToken: cancellationToken);
        timings.Trading = watch.Elapsed;
        progress.Dispose();
        var beside = Beside(options.Reports.IsWanted ? request with { EquityAt = BacktestSource.InstantsOf(run) } : request, run, options.Reports.IsWanted, cancellationToken);
        var (rivals, bracket) = beside ?? ([], null);
        var report = BacktestReport.Of(run, ([.. rivals.Select(played => played.Rival)], bracket), timings) with { Note = Note(run, beside is null), Remark = Remark(run, series) };
        if (options.Json) Console.WriteLine(report.ToJson());
        else BacktestText.Print(report, series[0].Timeframe);
        if (options.Reports.IsWanted)
        {
            var paths = bracket is { IsTooWide: true } ? BacktestSource.PathsOf(request, cancellationToken) : [];
            Shrink(series);
            options.Reports.Write(BacktestSource.Of(request, run, rivals, bracket) with { Notes = [.. Notes(report)], Paths = paths });
        }
        if (run.End.Kind != RunEndKind.Failed) return ExitCodes.Done;
        Console.Error.WriteLine($"{run.End.Why}; the figures are of the {run.Bars} bars before");
        return run.End.IsBeyondRange ? ExitCodes.WrongUsage : ExitCodes.WorldFailed;
    }

    /// <summary>Gives back what a part of the work on large files left behind: it would stay beneath everything that follows.</summary>
    private static void Shrink(List<BacktestSeries> series)
    {
        if (series.Sum(each => each.Candles.Count) > LargeFile) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    /// <summary>Parameters and the money that they need are refused before anything is computed.</summary>
    internal static void RequireStrategy(BacktestRequest request)
    {
        try
        {
            BarStrategies.Create(request);
        }
        catch (ParameterException fault)
        {
            throw new UsageException([.. fault.Faults.Select(each => "--param: " + each)]);
        }
        catch (Exception fault) when (request.Registry.FindStrategy(request.Strategy) is { Create: not null })
        {
            throw new UsageException($"--strategy '{request.Strategy}' failed when it was made: {fault.Message.ReplaceLineEndings(" ")}; ask its author");
        }
    }

    /// <summary>What a reader of the report must know first.</summary>
    private static IEnumerable<string> Notes(BacktestReport report)
    {
        if (report.Note is { } partial) yield return "Partial result: " + partial + ".";
        if (report.Bracket is { TooWide: true }) yield return "The order of prices inside bars decides more than a tenth of the profit: figures of profit are ranges over three runs that these bars allow. Candles, deals and attribution are those of the run as it was asked for. Shorter candles (--intrabar) narrow it.";
        if (report.Remark is { } remark) yield return $"{char.ToUpperInvariant(remark[0])}{remark[1..]}.";
    }

    /// <summary>Why a run without a fill may have none.</summary>
    internal static string? Remark(BacktestRun run, IReadOnlyList<BacktestSeries> series) => run.Fills.Count > 0 || run.End.Kind != RunEndKind.Completed ? null
        : series.All(each => each.Candles.Count == 1) ? "nothing was traded: what is decided at a bar's close meets the next bar, and there is none"
        : series.All(each => each.Candles.Count < CandleFiles.UsualLeast) ? $"nothing was traded: {series.Max(each => each.Candles.Count)} bars are fewer than forecasts, averages and deals need to warm up"
        : "nothing was traded";

    private static string? Note(BacktestRun run, bool isAlone) => run.End.Kind switch
    {
        RunEndKind.Cancelled => "stopped by hand: figures of the bars until then; rivals and bracket were not played",
        RunEndKind.Failed when run.End.IsBeyondRange => "money left its range: figures of the bars until then; rivals and bracket were not played",
        RunEndKind.Failed => "the strategy failed: figures of the bars until then; rivals and bracket were not played",
        _ => isAlone ? "stopped by hand before rivals and bracket were played: the final value stands alone and says little" : null,
    };

    /// <summary>Rivals and bracket of a run that came to its end: beside a part of it they would compare unlike times. Null where they were not played.</summary>
    private static (IReadOnlyList<RivalRun> Rivals, PathBracket? Bracket)? Beside(BacktestRequest request, BacktestRun run, bool keepsCurves, CancellationToken cancellationToken)
    {
        if (run.End.Kind != RunEndKind.Completed) return null;
        var rivals = Rivals.Play(request, run, keepsCurves, cancellationToken);
        var bracket = PathRuns.IsKnown(request) ? null : PathRuns.Bracket(request, run, cancellationToken);
        return cancellationToken.IsCancellationRequested ? null : (rivals, bracket);
    }

    internal static BacktestRequest RequestOf(BacktestOptions options, List<BacktestSeries> series)
    {
        var request = new BacktestRequest(series) { Strategy = options.Strategy, Registry = options.Registry, Parameters = options.Parameters, Settings = options.Settings, Fills = options.Fills, Cash = options.Cash, Seed = options.Seed };
        return options.IsReference ? SmaCrossBacktest.Idealised(request) : request;
    }

    internal static List<BacktestSeries> Read(BacktestOptions options, int leastBars)
    {
        var series = new List<BacktestSeries>();
        foreach (var path in options.Candles)
        {
            var (bars, used) = CandleFiles.ReadBars(path, options.Timeframe, leastBars);
            RequireForecasts(options, CandleFiles.SymbolOf(path), used, options.Timeframe is null ? Path.GetFileName(path) : $"--timeframe '{used.Name()}'");
            if (series.Count > 0 && series[0].Timeframe != used)
                throw new UsageException($"{Path.GetFileName(path)}: its bars are {used.Name()}, those of {series[0].Symbol} are {series[0].Timeframe.Name()}; --timeframe {(used > series[0].Timeframe ? used : series[0].Timeframe).Name()} makes them alike");
            series.Add(new BacktestSeries(CandleFiles.SymbolOf(path), used, bars));
        }
        foreach (var path in options.Intrabar)
        {
            var index = series.FindIndex(each => each.Symbol == CandleFiles.SymbolOf(path));
            series[index] = series[index] with { Intrabar = CandleFiles.ReadInside(path, series[index].Timeframe) };
        }
        return series;
    }

    /// <summary>Bars too long leave fewer timeframes to forecast than an entry needs: it would never trade.</summary>
    private static void RequireForecasts(BacktestOptions options, Symbol symbol, Timeframe bars, string what)
    {
        var needed = options.Settings.StrategyOf(symbol).StartLevel;
        var forecast = Timeframes.All.Count(each => each >= bars);
        if (options.Strategy != PowerTraderStrategy.StrategyName || forecast >= needed) return;
        throw new UsageException(
            $"{what}: bars of {bars.Name()} leave {forecast} timeframes to forecast, an entry needs LONG {needed}; use {Timeframes.All[Timeframes.Count - needed].Name()} or shorter, or another --strategy");
    }

    /// <summary>Forecasts are computed once, for the run, its rivals and its bracket.</summary>
    internal static List<BacktestSeries> WithTapes(BacktestOptions options, List<BacktestSeries> series, BacktestTimings timings, CancellationToken cancellationToken)
    {
        if (options.IsReference) return series;
        var watch = Stopwatch.StartNew();
        var forecasts = options.Strategy == PowerTraderStrategy.StrategyName;
        var taped = new List<BacktestSeries>();
        foreach (var each in series)
        {
            var tape = options.Forecasts is { } file ? TapeFile.Load(file, each) : null;
            if (tape is null)
            {
                using var progress = new PercentLine($"forecasts of {each.Symbol}", each.Candles.Count, !options.Json && forecasts);
                tape = ForecastTape.Build(each.Timeframe, each.Candles, withBounds: forecasts, forecasts, progress, cancellationToken);
                if (options.Forecasts is { } kept) TapeFile.Save(kept, tape, each);
            }
            taped.Add(each with { Tape = tape });
        }
        timings.Forecasting = watch.Elapsed;
        return taped;
    }
}
