using PowerTrader.Core.Portfolio;
using PowerTrader.Host.CommandLine;
using Spectre.Console;

namespace PowerTrader.Host.Running;

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
