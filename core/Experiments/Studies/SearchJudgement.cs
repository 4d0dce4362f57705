using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>How much of the best is the search's luck, by everything that was tried.</summary>
/// <param name="Trials">With figures.</param>
/// <param name="Days">Daily returns of each.</param>
/// <param name="Sharpe">The best's deflated ratio, per day; null where it cannot be told.</param>
/// <param name="Overfitting">By Sharpe ratios, whatever the objective; null where it cannot be told.</param>
/// <param name="Missing">Why something is null.</param>
public sealed record SearchJudgement(int Trials, int Days, DeflatedSharpe? Sharpe, BacktestOverfitting? Overfitting, string? Missing)
{
    /// <summary>Trials that the cross-validation compares: it takes a second for each thousand.</summary>
    public const int MostCompared = 1000;

    private const int MostBlocks = 16;

    public static SearchJudgement Of(Trial best, IReadOnlyCollection<Trial> trials, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(best);
        ArgumentNullException.ThrowIfNull(trials);
        // By point, so that the order in which trials ended changes no digit.
        var played = trials.Where(trial => trial.Figures is not null && trial.Returns.Count == best.Returns.Count).OrderBy(trial => trial.Point).ToList();
        var (count, days) = (played.Count, best.Returns.Count);
        if (count < 2) return new SearchJudgement(count, days, null, null, "one trial is no search: luck of the choice cannot be told");
        if (days < 4) return new SearchJudgement(count, days, null, null, $"{days} days are too few to tell luck from skill");
        var blocks = Math.Min(MostBlocks, days / 2 / 2 * 2);
        return new SearchJudgement(count, days, Deflated(best, played), BacktestOverfitting.Of([.. Compared(best, played).Select(trial => trial.Returns)], blocks, cancellationToken), null);
    }

    /// <summary>The best, and evenly spaced ones of the rest where there are too many.</summary>
    private static IEnumerable<Trial> Compared(Trial best, List<Trial> played)
    {
        var step = (played.Count + MostCompared - 1) / MostCompared;
        return played.Where((trial, place) => place % step == 0 || trial.Point == best.Point);
    }

    private static DeflatedSharpe Deflated(Trial best, List<Trial> played)
    {
        double[] ratios = [.. played.Select(trial => RiskMeasures.Sharpe([.. trial.Returns]) ?? 0)], returns = [.. best.Returns];
        var place = played.FindIndex(trial => trial.Point == best.Point);
        var variance = Math.Pow(Sample.Deviation(ratios)!.Value, 2);
        var (skewness, kurtosis) = (Sample.Skewness(returns) ?? 0, Sample.Kurtosis(returns) ?? 3);
        return new DeflatedSharpe(
            place, ratios[place], SharpeCertainty.ExpectedMaximum(ratios.Length, variance), SharpeCertainty.Probabilistic(ratios[place], 0, returns.Length, skewness, kurtosis),
            SharpeCertainty.Deflated(ratios[place], returns.Length, skewness, kurtosis, ratios.Length, variance), ratios.Length, returns.Length);
    }
}
