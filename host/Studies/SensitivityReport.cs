using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Change">Of the final value from the run as asked.</param>
/// <param name="Locked">Open cost ÷ equity at the end.</param>
/// <param name="Failure">Why there are no figures.</param>
internal sealed record SensitivityRow(string Group, string Case, decimal FinalValue, decimal Change, decimal MaxDrawdown, decimal Locked, int ClosedDeals, int Fills, string? Failure);

/// <summary>How else the same deals could have gone, open ones at market. Growth: what one unit became.</summary>
/// <param name="Shuffled">The same deals in another order: only the way there varies.</param>
/// <param name="Redrawn">As many deals drawn from them with repetition: luck of which deals came.</param>
/// <param name="WorseFills">Redrawn, some missed and each filled worse.</param>
internal sealed record MonteCarloFigures(
    int Deals, int OpenDeals, TradeMonteCarloResult Shuffled, TradeMonteCarloResult Redrawn, TradeMonteCarloResult WorseFills, decimal MissedPercent, decimal WorseFillsBp);

/// <param name="Growth">Of the whole time as a fraction, by blocks of days; null under 10 days.</param>
/// <param name="Sharpe">A year.</param>
internal sealed record SensitivityReport(
    string Result, string? Note, BacktestReport Base, IReadOnlyList<SensitivityRow> Cases, MonteCarloFigures? MonteCarlo, string? MonteCarloMissing, int Days, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe);
