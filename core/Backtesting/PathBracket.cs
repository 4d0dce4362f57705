namespace PowerTrader.Core.Backtesting;

/// <summary>
/// What a run ends with where the order of prices inside its bars is worst and best for it. Trailing and take-profit exits depend on that order, which four prices
/// do not tell: between the two ends nobody knows.
/// </summary>
/// <param name="Decided">The run itself, in whatever model it was made.</param>
/// <param name="Worst">The run on the worse path; not a bound in the strict sense, because a path that is worse now may lead to something better later.</param>
public sealed record PathBracket(decimal StartCash, decimal Decided, decimal Worst, decimal Best)
{
    /// <summary>A bracket wider than this share of the profit allows no single number.</summary>
    public const decimal MaxShare = 0.1m;

    public decimal Low => Math.Min(Decided, Math.Min(Worst, Best));

    public decimal High => Math.Max(Decided, Math.Max(Worst, Best));

    public decimal Width => High - Low;

    /// <summary>The middle of the bracket says nothing: show both ends.</summary>
    public bool IsTooWide => Width > MaxShare * Math.Abs((Low + High) / 2 - StartCash);

    /// <summary>Two runs along paths, decided each minute, beside the run itself.</summary>
    /// <param name="run">Of the request.</param>
    public static PathBracket Of(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(run);
        decimal Final(PricePath path) => BacktestEngine.Run(
            request with { KeepsDetails = false, Fills = request.Fills with { Model = FillModel.Path, Path = path } }, cancellationToken: cancellationToken).FinalValue;
        return new PathBracket(request.Cash, run.FinalValue, Final(PricePath.Worst), Final(PricePath.Best));
    }
}
