using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A search's findings for people: what was chosen on the same bars says so, and luck stands before money.</summary>
internal static class OptimizeText
{
    public static void Print(OptimizeReport report, Objective objective, Timeframe bars)
    {
        if (report.Result == "partial") StudyText.Line("PARTIAL RESULT", report.Note!);
        else if (report.Note is { } note) StudyText.Line("NOTHING TO CHOOSE", note);
        StudyText.Line("search", $"{report.Strategy} on {string.Join(" ", report.Symbols)}, {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd} UTC, by {objective.Name} ({objective.Meaning})");
        var count = report.Trials;
        StudyText.Line("trials", $"{count.Drawn} of {count.Space} combinations{(count.Neighbours > 0 ? $", {count.Neighbours} more around the best" : "")}, {count.Failed} failed, {count.OutsideLimits} outside the limits{(count.Kept > 0 ? $"; {count.Kept} were in the job" : "")}, {StudyText.Number(count.ASecond)} a second");
        foreach (var failed in report.Failures) StudyText.Line("  failed", $"{string.Join(" ", failed.Parameters)}: {failed.Why}");
        StudyText.Line("job", $"{report.Job}{(report.Result == "partial" ? "  (the same command goes on)" : "")}");
        if (report.InSample is not { } found) return;
        Console.WriteLine();
        Console.WriteLine($"IN SAMPLE: the best of {count.Drawn + count.Neighbours} trials, on the bars that it was chosen on. Expect less.");
        StudyText.Line("best", string.Join("  ", found.Best.Parameters));
        StudyText.Line(objective.Name, $"{StudyText.Number(found.Best.Objective, found.Best.Range)}{(found is { AsGiven: null, AsGivenRange: null } ? "" : $"; the settings as given end at {RangeText.Money(found.AsGiven, found.AsGivenRange)}")}");
        if (found.Note is not null) StudyText.Line("ranked by", InSampleFigures.WorstPath);
        PrintAround(found);
        PrintLuck(report.Luck!);
        PrintTop(found, objective);
        Console.WriteLine();
        Console.WriteLine("The best in figures, IN SAMPLE:");
        BacktestText.Print(found.Figures, bars);
        Console.WriteLine();
        if (report.Holdout is { } after)
        {
            Console.WriteLine("OUT OF SAMPLE: the same settings on the held-out time, which the search never saw:");
            BacktestText.Print(after, bars);
        }
        else Console.WriteLine("Nothing here is out of sample: --holdout 180d keeps a part for a test, 'powertrader walkforward' tests every part.");
    }

    private static void PrintAround(InSampleFigures found)
    {
        var around = found.Neighbourhood;
        StudyText.Line("neighbourhood", around.Shape switch
        {
            "plateau" => $"plateau: the {around.Neighbours.Count} neighbours keep {Share(around.Kept)} of it (median)",
            "slope" => $"slope: the {around.Neighbours.Count} neighbours keep {Share(around.Kept)} of it (median); a little off and it is gone",
            "spike" => $"SPIKE: the {around.Neighbours.Count} neighbours keep {Share(around.Kept)} of it (median): met by luck, most likely",
            _ => "unknown: no neighbour was played, or the best is not above 0",
        });
    }

    private static void PrintLuck(LuckFigures luck)
    {
        if (luck.Missing is { } missing) StudyText.Line("luck", missing);
        if (luck.DeflatedSharpe is { } deflated)
            StudyText.Line("deflated Sharpe", $"{StudyText.Number(deflated)} probability of more than luck, {luck.Trials} trials of {luck.Days} days: {(deflated >= 0.95 ? "above" : "BELOW")} the usual 0.95");
        if (luck.OverfittingProbability is { } overfit)
            StudyText.Line("overfitting", $"{StudyText.Number(overfit)} probability (CSCV, {luck.Splits} splits): {(overfit < 0.25 ? "the choice carries over" : overfit < 0.5 ? "doubtful" : "NO BETTER THAN NOISE")}");
    }

    private static void PrintTop(InSampleFigures found, Objective objective)
    {
        var table = new TextTable(
            new Column("parameters", Flexible: true, Least: 30), new Column(objective.Name, Right: true), new Column("in-sample value", Right: true, Drop: 2), new Column("drawdown", Right: true),
            new Column("locked", Right: true), new Column("deals", Right: true, Drop: 1));
        foreach (var row in found.Next.Prepend(found.Best))
        {
            table.Add(
                string.Join(" ", row.Parameters), StudyText.Number(row.Objective, row.Range), RangeText.Money(row.Figures.FinalValue, row.Figures.Bracket?.FinalValue), RangeText.Share(row.Figures.MaxDrawdown, row.Figures.Bracket?.MaxDrawdown), StudyText.Share(row.Figures.Locked),
                row.Figures.ClosedDeals.ToString(CultureInfo.InvariantCulture));
        }
        Console.WriteLine();
        table.Write(Terminal.Output);
    }

    private static string Share(double? value) => StudyText.Share((decimal)(value ?? 0));
}

/// <summary>Words and numbers of studies.</summary>
internal static class StudyText
{
    public static void Line(string name, string value) => Console.WriteLine($"{name,-24}{value}");

    public static string Number(double? value) => value is { } number ? number.ToString(Math.Abs(number) >= 1000 ? "0.00" : "0.####", CultureInfo.InvariantCulture) : "none";

    public static string Number(double? value, RatioRange? range) => RangeText.Of(value, range, each => Number(each));

    public static string Share(decimal value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);
}
