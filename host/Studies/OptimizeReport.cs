using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Objective">Null where the trial has no such figure.</param>
internal sealed record TrialRow(IReadOnlyList<string> Parameters, double? Objective, TrialFigures Figures);

/// <summary>A trial without figures.</summary>
internal sealed record FailedTrial(IReadOnlyList<string> Parameters, string Why);

/// <param name="Space">Combinations that there are.</param>
/// <param name="Drawn">Of the search itself; neighbours of the best come on top.</param>
/// <param name="OutsideLimits">Trials that broke <c>--max-drawdown</c> or <c>--min-trades</c>.</param>
/// <param name="Kept">Of them, trials that the job held already.</param>
internal sealed record TrialCount(long Space, int Drawn, int Neighbours, int Failed, int OutsideLimits, int Kept, double ASecond);

/// <summary>Probabilities that the best is no luck. Ratios per day.</summary>
/// <param name="DeflatedSharpe">Probability of a true ratio above what the best of so many would have by luck.</param>
/// <param name="OverfittingProbability">How often the best of one half of the time is below the middle in the other half.</param>
internal sealed record LuckFigures(
    int Trials, int Days, double? SharpeADay, double? SharpeByChance, double? ProbabilisticSharpe, double? DeflatedSharpe, double? OverfittingProbability, int? Splits, string? Missing)
{
    public static LuckFigures Of(SearchJudgement judged) => new(
        judged.Trials, judged.Days, judged.Sharpe?.Sharpe, judged.Sharpe?.ByChance, judged.Sharpe?.Probabilistic, judged.Sharpe?.Deflated, judged.Overfitting?.Probability, judged.Overfitting?.Splits, judged.Missing);
}

/// <summary>The best of a search on the bars that it was chosen on: what is in here flatters.</summary>
/// <param name="AsGiven">Final value on the same bars with the settings as given, without a search.</param>
/// <param name="Note">Where the bracket of the best is too wide: what the trials' single numbers are then.</param>
/// <param name="Surface">Every trial that may be chosen, best first, at most 10,000.</param>
internal sealed record InSampleFigures(
    TrialRow Best, IReadOnlyList<TrialRow> Next, Neighbourhood Neighbourhood, BacktestReport Figures, decimal? AsGiven, string? Note, IReadOnlyList<SurfacePoint> Surface)
{
    /// <summary>Trials are ranked by runs along one order of prices.</summary>
    public const string OneOrder = "Values of trials are those of the asked order of prices inside bars alone; how far another one moves the best is in its bracket.";
}

/// <param name="Objective">In sample.</param>
internal sealed record SurfacePoint(IReadOnlyList<string> Parameters, double? Objective);

/// <summary>What a search found.</summary>
/// <param name="Result"><c>complete</c> or <c>partial</c>.</param>
/// <param name="InSample">Null where no trial may be chosen.</param>
/// <param name="Holdout">The best on the time that the search never saw; null without <c>--holdout</c>.</param>
internal sealed record OptimizeReport(
    string Result, string? Note, string Strategy, IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset To, string Objective, string Search, long Seed, TrialCount Trials,
    InSampleFigures? InSample, LuckFigures? Luck, BacktestReport? Holdout, IReadOnlyList<FailedTrial> Failures, string Job, double ForecastSeconds);
