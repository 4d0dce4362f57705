using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Reports;

namespace PowerTrader.Host.Reports;

/// <summary>One HTML file that holds everything it shows and asks nobody for anything.</summary>
internal static class ReportPage
{
    /// <summary>The browser itself refuses whatever is not in the file.</summary>
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private const string Tools = """
        <div class="tools"><button type="button" data-do="in">Zoom in</button><button type="button" data-do="out">Zoom out</button><button type="button" data-do="left">Earlier</button><button type="button" data-do="right">Later</button><button type="button" data-do="all">All</button>
        """;

    public static string Of(ReportData data)
    {
        // The default encoder leaves no <, > or & in a text: nothing in it can end the element.
        var json = JsonSerializer.Serialize(data, ReportJson.Default.ReportData);
        using var parsed = JsonDocument.Parse(json);
        var title = $"{data.Name}, {data.Kind}, {Html.Day(data.Performance.Period.Start)} to {Html.Day(data.Performance.Period.End)}";
        var html = new Html().Raw("<!DOCTYPE html>").Open("html", ("lang", "en")).Open("head").Raw("<meta charset=\"utf-8\"/>")
            .Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>").Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\"/>")
            .Element("title", title).Raw("<style>\n" + Resource("report.css") + "</style>").Close("head").Open("body");
        html.Open("header").Element("h1", data.Name).Element("p", Subtitle(data), ("class", "soft")).Close("header");
        Notes(html, data.Notes);
        HonestBox.Write(html, data);
        var isOpen = data.Paths.Count > 0;
        html.Open("main");
        Charts(html, data);
        ReportTables.Months(html, data.Performance.Months, data.Paths);
        ReportTables.Attribution(html, data.Performance.Attribution, isOpen);
        ReportTables.Surface(html, data.Surface);
        FigureTables.Write(html, parsed.RootElement.GetProperty("performance"), [.. parsed.RootElement.GetProperty("paths").EnumerateArray().Select(path => path.GetProperty("performance"))]);
        ReportTables.Drawdowns(html, data.Performance.Drawdowns, isOpen);
        ReportTables.Correlations(html, data.Performance.Correlations);
        ReportTables.Deals(html, data.Deals, isOpen);
        html.Close("main").Open("footer", ("class", "soft"));
        foreach (var thinned in data.Thinned) html.Element("p", thinned);
        html.Element("p", "Past results say little about coming ones. Times are UTC.").Close("footer");
        html.Raw("<script type=\"application/json\" id=\"data\">" + json + "</script>").Raw("<script>//<![CDATA[\n" + Resource("report.js") + "//]]></script>");
        return html.Close("body", "html").ToString();
    }

    private static string Subtitle(ReportData data)
    {
        var period = data.Performance.Period;
        var coins = data.Coins.Count > 0 ? $"{string.Join(", ", data.Coins.Select(coin => coin.Symbol))}; " : "";
        return $"{data.Kind}; {coins}{Html.Minute(period.Start)} to {Html.Minute(period.End)} UTC; amounts in {data.Currency}";
    }

    private static void Notes(Html html, IReadOnlyList<string> notes)
    {
        if (notes.Count == 0) return;
        html.Open("div", ("class", "note"), ("role", "note"));
        foreach (var note in notes) html.Element("p", note);
        html.Close("div");
    }

    private static void Charts(Html html, ReportData data)
    {
        html.Element("h2", "Equity").Raw("<noscript><p class=\"note\">The curves and candles are drawn by the page's own script, which is off. Every table is here without it.</p></noscript>");
        Figure(html, "equity", "Equity with every open deal at market.", Tools + "</div>", () =>
        {
            Key(html, "equity", data.Paths.Count > 0 ? "this account, as asked for" : "this account");
            foreach (var path in data.Paths) Key(html, "path" + path.Name, $"{path.Name} order of prices");
            for (var i = 0; i < data.Rivals.Count; i++)
            {
                if (data.Rivals[i].Equity is not null) Key(html, $"rival rival{i}", data.Rivals[i].Figures.Name);
            }
        });
        Figure(html, "drawdown", "Drawdown: below the highest growth before, money moved in and out taken out.");
        Figure(html, "locked", "Locked capital over time.", keys: () =>
        {
            Key(html, "locked", "held at cost ÷ equity");
            Key(html, "exposed", "worth ÷ equity");
        });
        if (data.Coins.Count == 0) return;
        html.Element("h2", "Candles, trades and levels");
        var choice = "<label>Coin <select id=\"coin\"></select></label><label>Forecast levels <select id=\"levels\"></select></label></div>";
        Figure(html, "prices", "Triangles point up from a purchase and down from a sale.", Tools + choice, () =>
        {
            Key(html, "cost", "a deal's cost a coin");
            Key(html, "level low", "forecast low");
            Key(html, "level high", "forecast high");
        });
    }

    private static void Figure(Html html, string id, string caption, string? tools = null, Action? keys = null)
    {
        html.Open("figure").Element("figcaption", caption);
        if (tools is not null) html.Raw(tools);
        if (keys is not null)
        {
            html.Open("p", ("class", "keys"));
            keys();
            html.Close("p");
        }
        html.Open("div", ("id", id), ("class", "chart")).Close("div");
        html.Open("p", ("class", "readout"), ("aria-live", "polite")).Close("p", "figure");
    }

    /// <summary>A name in the legend, which takes its curve away and brings it back.</summary>
    private static void Key(Html html, string kind, string name) => html.Open("button", ("type", "button"), ("class", "key"), ("data-curve", kind.Split(' ')[^1]), ("aria-pressed", "true"))
        .Raw($"<svg viewBox=\"0 0 22 12\" aria-hidden=\"true\"><path class=\"curve {kind}\" d=\"M0 6H22\"/></svg>").Element("span", name).Close("button");

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not in the program");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportData))]
[JsonSerializable(typeof(TrialSet))]
internal sealed partial class ReportJson : JsonSerializerContext;
