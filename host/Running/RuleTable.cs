using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

/// <summary>One condition of a decision as JSON tells it.</summary>
/// <param name="Rule">Its name in the program.</param>
/// <param name="Condition">The same in words.</param>
/// <param name="Verdict"><c>yes</c> where the condition is met.</param>
internal sealed record RuleRow(string Rule, string Condition, decimal Value, string Comparison, decimal Threshold, string Unit, string Verdict)
{
    public static RuleRow Of(Verdict verdict) => new(
        verdict.Condition.ToString(), verdict.Name, verdict.Value, verdict.Comparison, verdict.Threshold, verdict.Unit, verdict.Passed ? "yes" : "no");
}

/// <summary>A decision as people ask for it: its outcome and its rule table.</summary>
/// <param name="Sentences">Instead of rules, where the record is older than they are.</param>
internal sealed record DecisionView(DateTimeOffset Time, string Outcome, IReadOnlyList<RuleRow> Rules, IReadOnlyList<string>? Sentences)
{
    public static DecisionView Of(DecisionRecord record) => new(
        record.Time, record.Outcome, [.. record.Verdicts.Select(RuleRow.Of)], record.Sentences.Count == 0 ? null : record.Sentences);
}

/// <summary>The rule table: condition, value, threshold, verdict.</summary>
internal static class RuleTable
{
    public static void Write(IAnsiConsole console, DecisionRecord decision)
    {
        foreach (var sentence in decision.Sentences) Terminal.Text(console, "  " + sentence);
        if (decision.Verdicts.Count == 0) return;
        var table = new TextTable(
            new Column("condition", Flexible: true), new Column("value", Right: true), new Column("threshold"), new Column("verdict"));
        foreach (var verdict in decision.Verdicts)
            table.Add(verdict.Name, verdict.ValueText, verdict.ThresholdText, new Cell(verdict.Passed ? "yes" : "no", verdict.Passed ? "green" : "yellow"));
        table.Write(console, "  ");
    }
}
