using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Reports;

namespace PowerTrader.Host.Reports;

/// <summary>What a report shows as tables: months, attribution, drawdowns, deals and trials. They need no script and print as they stand.</summary>
internal static class ReportTables
{
    private const int ShownDeals = 200;

    /// <summary>A return of so much a month has the full colour.</summary>
    private const double StrongMonth = 0.2;

    private const string AsAsked = "Of the run as it was asked for, one of those that these bars allow.";

    /// <param name="paths">Along the worse and the better order of prices, where each month is a range over them; else empty.</param>
    public static void Months(Html html, IReadOnlyList<MonthReturn> months, IReadOnlyList<ReportPath> paths)
    {
        html.Element("h2", "Months").Element("p", "Time-weighted returns of calendar months (UTC); the first and the last may be parts of months.", ("class", "soft"));
        html.Table("heat", "Returns by month", ["year", .. CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames.Take(12), "year’s"]);
        List<IReadOnlyList<MonthReturn>> all = [months, .. paths.Select(path => path.Performance.Months)];
        foreach (var year in months.Select(month => month.Year).Distinct())
        {
            html.Open("tr").Element("th", year.ToString(CultureInfo.InvariantCulture), ("scope", "row"));
            var years = all.Select(run => run.Where(one => one.Year == year).ToList()).ToList();
            for (var month = 1; month <= 12; month++)
                Heat(html, [.. years.Select(own => own.Exists(one => one.Month == month) ? own.Find(one => one.Month == month).Return : (double?)null)], StrongMonth);
            Heat(html, [.. years.Select(own => own.Aggregate((double?)1, (grown, one) => grown * (1 + one.Return)) - 1)], StrongMonth * 2);
            html.Close("tr");
        }
        html.EndTable();
    }

    /// <param name="isOpen">The order of prices inside bars decides too much: what is told is of one run.</param>
    public static void Attribution(Html html, AttributionReport? attribution, bool isOpen)
    {
        html.Element("h2", "Where it came from");
        if (attribution is null)
        {
            html.Element("p", "Not attributed: prices of a traded coin are missing.", ("class", "soft"));
            return;
        }
        html.Element("p", "Five parts that add up to the result: the mean position simply held (market), being in at some times only (signal), having more at some times (sizing), what the market did between decision and execution (timing), fees, spread and slippage (costs).", ("class", "soft"));
        if (isOpen) html.Element("p", AsAsked, ("class", "soft"));
        Bars(html, "part", [
            ("market", attribution.Parts.Market), ("signal", attribution.Parts.Signal), ("sizing", attribution.Parts.Sizing), ("timing", attribution.Parts.Timing),
            ("costs", attribution.Parts.Costs), ("total", attribution.Total)]);
        html.Element("h3", "By coin");
        html.Table("coins", "Attribution by coin", "coin", "market", "signal", "sizing", "timing", "costs", "total", "fills");
        foreach (var coin in attribution.Coins)
        {
            html.Row(coin.Symbol, Html.Signed(coin.Parts.Market), Html.Signed(coin.Parts.Signal), Html.Signed(coin.Parts.Sizing), Html.Signed(coin.Parts.Timing),
                Html.Signed(coin.Parts.Costs), Html.Signed(coin.Total), coin.Fills.ToString(CultureInfo.InvariantCulture));
        }
        html.EndTable();
        Rules(html, "By the rule that bought", attribution.Purchases);
        Rules(html, "By the rule that sold", attribution.Sales);
    }

    public static void Drawdowns(Html html, IReadOnlyList<Drawdown> drawdowns, bool isOpen)
    {
        if (drawdowns.Count == 0) return;
        html.Element("h2", "Deepest drawdowns");
        if (isOpen) html.Element("p", AsAsked, ("class", "soft"));
        html.Table("falls", "Drawdowns", "from", "lowest", "again there", "depth", "days down", "days in all");
        foreach (var fall in drawdowns)
        {
            html.Row(Html.Day(fall.Start), Html.Day(fall.Trough), fall.Recovery is { } again ? Html.Day(again) : "not yet", Html.Share(fall.Depth),
                fall.DaysDown.ToString("0.0", CultureInfo.InvariantCulture), fall.DaysTotal.ToString("0.0", CultureInfo.InvariantCulture));
        }
        html.EndTable();
    }

    public static void Correlations(Html html, CorrelationMatrix? matrix)
    {
        if (matrix is null) return;
        html.Element("h2", "Correlation of the coins").Table("heat", "Correlations", ["", .. matrix.Names]);
        for (var row = 0; row < matrix.Names.Count; row++)
        {
            html.Open("tr").Element("th", matrix.Names[row], ("scope", "row"));
            foreach (var value in matrix.Rows[row]) Heat(html, [value], 1, "0.00");
            html.Close("tr");
        }
        html.EndTable();
    }

