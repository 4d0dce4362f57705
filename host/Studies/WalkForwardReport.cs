using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>The chosen settings in their own train window, from the start cash, on the worst path.</summary>
/// <param name="Objective">Null, as the money, where the order of prices inside bars decides more than a tenth of the profit.</param>
/// <param name="Range">Of the objective.</param>
internal sealed record FoldInSample(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Objective, RatioRange? Range, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? FinalValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxDrawdown, FigureRanges? Bracket, int ClosedDeals, int Trials)
{
    public static FoldInSample Of(Trial chosen, Objective objective, int trials)
    {
        var (point, shown) = (SurfacePoint.Of(chosen, [], objective), ShownFigures.Of(chosen.Figures!, chosen.Bracket));
        return new FoldInSample(point.Objective, point.Range, shown.FinalValue, shown.MaxDrawdown, shown.Bracket, shown.ClosedDeals, trials);
    }
}

/// <summary>A window from end to end, over the walks that the bars allow.</summary>
internal sealed record FoldRanges(FigureRange StartValue, FigureRange EndValue, FigureRange Return, FigureRange MaxDrawdown);

/// <summary>A test window. Its money, return and drawdown are null where the order of prices inside bars decides too much of its profit, or of the walk's until then.</summary>
/// <param name="Return">Of equity in the test window, as a fraction; deals stay open across windows.</param>
/// <param name="End"><c>complete</c>; <c>ruin</c> where under a hundredth of the money is left; <c>out of range</c> where sums left the range in which they are exact; <c>failed</c> where the strategy threw.</param>
internal sealed record FoldOutOfSample(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? StartValue, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? EndValue,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Return, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxDrawdown,
    decimal Locked, int ClosedDeals, int Fills, string End, FoldRanges? Bracket)
{
    private const decimal RuinShare = 0.01m;

    /// <param name="along">Null where the order of prices decides nothing, or was not asked.</param>
    public static FoldOutOfSample Of(WalkForwardStep step, Along<WalkForwardStep>? along, decimal cash, bool isBeyondRange)
    {
        var isSingle = along is null || !(along.Range(each => each.Profit).IsTooWide || along.Range(each => each.EndValue - cash).IsTooWide);
        var end = step.End == RunEndKind.Failed ? isBeyondRange ? "out of range" : "failed"
            : Math.Max(step.EndValue, along?.Range(each => each.EndValue).High ?? 0) < cash * RuinShare ? "ruin" : "complete";
        return new FoldOutOfSample(
            isSingle ? step.StartValue : null, isSingle ? step.EndValue : null, isSingle ? step.Return : null, isSingle ? step.MaxDrawdown : null, step.Locked, step.ClosedDeals, step.Fills, end,
            along is null ? null : new FoldRanges(along.Range(each => each.StartValue), along.Range(each => each.EndValue), along.Range(each => each.Return), along.Range(each => each.MaxDrawdown)));
    }
}

/// <param name="Parameters">Chosen in the train window; the settings as given where nothing could be chosen.</param>
internal sealed record FoldRow(
    int Number, DateTimeOffset TrainFrom, DateTimeOffset TrainTo, DateTimeOffset TestTo, IReadOnlyList<string> Parameters, FoldInSample? InSample, FoldOutOfSample OutOfSample);

/// <summary>A walk: every figure of <paramref name="OutOfSample"/> is of time that no search had seen.</summary>
/// <param name="State"><c>carried</c>: open deals go on from window to window.</param>
/// <param name="Judgement">Null where the order of prices inside bars decides too much: then it is of each of the three walks in <paramref name="JudgementAlong"/>.</param>
/// <param name="AsGiven">Over the same test windows with the settings as given.</param>
internal sealed record WalkForwardReport(
    string Result, string? Note, string Strategy, IReadOnlyList<string> Symbols, string Objective, string Search, long Seed, string Train, string Test, bool Anchored, string State,
    int FoldsPlanned, IReadOnlyList<FoldRow> Folds, WalkForwardJudgement? Judgement, Along<WalkForwardJudgement>? JudgementAlong, Rival? AsGiven, BacktestReport? OutOfSample, int Failed,
    IReadOnlyList<FailedTrial> Failures, string Job, double ForecastSeconds);
