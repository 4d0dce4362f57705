using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>Why something was done, or not: one line per condition with value, threshold and verdict.</summary>
/// <param name="Outcome">One sentence: what was ordered, shrunk or refused, and by which rule.</param>
public sealed record DecisionRecord(DateTimeOffset Time, Symbol Symbol, string Outcome, IReadOnlyList<string> Verdicts);
