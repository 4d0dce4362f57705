using System.Globalization;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A walk for people: each window's promise beside what came of it.</summary>
internal static class WalkForwardText
{
    public static void Print(WalkForwardReport report, Objective objective, Timeframe bars)
    {
        if (report.Note is { } note) StudyText.Line("PARTIAL RESULT", note);
        StudyText.Line("walk", $"{report.Strategy} on {string.Join(" ", report.Symbols)}: search {report.Train}{(report.Anchored ? " and more, from the first bar on" : "")}, trade {report.Test}, by {objective.Name} ({objective.Meaning})");
        StudyText.Line("state", "carried: what is open at the end of a window goes on under the next one's settings");
        StudyText.Line("job", report.Job + (report.Result == "partial" ? "  (the same command goes on)" : ""));
        foreach (var failed in report.Failures) StudyText.Line("  failed", $"{string.Join(" ", failed.Parameters)}: {failed.Why}");
        if (report.Failed > report.Failures.Count) StudyText.Line("  failed", $"and {report.Failed - report.Failures.Count} more trials");
        if (report.OutOfSample is not { } whole) return;
        Console.WriteLine();
        PrintFolds(report, objective);
        Console.WriteLine();
        if (report.Judgement is { } judged) PrintJudgement(judged);
        Console.WriteLine();
        Console.WriteLine("OUT OF SAMPLE, all test windows as one portfolio:");
        BacktestText.Print(whole, bars);
    }

    private static void PrintFolds(WalkForwardReport report, Objective objective)
    {
        var table = new TextTable(
            new Column("test from", Drop: 1), new Column("to"), new Column("in-sample " + objective.Name, Right: true, Drop: 2), new Column("out return", Right: true), new Column("drawdown", Right: true),
            new Column("locked", Right: true), new Column("deals", Right: true, Drop: 3), new Column("chosen", Flexible: true, Least: 20));
        foreach (var fold in report.Folds)
        {
            var after = fold.OutOfSample;
            table.Add(
                Day(fold.TrainTo), Day(fold.TestTo), StudyText.Number(fold.InSample?.Objective), StudyText.Share(after.Return), StudyText.Share(after.MaxDrawdown), StudyText.Share(after.Locked),
                after.ClosedDeals.ToString(CultureInfo.InvariantCulture), fold.InSample is null ? "nothing could be chosen: the settings as given" : string.Join(" ", fold.Parameters));
        }
        table.Write(Terminal.Output);
    }

    private static void PrintJudgement(WalkForwardJudgement judged)
    {
        StudyText.Line("a year, in sample", $"{Share(judged.InSampleAYear)} promised by the train windows (mean)");
        StudyText.Line("a year, out of sample", Share(judged.OutOfSampleAYear));
        StudyText.Line("efficiency", judged.Efficiency is { } kept ? $"{StudyText.Number(kept)} of the promise was kept; 0.5 and more is called robust" : "none: the train windows lost money themselves");
        StudyText.Line("windows with profit", Share(judged.PositiveFolds));
        if (judged.Growth is { } growth) StudyText.Line("growth, 95 %", $"{Share(growth.Lower)} to {Share(growth.Upper)} (block bootstrap of {judged.Days} days){Sign(growth)}");
        if (judged.Sharpe is { } sharpe) StudyText.Line("Sharpe a year, 95 %", $"{StudyText.Number(sharpe.Lower)} to {StudyText.Number(sharpe.Upper)}, seen {StudyText.Number(sharpe.Estimate)}");
    }

    private static string Sign(ConfidenceInterval interval) => interval.ExcludesZero ? "" : ": its sign may be chance";

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Share(double value) => StudyText.Share((decimal)value);
}
