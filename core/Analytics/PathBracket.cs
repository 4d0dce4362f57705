namespace PowerTrader.Core.Analytics;

/// <summary>
/// What a run ends with where the order of prices inside its bars is worst and best for it. Trailing and take-profit exits depend on that order, which four prices
/// do not tell: where much hangs on it, every figure of profit is a range.
/// </summary>
public sealed record PathBracket(decimal StartCash, Along<RunFigures> Runs)
{
    public decimal Low => Runs.Range(run => run.FinalValue).Low;

    public decimal High => Runs.Range(run => run.FinalValue).High;

    public decimal Width => High - Low;

    /// <summary>Wider than a tenth of the profit: the middle of the bracket says nothing, show both ends.</summary>
    public bool IsTooWide => new FigureRange(Low - StartCash, High - StartCash).IsTooWide;

    /// <summary>The least that may have come: of the three runs the one that ended lowest.</summary>
    public RunFigures Lowest => Runs.Lowest(run => run.FinalValue);
}
