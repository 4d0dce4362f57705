using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A case over the runs that the bars allow; its change is of each run from the same run of the study's base.</summary>
internal sealed record CaseRanges(FigureRange FinalValue, FigureRange Change, FigureRange MaxDrawdown);

/// <param name="FinalValue">Null, as change and drawdown, where the order of prices inside bars decides more than a tenth of the profit. A case that states the order has single numbers.</param>
/// <param name="Change">Of the final value from the run as asked; null too where that has no single one.</param>
/// <param name="Locked">Open cost ÷ equity at the end.</param>
/// <param name="Failure">Why there are no figures.</param>
internal sealed record SensitivityRow(
    string Group, string Case, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? FinalValue, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? Change,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxDrawdown, decimal Locked, int ClosedDeals, int Fills, string? Failure, CaseRanges? Bracket)
{
    /// <param name="runs">Three times the same one where its order of prices is known or stated.</param>
    /// <param name="asked">The base of the study; three times the same one where its order is known.</param>
    public static SensitivityRow Of(string group, string name, Along<BacktestRun> runs, Along<BacktestRun> asked, decimal cash)
    {
        var change = new Along<decimal>(runs.Asked.FinalValue - asked.Asked.FinalValue, runs.Worse.FinalValue - asked.Worse.FinalValue, runs.Better.FinalValue - asked.Better.FinalValue);
        var isOpen = !ReferenceEquals(runs.Asked, runs.Worse) || !ReferenceEquals(runs.Asked, runs.Better);
        var isSingle = !isOpen || !runs.Range(run => run.FinalValue - cash).IsTooWide;
        var isBaseSingle = !asked.Range(run => run.FinalValue - cash).IsTooWide;
        var figures = HonestFigures.Of(runs.Asked, []);
        return new SensitivityRow(
            group, name, isSingle ? runs.Asked.FinalValue : null, isSingle && isBaseSingle ? change.Asked : null, isSingle ? runs.Asked.MaxDrawdown : null, figures.LockedCapital, figures.ClosedDeals,
            runs.Asked.Fills.Count, runs.Asked.End.Why, isOpen || !isBaseSingle ? new CaseRanges(runs.Range(run => run.FinalValue), change.Range(each => each), runs.Range(run => run.MaxDrawdown)) : null);
    }
}

/// <summary>How else the same deals could have gone, open ones at market. Growth: what one unit became.</summary>
/// <param name="Shuffled">The same deals in another order: only the way there varies.</param>
/// <param name="Redrawn">As many deals drawn from them with repetition: luck of which deals came.</param>
/// <param name="WorseFills">Redrawn, some missed and each filled worse.</param>
internal sealed record MonteCarloFigures(
    int Deals, int OpenDeals, TradeMonteCarloResult Shuffled, TradeMonteCarloResult Redrawn, TradeMonteCarloResult WorseFills, decimal MissedPercent, decimal WorseFillsBp);

/// <summary>What chance makes of one run.</summary>
/// <param name="MonteCarlo">Null where there is no deal.</param>
/// <param name="Growth">Of the whole time as a fraction, by blocks of days; null under 10 days.</param>
/// <param name="Sharpe">A year.</param>
internal sealed record ChanceFigures(MonteCarloFigures? MonteCarlo, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe);

/// <param name="MonteCarlo">Null, as growth and Sharpe ratio, where the order of prices decides too much: then they are of each of the three runs in <paramref name="Along"/>.</param>
internal sealed record SensitivityReport(
    string Result, string? Note, BacktestReport Base, IReadOnlyList<SensitivityRow> Cases, MonteCarloFigures? MonteCarlo, string? MonteCarloMissing, int Days, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe,
    Along<ChanceFigures>? Along);
