using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A walk for people: each window's promise beside what came of it.</summary>
internal static class WalkForwardText
{
    public static void Print(WalkForwardReport report, Objective objective, Timeframe bars)
    {
        if (report.Note is { } note) StudyText.Line(report.Result == "complete" ? "OUT OF RANGE" : "PARTIAL RESULT", note);
        StudyText.Line("walk", $"{report.Strategy} on {string.Join(" ", report.Symbols)}: search {report.Train}{(report.Anchored ? " and more, from the first bar on" : "")}, trade {report.Test}, by {objective.Name} ({objective.Meaning})");
        StudyText.Line("state", "carried: what is open at the end of a window goes on under the next one's settings");
        StudyText.Line("job", report.Job + (report.Result == "partial" ? "  (the same command goes on)" : ""));
        foreach (var failed in report.Failures) StudyText.Line("  failed", $"{string.Join(" ", failed.Parameters)}: {failed.Why}");
        if (report.Failed > report.Failures.Count) StudyText.Line("  failed", $"and {report.Failed - report.Failures.Count} more trials");
        if (report.OutOfSample is not { } whole) return;
        Console.WriteLine();
        PrintFolds(report, objective);
        Console.WriteLine();
        if (report.Judgement is { } judged) PrintJudgement(new Along<WalkForwardJudgement>(judged, judged, judged));
        if (report.JudgementAlong is { } along) PrintJudgement(along);
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
                Day(fold.TrainTo), Day(fold.TestTo), StudyText.Number(fold.InSample?.Objective, fold.InSample?.Range), RangeText.Share(after.Return, after.Bracket?.Return) + (after.End == "complete" ? "" : " " + after.End.ToUpperInvariant()),
                RangeText.Share(after.MaxDrawdown, after.Bracket?.MaxDrawdown), StudyText.Share(after.Locked), after.ClosedDeals.ToString(CultureInfo.InvariantCulture), fold.InSample is null ? "nothing could be chosen: the settings as given" : string.Join(" ", fold.Parameters));
        }
        table.Write(Terminal.Output);
    }

    /// <summary>Three judgements that may be the same one; an interval goes from the lowest to the highest end.</summary>
    private static void PrintJudgement(Along<WalkForwardJudgement> judged)
    {
        string Year(Func<WalkForwardJudgement, double?> figure) => RangeText.Of(null, judged.Range(figure), Share);
        StudyText.Line("a year, in sample", $"{Year(each => each.InSampleAYear)} promised by the train windows (mean)");
        StudyText.Line("a year, out of sample", Year(each => each.OutOfSampleAYear));
        StudyText.Line("efficiency", judged.Range(each => each.Efficiency) is { } kept ? $"{StudyText.Number(null, kept)} of the promise was kept; 0.5 and more is called robust"
            : judged.Range(each => (double?)each.InSampleAYear) is { High: > 0 } ? "none that all orders of prices have: along one the train windows lost money themselves" : "none: the train windows lost money themselves");
        StudyText.Line("windows with profit", Year(each => each.PositiveFolds));
        if (judged.Range(each => each.Growth?.Lower) is { } low && judged.Range(each => each.Growth?.Upper) is { } high)
            StudyText.Line("growth, 95 %", $"{Share(low.Low)} to {Share(high.High)} (block bootstrap of {judged.Asked.Days} days){(low.Low > 0 || high.High < 0 ? "" : ": its sign may be chance")}");
        if (judged.Range(each => each.Sharpe?.Lower) is { } least && judged.Range(each => each.Sharpe?.Upper) is { } most)
            StudyText.Line("Sharpe a year, 95 %", $"{StudyText.Number(least.Low)} to {StudyText.Number(most.High)}, seen {StudyText.Number(null, judged.Range(each => each.Sharpe?.Estimate))}");
    }

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Share(double value) => StudyText.Share((decimal)value);
}
