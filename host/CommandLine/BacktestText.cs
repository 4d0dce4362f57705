using System.Globalization;
using PowerTrader.Core.Markets;

namespace PowerTrader.Host.CommandLine;

/// <summary>A backtest's figures for people: no profit stands alone, and where the order of prices inside bars decides, no single number stands for it.</summary>
internal static class BacktestText
{
    public static void Print(BacktestReport report, Timeframe timeframe)
    {
        if (report.Note is { } note) Line("PARTIAL RESULT", note);
        if (report.Remark is { } remark) Line("NO TRADE", remark);
        Line("strategy", $"{report.Strategy} on {report.Bars} bars of {timeframe.Name()}, {string.Join(" ", report.Symbols)}, {report.BarsPerSecond:0} bars/s{Forecasting(report)}");
        Line("time", $"{report.From:yyyy-MM-dd HH:mm} to {report.To:yyyy-MM-dd HH:mm} UTC");
        PrintMoney(report);
        Line("max drawdown", $"{RangeText.Share(report.MaxDrawdown, report.Bracket?.Ranges.MaxDrawdown)} of equity");
        PrintLocked(report);
        Line("refused ladder steps", report.RefusedSteps.ToString(CultureInfo.InvariantCulture));
        foreach (var refused in report.Refused.Take(3)) Line("  refused", $"{refused.Count} × {refused.Leg} by {refused.Rule}");
        Line("fills, fees", $"{report.Fills}, {Money(report.Fees)}");
        Line("mean exposure", Share(report.Exposure));
        Line("money needed", $"{Money(report.MoneyNeeded)} at most at once, {Share(report.MoneyNeeded / report.StartCash)} of the start");
        foreach (var rival in report.Rivals)
        {
            var draws = rival.Lowest is { } low ? $" (median; {Money(low)} to {Money(rival.Highest!.Value)})" : "";
            Line("rival", $"{rival.Name}: {RangeText.Money(rival.FinalValue, rival.Bracket?.FinalValue)}{draws}, max drawdown {RangeText.Share(rival.MaxDrawdown, rival.Bracket?.MaxDrawdown)}");
        }
        Line("trades", report.TradesHash);
    }

    private static void PrintMoney(BacktestReport report)
    {
        if (report.Bracket is { TooWide: true } wide)
        {
            Line("final value", $"between {Money(wide.Low)} and {Money(wide.High)} from {Money(report.StartCash)}");
            Line("", "the order of prices inside bars decides: more than a tenth of the profit hangs on it;");
            Line("", "--intrabar FILE with shorter candles narrows it");
            Line("realised profit", $"between {Money(wide.Ranges.RealisedProfit.Low)} and {Money(wide.Ranges.RealisedProfit.High)}");
            Line("unrealised profit", $"between {Money(wide.Ranges.UnrealisedProfit.Low)} and {Money(wide.Ranges.UnrealisedProfit.High)}");
            Line("closed deals", $"{report.WonDeals} of {report.ClosedDeals} won in the run as asked: says nothing without what is locked below");
            return;
        }
        Line("final value", $"{Money(report.FinalValue!.Value)} from {Money(report.StartCash)}");
        if (report.Bracket is { } narrow) Line("  along paths", $"{Money(narrow.Worst)} on the worse, {Money(narrow.Best)} on the better order of prices inside bars");
        Line("realised profit", $"{Money(report.RealisedProfit!.Value)}  ({report.WonDeals} of {report.ClosedDeals} closed deals won)");
        Line("unrealised profit", Money(report.UnrealisedProfit!.Value));
    }

    private static void PrintLocked(BacktestReport report)
    {
        Line("locked capital", $"{Share(report.LockedCapital)} at the end{(report.MostLocked is { } most ? $", {Share(most)} at most" : "")}, oldest open deal {report.OldestDealDays:0.0} days");
        foreach (var span in report.LockedByAge) Line("  locked " + span.Age, $"{Share(span.Share)}, {Money(span.Cost)} in {span.Deals} deal{(span.Deals == 1 ? "" : "s")}");
    }

    private static string Forecasting(BacktestReport report) => report.ForecastSeconds >= 0.01 ? string.Create(CultureInfo.InvariantCulture, $"; {report.ForecastSeconds:0.00} s of forecasts before") : "";

    private static void Line(string name, string value) => Console.WriteLine($"{name,-24}{value}");

    private static string Money(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Share(decimal value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);
}
