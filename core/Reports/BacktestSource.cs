using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Reports;

/// <summary>Makes a report's source of a backtest.</summary>
public static class BacktestSource
{
    /// <param name="run">Of the request, with its details kept.</param>
    /// <param name="rivals">Empty where they were not played.</param>
    public static ReportSource Of(BacktestRequest request, BacktestRun run, IReadOnlyList<RivalRun> rivals, PathBracket? bracket)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(rivals);
        return new ReportSource("backtest", BacktestPerformance.Of(run, request), HonestFigures.Of(run, [.. rivals.Select(rival => rival.Rival)]))
        {
            Coins = [.. request.Series.Select(series => CoinOf(series, run))],
            Rivals = rivals,
            Bracket = bracket,
        };
    }

    /// <summary>Of all marks those that a page shows: rivals need no others.</summary>
    public static IReadOnlyList<DateTimeOffset> InstantsOf(BacktestRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return [.. CurveThinning.Keep(new CurveMarks(run), []).Select(kept => kept.Mark.Time)];
    }

    /// <summary>Both ends of what the bars leave open: two more runs with their curves, one after the other.</summary>
    public static IReadOnlyList<SourcePath> PathsOf(BacktestRequest request, CancellationToken cancellationToken = default)
    {
        SourcePath Of(string name, PricePath path)
        {
            var own = PathRuns.Through(request, path) with { KeepsDetails = true, KeepsEquity = true };
            var run = BacktestEngine.Run(own, cancellationToken: cancellationToken);
            return new SourcePath(name, run.Equity, Performance.Of(BacktestPerformance.Of(run, own)));
        }
        return [Of("worse", PricePath.Worst), Of("better", PricePath.Best)];
    }

    /// <summary>From the first bar that counts to the last.</summary>
    private static ReportCoin CoinOf(BacktestSeries series, BacktestRun run)
    {
        var columns = CandleColumns.Of(series.Candles);
        var first = columns.FirstAt(run.Start);
        // Nothing is copied, nor made before it is asked for: half a million bars have a million forecasts.
        return new ReportCoin(
            series.Symbol, series.Timeframe, columns.View(first, columns.FirstAt(run.End.At) - first), series.Tape?.Bounds is { } bounds ? LevelsOf(bounds, series, run.Start) : []);
    }

    private static IEnumerable<ForecastLevel> LevelsOf(TapeBounds bounds, BacktestSeries series, DateTimeOffset start)
    {
        foreach (var timeframe in Timeframes.All)
        {
            foreach (var made in bounds.All[(int)timeframe])
            {
                // Known at the close of the bar that it learned last.
                var from = series.Candles[made.Bar].OpenTime + series.Timeframe.Length();
                if (from >= start) yield return new ForecastLevel(from, timeframe, (decimal)made.Low, (decimal)made.High);
            }
        }
    }
}
