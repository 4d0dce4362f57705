using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Reports;

namespace PowerTrader.Host.Reports;

/// <summary>The box that stands before everything else: no profit without what is locked, what was refused and what rivals had.</summary>
internal static class HonestBox
{
    public static void Write(Html html, ReportData data)
    {
        var (honest, money) = (data.Honest, data.Performance.Money);
        html.Open("section", ("class", "honest"), ("aria-labelledby", "honest")).Element("h2", "The money, whole", ("id", "honest")).Open("div", ("class", "tiles"));
        if (data.Bracket is { TooWide: true } wide)
            Tile(html, "Final value", $"{Html.Money(wide.Low)} to {Html.Money(wide.High)}", $"from {Html.Money(money.Start)} {data.Currency}: the order of prices inside bars decides, no single number is true");
        else
            Tile(html, "Final value", Html.Money(honest.FinalValue), $"from {Html.Money(money.Start)} {data.Currency}{(money.NetFlows != 0 ? $", {Html.Signed(money.NetFlows)} paid in" : "")}, open deals at market");
        Tile(html, "Realised and unrealised", $"{Money(Open(data)?.Realised, honest.RealisedProfit)} and {Money(Open(data)?.Unrealised, honest.UnrealisedProfit)}", "what was sold, and what open deals are above or below their cost");
        Tile(html, "Deepest drawdown", Share(Open(data)?.MaxDrawdown, honest.MaxDrawdown), "of equity, from its highest point before");
        Tile(html, "Locked capital", Share(Open(data)?.Locked, honest.LockedCapital), Locked(data));
        Tile(html, "Refused ladder steps", honest.RefusedSteps.ToString(CultureInfo.InvariantCulture), "averaging down that the rules forbade");
        Tile(html, "Closed deals won", $"{honest.WonDeals} of {honest.ClosedDeals}", data.Performance.Trades.HitRateAtMarket is { } rate
            ? $"{Html.Share((decimal)rate)} with every open deal sold now" : "says nothing without the locked capital");
        Tile(html, "Mean exposure", Html.Share(honest.Exposure), "share of equity at work, at cost");
        Tile(html, "Money needed", Html.Money(honest.MoneyNeeded), "most that was tied up at once");
        html.Close("div");
        Rivals(html, data);
        html.Close("section");
    }

    private static string Locked(ReportData data)
    {
        var honest = data.Honest;
        var most = honest.MostLocked is { } highest ? $", {Html.Share(highest)} at most" : "";
        var ages = string.Join("; ", honest.LockedByAge.Select(span => $"{span.Age} {Html.Share(span.Share)}"));
        return string.Create(CultureInfo.InvariantCulture, $"of equity at the end{most}{(honest.OldestDealDays > 0 ? $"; oldest open deal {honest.OldestDealDays:0.0} days" : "")}{(ages.Length > 0 ? $"; {ages}" : "")}");
    }

    private static void Rivals(Html html, ReportData data)
    {
        html.Element("h3", "Rivals over the same time, at the same costs");
        if (data.Rivals.Count == 0)
        {
            html.Element("p", "None were played: the final value stands alone and says little.", ("class", "soft"));
            return;
        }
        html.Table("rivals", "Rivals", "who", "final value", "profit", "deepest drawdown", "range of draws");
        html.Row("this account", Open(data) is { } wide ? $"{Html.Money(wide.Low)} to {Html.Money(wide.High)}" : Html.Money(data.Honest.FinalValue),
            Money(Open(data)?.Profit, data.Performance.Money.Profit), Share(Open(data)?.MaxDrawdown, data.Honest.MaxDrawdown), "");
        foreach (var rival in data.Rivals.Select(each => each.Figures))
        {
            var (value, fall) = (rival.FinalValue is { } one ? FigureRange.Of(one) : rival.Bracket!.FinalValue, rival.MaxDrawdown is { } single ? FigureRange.Of(single) : rival.Bracket!.MaxDrawdown);
            var start = data.Performance.Money.Start;
            html.Row(rival.Name, Html.Range(value, Html.Money), Html.Range(new FigureRange(value.Low - start, value.High - start), Html.Signed), Html.Range(fall, Html.Share),
                rival is { Lowest: { } low, Highest: { } high } ? $"{Html.Money(low)} to {Html.Money(high)}" : "");
        }
        html.EndTable();
    }

    /// <summary>The ranges that stand in place of single numbers; null where these are true.</summary>
    private static ReportBracket? Open(ReportData data) => data.Bracket is { TooWide: true } wide ? wide : null;

    private static string Money(FigureRange? range, decimal single) => range is { } open ? Html.Range(open, Html.Signed) : Html.Signed(single);

    private static string Share(FigureRange? range, decimal single) => range is { } open ? Html.Range(open, Html.Share) : Html.Share(single);

    private static void Tile(Html html, string name, string value, string beside) =>
        html.Open("div", ("class", "tile")).Element("span", name).Element("b", value).Element("span", beside).Close("div");
}
