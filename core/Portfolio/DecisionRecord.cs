using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>Why something was done, or not: each condition with value, threshold and verdict. Stored as version 3; text is built on request.</summary>
/// <param name="Outcome">One sentence: what was ordered, shrunk or refused, and by which rule.</param>
public sealed record DecisionRecord(DateTimeOffset Time, Symbol Symbol, string Outcome, IReadOnlyList<Verdict> Verdicts)
{
    /// <summary>Sentences of a record of version 1, which kept no values; empty in later ones.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>Risk refused what the strategy wished. It stands until the next record of the coin.</summary>
    public bool IsRefusal => Outcome.Contains(": refused by ", StringComparison.Ordinal);

    /// <summary>What it was decided by; null where the kernel did not keep it, and in records before version 3.</summary>
    public DecisionInputs? Inputs { get; init; }
}
