using System.Globalization;
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
        Tile(html, "Realised and unrealised", $"{Html.Signed(honest.RealisedProfit)} and {Html.Signed(honest.UnrealisedProfit)}", data.Bracket is { TooWide: true } ? "of the run as it was asked for, one of those that the bracket holds" : "what was sold, and what open deals are above or below their cost");
        Tile(html, "Deepest drawdown", Html.Share(honest.MaxDrawdown), "of equity, from its highest point before");
        Tile(html, "Locked capital", Html.Share(honest.LockedCapital), Locked(data));
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
        html.Row("this account", data.Bracket is { TooWide: true } wide ? $"{Html.Money(wide.Low)} to {Html.Money(wide.High)}" : Html.Money(data.Honest.FinalValue),
            data.Bracket is { TooWide: true } ? "" : Html.Signed(data.Performance.Money.Profit), Html.Share(data.Honest.MaxDrawdown), "");
        foreach (var rival in data.Rivals.Select(each => each.Figures))
        {
            html.Row(rival.Name, Html.Money(rival.FinalValue), Html.Signed(rival.FinalValue - data.Performance.Money.Start), Html.Share(rival.MaxDrawdown),
                rival is { Lowest: { } low, Highest: { } high } ? $"{Html.Money(low)} to {Html.Money(high)}" : "");
        }
        html.EndTable();
    }

    private static void Tile(Html html, string name, string value, string beside) =>
        html.Open("div", ("class", "tile")).Element("span", name).Element("b", value).Element("span", beside).Close("div");
}
