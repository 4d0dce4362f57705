using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A trial on its worst path: of the run and the two along the worse and the better order of prices inside bars the one that ended lowest.</summary>
/// <param name="Objective">Null where the trial has no such figure, and where the order of prices decides more than a tenth of its profit.</param>
/// <param name="Range">Of the objective over the three runs; null where the order decides nothing, or one of them has no such figure.</param>
internal sealed record TrialRow(IReadOnlyList<string> Parameters, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Objective, RatioRange? Range, ShownFigures Figures)
{
    public static TrialRow Of(Trial trial, IReadOnlyList<string> parameters, Objective objective)
    {
        var point = SurfacePoint.Of(trial, parameters, objective);
        return new TrialRow(parameters, point.Objective, point.Range, ShownFigures.Of(trial.Figures!, trial.Bracket));
    }
}

/// <summary>A trial without figures.</summary>
internal sealed record FailedTrial(IReadOnlyList<string> Parameters, string Why);

/// <param name="Space">Combinations that there are.</param>
/// <param name="Drawn">Of the search itself; neighbours of the best come on top.</param>
/// <param name="OutsideLimits">Trials that broke <c>--max-drawdown</c> or <c>--min-trades</c>.</param>
/// <param name="Kept">Of them, trials that the job held already.</param>
internal sealed record TrialCount(long Space, int Drawn, int Neighbours, int Failed, int OutsideLimits, int Kept, double ASecond);

/// <summary>Probabilities that the best is no luck. Ratios per day, of the trials' worst paths.</summary>
/// <param name="DeflatedSharpe">Probability of a true ratio above what the best of so many would have by luck.</param>
/// <param name="OverfittingProbability">How often the best of one half of the time is below the middle in the other half.</param>
internal sealed record LuckFigures(
    int Trials, int Days, double? SharpeADay, double? SharpeByChance, double? ProbabilisticSharpe, double? DeflatedSharpe, double? OverfittingProbability, int? Splits, string? Missing)
{
    public static LuckFigures Of(SearchJudgement judged) => new(
        judged.Trials, judged.Days, judged.Sharpe?.Sharpe, judged.Sharpe?.ByChance, judged.Sharpe?.Probabilistic, judged.Sharpe?.Deflated, judged.Overfitting?.Probability, judged.Overfitting?.Splits, judged.Missing);
}

/// <summary>The best of a search on the bars that it was chosen on: what is in here flatters.</summary>
/// <param name="AsGiven">Final value on the same bars with the settings as given, without a search; null where the order of prices decides too much.</param>
/// <param name="AsGivenRange">Null where the order of prices decides nothing.</param>
/// <param name="Note">What trials are ranked by where the order of prices inside bars matters.</param>
/// <param name="Surface">Every trial that may be chosen, best first, at most 10,000.</param>
internal sealed record InSampleFigures(
    TrialRow Best, IReadOnlyList<TrialRow> Next, Neighbourhood Neighbourhood, BacktestReport Figures, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? AsGiven, FigureRange? AsGivenRange, string? Note,
    IReadOnlyList<SurfacePoint> Surface)
{
    public const string WorstPath = "the worst path of each: of the run and two more, along the worse and the better order of prices inside bars, the one that ended lowest; neighbours and luck are of it too";
}

/// <param name="Objective">In sample, on the worst path; null where the order of prices decides more than a tenth of the trial's profit.</param>
/// <param name="Range">Over the three runs.</param>
internal sealed record SurfacePoint(IReadOnlyList<string> Parameters, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Objective, RatioRange? Range)
{
    public static SurfacePoint Of(Trial trial, IReadOnlyList<string> parameters, Objective objective) => new(
        parameters, trial.Bracket is { IsTooWide: true } ? null : objective.Of(trial.Figures!), trial.Bracket?.Runs.Range(objective.Of));
}

/// <summary>What a search found.</summary>
/// <param name="Result"><c>complete</c> or <c>partial</c>.</param>
/// <param name="InSample">Null where no trial may be chosen.</param>
/// <param name="Holdout">The best on the time that the search never saw; null without <c>--holdout</c>.</param>
internal sealed record OptimizeReport(
    string Result, string? Note, string Strategy, IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset To, string Objective, string Search, long Seed, TrialCount Trials,
    InSampleFigures? InSample, LuckFigures? Luck, BacktestReport? Holdout, IReadOnlyList<FailedTrial> Failures, string Job, double ForecastSeconds);
