using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>Plays a run again along the two ends of what its bars leave open.</summary>
public static class PathRuns
{
    /// <summary>An exit that trails depends on the order of prices inside bars, unless shorter candles tell it. References decide at closes and act at opens alone.</summary>
    public static bool IsKnown(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Registry.FindStrategy(request.Strategy) is { IsReference: true } || request.Series.All(IsCovered);
    }

    /// <summary>The request with every decision made along a path through the bars.</summary>
    public static BacktestRequest Through(BacktestRequest request, PricePath path)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Fills = request.Fills with { Model = FillModel.Path, Path = path } };
    }

    /// <summary>Two more runs beside the run itself; each keeps what the request keeps.</summary>
    /// <param name="run">Of the request.</param>
    public static Along<BacktestRun> Of(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        BacktestRun Played(PricePath path) => request.Fills.Model == FillModel.Path && request.Fills.Path == path ? run : BacktestEngine.Run(Through(request, path), cancellationToken: cancellationToken);
        return new Along<BacktestRun>(run, Played(PricePath.Worst), Played(PricePath.Best));
    }

    /// <summary>Figures of the run and of two more, of which nothing else is kept.</summary>
    /// <param name="run">Of the request; with its days kept, or the bracket has no ratios.</param>
    public static PathBracket Bracket(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new PathBracket(request.Cash, Of(request with { KeepsDetails = false, KeepsDays = true, EquityAt = null }, run, cancellationToken).Select(RunFigures.Of));
    }

    /// <summary>Every bar has a shorter candle inside.</summary>
    private static bool IsCovered(BacktestSeries series)
    {
        if (series.Intrabar is not { } inside) return false;
        var at = 0;
        foreach (var bar in series.Candles)
        {
            while (at < inside.Count && inside[at].OpenTime < bar.OpenTime) at++;
            if (at == inside.Count || inside[at].OpenTime >= bar.OpenTime + series.Timeframe.Length()) return false;
        }
        return true;
    }
}
