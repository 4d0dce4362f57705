using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Growth">Of the whole time as a fraction; null under 10 days.</param>
/// <param name="Sharpe">A year.</param>
/// <param name="Failure">Why it ended early: it is then compared with none.</param>
internal sealed record ComparedStrategy(string Strategy, TrialFigures? Figures, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe, BacktestReport Report, string? Failure)
{
    /// <summary>Daily ones.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<double> Returns { get; init; } = [];
}

/// <param name="Comparison">First less second, of daily returns.</param>
internal sealed record ComparedPair(string First, string Second, StrategyComparison Comparison);

/// <param name="Pairs">The first against each other one, then the second, and so on; empty under 10 days.</param>
internal sealed record CompareReport(
    string Result, string? Note, IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset To, int Days, IReadOnlyList<ComparedStrategy> Strategies, IReadOnlyList<ComparedPair> Pairs);
