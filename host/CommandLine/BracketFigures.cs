using PowerTrader.Core.Analytics;

namespace PowerTrader.Host.CommandLine;

/// <summary>Figures of profit over the runs that the bars allow, each from its least to its most.</summary>
/// <param name="Cagr">Null, as the ratios behind it, where one of the runs has none.</param>
internal sealed record FigureRanges(
    FigureRange FinalValue, FigureRange Profit, FigureRange Return, FigureRange RealisedProfit, FigureRange UnrealisedProfit, FigureRange MaxDrawdown, FigureRange LockedCapital,
    RatioRange? Cagr, RatioRange? Sharpe, RatioRange? Sortino, RatioRange? Calmar)
{
    public static FigureRanges Of(PathBracket bracket)
    {
        var runs = bracket.Runs;
        return new FigureRanges(
            runs.Range(run => run.FinalValue), runs.Range(run => run.Profit), runs.Range(run => run.Return), runs.Range(run => run.Realised), runs.Range(run => run.Unrealised),
            runs.Range(run => run.MaxDrawdown), runs.Range(run => run.Locked), runs.Range(run => run.Cagr), runs.Range(run => run.Sharpe), runs.Range(run => run.Sortino), runs.Range(run => run.Calmar));
    }
}

/// <summary>What the order of prices inside bars leaves open.</summary>
/// <param name="Low">The lowest of three final values: of the run, and of two decided each minute along the worse and the better path.</param>
/// <param name="Worst">On the path that is worse for what is held; <paramref name="Best"/> on the other.</param>
/// <param name="TooWide">Wider than a tenth of the profit: no single number is true.</param>
/// <param name="Asked">The run itself, one of the three.</param>
/// <param name="Why">What is to be made of it, where it is too wide.</param>
internal sealed record BracketFigures(decimal Low, decimal High, decimal Worst, decimal Best, bool TooWide, AskedFigures Asked, FigureRanges Ranges, string? Why)
{
    public static BracketFigures Of(PathBracket bracket)
    {
        var (asked, worse, better) = bracket.Runs;
        return new BracketFigures(
            bracket.Low, bracket.High, worse.FinalValue, better.FinalValue, bracket.IsTooWide, new AskedFigures(asked.FinalValue, asked.Realised, asked.Unrealised, asked.MaxDrawdown),
            FigureRanges.Of(bracket), bracket.IsTooWide ? RangeText.NoSingle : null);
    }
}

/// <summary>The run as it was asked for.</summary>
internal sealed record AskedFigures(decimal FinalValue, decimal RealisedProfit, decimal UnrealisedProfit, decimal MaxDrawdown);
