using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Api.Operations;

/// <summary>One condition of a decision as JSON tells it.</summary>
/// <param name="Rule">Its name in the program.</param>
/// <param name="Condition">The same in words.</param>
/// <param name="Verdict"><c>yes</c> where the condition is met.</param>
public sealed record RuleRow(string Rule, string Condition, decimal Value, string Comparison, decimal Threshold, string Unit, string Verdict)
{
    public static RuleRow Of(Verdict verdict) => new(
        verdict.Condition.ToString(), verdict.Name, verdict.Value, verdict.Comparison, verdict.Threshold, verdict.Unit, verdict.Passed ? "yes" : "no");
}

/// <summary>A decision as people ask for it: its outcome and its rule table.</summary>
/// <param name="Sentences">Instead of rules, where the record is older than they are.</param>
public sealed record DecisionView(DateTimeOffset Time, string Outcome, IReadOnlyList<RuleRow> Rules, IReadOnlyList<string>? Sentences)
{
    public static DecisionView Of(DecisionRecord record) => new(
        record.Time, record.Outcome, [.. record.Verdicts.Select(RuleRow.Of)], record.Sentences.Count == 0 ? null : record.Sentences);
}
