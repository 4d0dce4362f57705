using System.Globalization;
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
            var (figures, own) = (each.Figures!, each.Report);
            table.Add(
                each.Strategy, Value(own), Range(each.Growth), StudyText.Number(figures.Sharpe), StudyText.Share(figures.MaxDrawdown), StudyText.Share(figures.Locked),
                figures.RefusedSteps.ToString(CultureInfo.InvariantCulture), StudyText.Share(own.Exposure), $"{figures.WonDeals}/{figures.ClosedDeals}", own.Rivals.Count > 0 ? Figures.Money(own.Rivals[0].FinalValue) : "");
        }
        table.Write(Terminal.Output);
        Console.WriteLine();
        foreach (var pair in report.Pairs) Print(pair);
        if (report.Pairs.Count == 0) StudyText.Line("differences", "too few days, or too few strategies, to tell a difference from chance");
    }

    /// <summary>Two ends where the order of prices inside bars decides.</summary>
    private static string Value(BacktestReport report) => report.Bracket is { TooWide: true } wide ? $"{Figures.Money(wide.Low)} … {Figures.Money(wide.High)}" : Figures.Money(report.FinalValue!.Value);

    private static void Print(ComparedPair pair)
    {
        var (first, second, told) = pair;
        var mean = told.MeanDifference;
        var verdict = told.MeanPValue < 0.05 ? $"{(mean.Estimate > 0 ? first : second)} is better" : "no difference beyond chance";
        StudyText.Line($"{first} − {second}", $"{Year(mean.Estimate)} a year, 95 % {Year(mean.Lower)} to {Year(mean.Upper)}, p {StudyText.Number(told.MeanPValue)}; Sharpe p {StudyText.Number(told.SharpePValue)}: {verdict}");
    }

    private static string Year(double aDay) => StudyText.Share((decimal)(aDay * 365));

    private static string Range(ConfidenceInterval? interval) => interval is { } known ? $"{StudyText.Share((decimal)known.Lower)} … {StudyText.Share((decimal)known.Upper)}" : "";
}
