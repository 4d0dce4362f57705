using System.Globalization;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A sensitivity study for people: first what was asked, then what else it could have been.</summary>
internal static class SensitivityText
{
    public static void Print(SensitivityReport report, Timeframe bars)
    {
        if (report.Note is { } note) StudyText.Line("PARTIAL RESULT", note);
        BacktestText.Print(report.Base, bars);
        Console.WriteLine();
        Console.WriteLine("The same run, one thing changed:");
        var table = new TextTable(
            new Column("case", Flexible: true, Least: 20), new Column("final value", Right: true), new Column("change", Right: true), new Column("drawdown", Right: true), new Column("locked", Right: true),
            new Column("deals", Right: true, Drop: 1), new Column("fills", Right: true, Drop: 2));
        foreach (var row in report.Cases)
        {
            table.Add(
                row.Case + (row.Failure is { } why ? ": " + why : ""), RangeText.Money(row.FinalValue, row.Bracket?.FinalValue), RangeText.Money(row.Change, row.Bracket?.Change), RangeText.Share(row.MaxDrawdown, row.Bracket?.MaxDrawdown), StudyText.Share(row.Locked),
                row.ClosedDeals.ToString(CultureInfo.InvariantCulture), row.Fills.ToString(CultureInfo.InvariantCulture));
        }
        table.Write(Terminal.Output);
        Console.WriteLine();
        if (report.MonteCarlo is { } drawn) PrintDraws(drawn);
        else if (report.MonteCarloMissing is { } missing) StudyText.Line("Monte Carlo", missing);
        if (report.Along is { } along)
        {
            Console.WriteLine("The order of prices inside bars decides too much for one answer: here are three.");
            Print("as asked", along.Asked, report.Days);
            Print("worse order of prices", along.Worse, report.Days);
            Print("better order of prices", along.Better, report.Days);
            return;
        }
        PrintIntervals(new ChanceFigures(null, report.Growth, report.Sharpe), report.Days);
    }

    private static void Print(string name, ChanceFigures chance, int days)
    {
        Console.WriteLine($"\n{name}:");
        if (chance.MonteCarlo is { } drawn) PrintDraws(drawn);
        PrintIntervals(chance, days);
    }

    private static void PrintIntervals(ChanceFigures report, int days)
    {
        if (report.Growth is { } growth)
            StudyText.Line("growth, 95 %", $"{Share(growth.Lower)} to {Share(growth.Upper)}, seen {Share(growth.Estimate)} (block bootstrap of {days} days){(growth.ExcludesZero ? "" : ": its sign may be chance")}");
        if (report.Sharpe is { } sharpe) StudyText.Line("Sharpe a year, 95 %", $"{StudyText.Number(sharpe.Lower)} to {StudyText.Number(sharpe.Upper)}, seen {StudyText.Number(sharpe.Estimate)}");
    }

    private static void PrintDraws(MonteCarloFigures drawn)
    {
        Console.WriteLine($"{drawn.Deals} deals, {drawn.OpenDeals} of them open and taken at market, in {drawn.Shuffled.Runs} Monte Carlo runs (5 % to 95 %):");
        Line("  another order", drawn.Shuffled);
        Line("  drawn anew", drawn.Redrawn);
        Line("  and worse filled", drawn.WorseFills);
        StudyText.Line("", string.Create(CultureInfo.InvariantCulture, $"the last misses {drawn.MissedPercent} % of the deals and loses up to {drawn.WorseFillsBp} bp on each; falls inside a deal are in none of them"));
    }

    private static void Line(string name, TradeMonteCarloResult result) => StudyText.Line(
        name, $"growth {Share(result.Growth.P5 - 1)} to {Share(result.Growth.P95 - 1)}, drawdown {Share(result.MaxDrawdown.P5)} to {Share(result.MaxDrawdown.P95)}, {Share(result.LossShare)} end with a loss");

    private static string Share(double value) => StudyText.Share((decimal)value);
}
