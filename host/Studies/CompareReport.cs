using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <param name="Growth">Of the whole time as a fraction; null under 10 days.</param>
/// <param name="Sharpe">A year.</param>
internal sealed record ComparedIntervals(ConfidenceInterval? Growth, ConfidenceInterval? Sharpe);

/// <param name="Growth">Null, as the Sharpe ratio, where the order of prices inside bars decides too much: then they are of each of the three runs in <paramref name="Along"/>.</param>
/// <param name="Failure">Why it ended early: it is then compared with none.</param>
internal sealed record ComparedStrategy(string Strategy, ShownFigures Figures, ConfidenceInterval? Growth, ConfidenceInterval? Sharpe, Along<ComparedIntervals>? Along, BacktestReport Report, string? Failure)
{
    /// <summary>Daily ones, of each run; three times the same where the order of prices decides nothing.</summary>
    [JsonIgnore]
    public Along<double[]> Returns { get; init; } = new([], [], []);

    /// <summary>The strategy threw: that is no result. Money that left its range is one.</summary>
    [JsonIgnore]
    public bool IsFault { get; init; }
}

/// <param name="Comparison">First less second, of daily returns; null where the order of prices decides too much of either: then it is of each order in <paramref name="Along"/>.</param>
internal sealed record ComparedPair(
    string First, string Second, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] StrategyComparison? Comparison, Along<StrategyComparison>? Along);

/// <param name="Pairs">The first against each other one, then the second, and so on; empty under 10 days.</param>
internal sealed record CompareReport(
    string Result, string? Note, IReadOnlyList<string> Symbols, DateTimeOffset From, DateTimeOffset To, int Days, IReadOnlyList<ComparedStrategy> Strategies, IReadOnlyList<ComparedPair> Pairs);
