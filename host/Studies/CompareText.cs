using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>A comparison for people: a difference stands with the probability that it is chance.</summary>
internal static class CompareText
{
    public static void Print(CompareReport report)
    {
        if (report.Note is { } note) StudyText.Line("PARTIAL RESULT", note);
        StudyText.Line("compared", $"{string.Join(" ", report.Symbols)}, {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd} UTC, {report.Days} days, the same costs for all");
        Console.WriteLine();
        var table = new TextTable(
            new Column("strategy"), new Column("final value", Right: true), new Column("growth, 95 %", Right: true, Drop: 2), new Column("Sharpe", Right: true), new Column("drawdown", Right: true),
            new Column("locked", Right: true), new Column("refused", Right: true, Drop: 4), new Column("exposure", Right: true, Drop: 3), new Column("won", Right: true, Drop: 1), new Column("hold as much", Right: true, Drop: 5));
        foreach (var each in report.Strategies)
        {
            var (figures, own) = (each.Figures, each.Report);
            table.Add(
                each.Strategy, RangeText.Money(figures.FinalValue, figures.Bracket?.FinalValue), Range(each), StudyText.Number(figures.Sharpe, figures.TooWide ? figures.Bracket?.Sharpe : null), RangeText.Share(figures.MaxDrawdown, figures.Bracket?.MaxDrawdown), StudyText.Share(figures.Locked),
                figures.RefusedSteps.ToString(CultureInfo.InvariantCulture), StudyText.Share(own.Exposure), $"{figures.WonDeals}/{figures.ClosedDeals}", own.Rivals.Count > 0 ? RangeText.Money(own.Rivals[0].FinalValue, own.Rivals[0].Bracket?.FinalValue) : "");
        }
        table.Write(Terminal.Output);
        Console.WriteLine();
        foreach (var pair in report.Pairs) Print(pair);
        if (report.Pairs.Count == 0) StudyText.Line("differences", "too few days, or too few strategies, to tell a difference from chance");
    }

    private static void Print(ComparedPair pair)
    {
        var along = pair.Along ?? new Along<StrategyComparison>(pair.Comparison!, pair.Comparison!, pair.Comparison!);
        var verdicts = along.Select(told => told.MeanPValue < 0.05 ? $"{(told.MeanDifference.Estimate > 0 ? pair.First : pair.Second)} is better" : "no difference beyond chance");
        var verdict = verdicts.Asked == verdicts.Worse && verdicts.Asked == verdicts.Better ? verdicts.Asked : "it hangs on the order of prices inside bars";
        string Text(Func<StrategyComparison, double?> figure, Func<double, string> text) => RangeText.Of(null, along.Range(figure), text);
        StudyText.Line(
            $"{pair.First} − {pair.Second}",
            $"{Text(told => told.MeanDifference.Estimate, Year)} a year, 95 % {Year(along.Range(told => (double?)told.MeanDifference.Lower)!.Value.Low)} to {Year(along.Range(told => (double?)told.MeanDifference.Upper)!.Value.High)}, "
            + $"p {Text(told => told.MeanPValue, Plain)}; Sharpe p {Text(told => told.SharpePValue, Plain)}: {verdict}");
    }

    private static string Plain(double value) => StudyText.Number(value);

    private static string Year(double aDay) => StudyText.Share((decimal)(aDay * 365));

    /// <summary>From the lowest to the highest end where the order of prices decides.</summary>
    private static string Range(ComparedStrategy each)
    {
        var along = each.Along ?? (each.Growth is null ? null : new Along<ComparedIntervals>(new(each.Growth, null), new(each.Growth, null), new(each.Growth, null)));
        return along?.Range(own => own.Growth?.Lower) is { } low && along.Range(own => own.Growth?.Upper) is { } high ? $"{StudyText.Share((decimal)low.Low)} … {StudyText.Share((decimal)high.High)}" : "";
    }
}
