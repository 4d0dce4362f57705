using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Figures of a run as a study shows them: those of profit are null where the order of prices inside bars decides too much, and stand in the bracket from end to end.</summary>
internal sealed record ShownFigures(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? FinalValue, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Profit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Return, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Realised,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Unrealised, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxDrawdown,
    double? Cagr, double? Sharpe, double? Sortino, double? Calmar, double? ProfitPerLocked,
    decimal Locked, decimal MeanLocked, decimal OldestDealDays, int RefusedSteps, decimal MoneyNeeded, int ClosedDeals, int WonDeals, int Fills, decimal Fees, double Days)
{
    public bool TooWide { get; init; }

    /// <summary>Null where the order of prices decides nothing.</summary>
    public FigureRanges? Bracket { get; init; }

    /// <param name="figures">Shown where the bracket is narrow.</param>
    /// <param name="bracket">Null where the order of prices decides nothing.</param>
    public static ShownFigures Of(RunFigures figures, PathBracket? bracket)
    {
        var (isSingle, run) = (bracket is not { IsTooWide: true }, figures);
        return new ShownFigures(
            isSingle ? run.FinalValue : null, isSingle ? run.Profit : null, isSingle ? run.Return : null, isSingle ? run.Realised : null, isSingle ? run.Unrealised : null,
            isSingle ? run.MaxDrawdown : null, isSingle ? run.Cagr : null, isSingle ? run.Sharpe : null, isSingle ? run.Sortino : null, isSingle ? run.Calmar : null,
            isSingle ? run.ProfitPerLocked : null, run.Locked, run.MeanLocked, run.OldestDealDays, run.RefusedSteps, run.MoneyNeeded, run.ClosedDeals, run.WonDeals, run.Fills, run.Fees, run.Days)
        {
            TooWide = !isSingle,
            Bracket = bracket is null ? null : FigureRanges.Of(bracket),
        };
    }
}