    public static void Deals(Html html, IReadOnlyList<ReportDeal> deals, bool isOpen)
    {
        var shown = deals.Where(deal => deal.Closed is null).Concat(deals.Where(deal => deal.Closed is not null).Reverse()).Take(ShownDeals).ToList();
        html.Open("details").Element("summary", $"Deals: {(shown.Count < deals.Count ? $"the newest {shown.Count} of {deals.Count}" : $"{deals.Count}")}, open ones first");
        if (isOpen) html.Element("p", AsAsked, ("class", "soft"));
        html.Table("deals", "Deals", "coin", "deal", "opened", "closed", "cost", "result", "steps", "adverse", "favourable");
        foreach (var deal in shown)
        {
            html.Row(deal.Symbol, deal.Number.ToString(CultureInfo.InvariantCulture), Html.Minute(deal.Opened), deal.Closed is { } closed ? Html.Minute(closed) : "open, at market", Html.Money(deal.Cost),
                Html.Signed(deal.Profit), deal.Steps.ToString(CultureInfo.InvariantCulture), deal.Adverse is { } adverse ? Html.Share(adverse) : "", deal.Favourable is { } favourable ? Html.Share(favourable) : "");
        }
        html.EndTable().Close("details");
    }

    public static void Surface(Html html, TrialSurface? surface)
    {
        if (surface is null) return;
        var values = surface.Cells.SelectMany(row => row).OfType<decimal>().ToList();
        var (low, high) = (values.Min(), values.Max());
        html.Element("h2", "Parameter surface").Element("p", $"{surface.Measure} over {surface.X}{(surface.Y is { } up ? $" (across) and {up} (down)" : "")}, {surface.Trials} trials; a cell of several is their median. A lone peak among low neighbours is chance, a plateau is not.", ("class", "soft"));
        html.Table("heat", "Parameter surface", [surface.Y is null ? "" : $"{surface.Y} ↓ {surface.X} →", .. surface.XValues.Select(Exact)]);
        for (var row = 0; row < surface.Cells.Count; row++)
        {
            html.Open("tr").Element("th", surface.Y is null ? surface.X : Exact(surface.YValues[row]), ("scope", "row"));
            foreach (var value in surface.Cells[row])
            {
                var strength = value is { } known && high > low ? (known - low) / (high - low) * 80 : 0;
                html.Element("td", value is { } shown ? shown.ToString("#,0.####", CultureInfo.InvariantCulture) : "", ("class", value is null ? null : "gain"), ("style", string.Create(CultureInfo.InvariantCulture, $"--h:{strength:0}")));
            }
            html.Close("tr");
        }
        html.EndTable();
    }

    private static string Exact(decimal value) => value.ToString("0.########", CultureInfo.InvariantCulture);

    /// <summary>The colour is that of the first value; text is a range where the others differ from it.</summary>
    private static void Heat(Html html, IReadOnlyList<double?> values, double strong, string format = "0.0 %")
    {
        var (value, known) = (values[0], values.OfType<double>().ToList());
        var strength = Math.Min(1, Math.Abs(value ?? 0) / strong) * 70;
        string Text(double one) => one.ToString(format, CultureInfo.InvariantCulture);
        var text = known.Count == 0 ? "" : Text(known.Min()) == Text(known.Max()) ? Text(known[0]) : $"{Text(known.Min()).Replace(" %", "", StringComparison.Ordinal)} to {Text(known.Max())}";
        html.Element("td", text, ("class", value is null ? null : value < 0 ? "loss" : "gain"), ("style", string.Create(CultureInfo.InvariantCulture, $"--h:{strength:0}")));
    }

    private static void Bars(Html html, string what, IReadOnlyList<(string Name, decimal Value)> bars)
    {
        var most = Math.Max(0.01m, bars.Max(bar => Math.Abs(bar.Value)));
        html.Table("bars", "Attribution", what, "", "money");
        foreach (var (name, value) in bars)
        {
            var width = string.Create(CultureInfo.InvariantCulture, $"width:{Math.Abs(value) / most * 50:0.#}%");
            html.Open("tr").Element("td", name).Open("td", ("class", "bar")).Open("div", ("class", "track")).Element("i", "", ("class", value < 0 ? "minus" : "plus"), ("style", width)).Close("div", "td");
            html.Element("td", Html.Signed(value)).Close("tr");
        }
        html.EndTable();
    }

    private static void Rules(Html html, string title, IReadOnlyList<RuleResult> rules)
    {
        if (rules.Count == 0) return;
        html.Element("h3", title).Table("rules", title, "rule", "fills", "traded", "realised", "unrealised");
        foreach (var rule in rules)
            html.Row(rule.Rule, rule.Fills.ToString(CultureInfo.InvariantCulture), Html.Money(rule.Value), Html.Signed(rule.Realised), Html.Signed(rule.Unrealised));
        html.EndTable();
    }
}
