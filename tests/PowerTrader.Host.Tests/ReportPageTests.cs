using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using PowerTrader.Host.Reports;

namespace PowerTrader.Host.Tests;

/// <summary>The text of the page: well-formed, escaped, complete in itself, and its tables are what its JSON says.</summary>
public sealed partial class ReportPageTests
{
    private const string Attack = "</script><script>alert(1)</script><img src=x onerror=\"alert(2)\">&'";

    private static readonly Lazy<string> Page = new(() => ReportFixture.Page(Attack));

    [Fact]
    public void Of_HostileNames_AreWellFormedTextOnly()
    {
        var page = Parse(Page.Value);

        page.Descendants("script").Count().ShouldBe(2, "the data and the program");
        page.Descendants("img").ShouldBeEmpty();
        page.Descendants("h1").ShouldHaveSingleItem().Value.ShouldBe(Attack);
        page.Descendants("title").Single().Value.ShouldStartWith(Attack);
        Data(page).GetProperty("name").GetString().ShouldBe(Attack);
        page.Descendants("p").ShouldContain(each => each.Value == "A note with <b>markup</b> & more.");
        page.Descendants().Attributes().ShouldNotContain(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_Page_AsksNobodyForAnything()
    {
        var page = Parse(Page.Value);

        page.Descendants().Attributes().ShouldNotContain(attribute => attribute.Name.LocalName == "src" || attribute.Name.LocalName == "href");
        page.Descendants("link").ShouldBeEmpty();
        Foreign().Matches(Page.Value).Select(match => match.Value).Distinct().ShouldBe(["http://www.w3.org/2000/svg"], "the name of a namespace is no address");
        Page.Value.ShouldNotContain("@import");
        Page.Value.ShouldNotContain("url(h");
        page.Descendants("meta").ShouldContain(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy" && ((string)meta.Attribute("content")!).StartsWith("default-src 'none'"));
    }

    [Fact]
    public void Of_Tables_EqualTheJson()
    {
        var page = Parse(Page.Value);
        var performance = Data(page).GetProperty("performance");

        var cells = page.Descendants("td").Where(cell => cell.Attribute("data-figure") is not null).ToList();

        cells.Select(cell => (string)cell.Attribute("data-figure")!).ShouldBe(FigureDefinitions.Groups.SelectMany(group => group.Figures).Select(figure => figure.Path));
        foreach (var cell in cells)
        {
            var value = ((string)cell.Attribute("data-figure")!).Split('.').Aggregate(performance, (from, name) => from.GetProperty(name));
            ((string?)cell.Attribute("data-value")).ShouldBe(value.ValueKind == JsonValueKind.Null ? null : value.GetRawText());
            if (value.ValueKind == JsonValueKind.Null) cell.Value.ShouldBe("not defined");
            else Shown(cell.Value).ShouldBe(value.GetDouble(), 0.051, (string)cell.Attribute("data-figure")!);
        }
    }

    /// <summary>Realised profit never stands alone: the box comes first and has each of what must be beside it.</summary>
    [Fact]
    public void Of_Page_ShowsMoneyWholeBeforeAnythingElse()
    {
        var page = Parse(Page.Value);
        var data = ReportFixture.Data();

        var box = page.Descendants("section").ShouldHaveSingleItem();
        var tiles = box.Descendants("div").Where(each => (string?)each.Attribute("class") == "tile").Select(tile => tile.Elements().First().Value).ToList();

        page.Descendants("main").Single().IsAfter(box).ShouldBeTrue();
        tiles.ShouldBe(["Final value", "Realised and unrealised", "Deepest drawdown", "Locked capital", "Refused ladder steps", "Closed deals won", "Mean exposure", "Money needed"]);
        box.Descendants("tr").Skip(1).Select(row => row.Elements().First().Value).ShouldBe(["this account", .. data.Honest.Rivals.Select(rival => rival.Name)]);
        box.Value.ShouldContain(data.Honest.FinalValue.ToString("#,0.00", CultureInfo.InvariantCulture));
    }

    /// <summary>Where the order of prices decides, no tile, table or month tells a profit as one number.</summary>
    [Fact]
    public void Of_WideBracket_ShowsRangesAlone()
    {
        var data = ReportFixture.Data(isOpen: true);
        var (honest, bracket) = (data.Honest, data.Bracket!);

        var page = Parse(ReportPage.Of(data));

        bracket.TooWide.ShouldBeTrue();
        var box = page.Descendants("section").Single();
        var tiles = box.Descendants("div").Where(each => (string?)each.Attribute("class") == "tile").ToDictionary(tile => tile.Elements().First().Value, tile => tile.Element("b")!.Value);
        tiles["Final value"].ShouldBe($"{Html.Money(bracket.Low)} to {Html.Money(bracket.High)}");
        tiles["Realised and unrealised"].ShouldStartWith($"{Html.Signed(bracket.Realised.Low)} to {Html.Signed(bracket.Realised.High)} and ");
        tiles["Deepest drawdown"].ShouldBe($"{Html.Share(bracket.MaxDrawdown.Low)} to {Html.Share(bracket.MaxDrawdown.High)}");
        foreach (var single in (string[])[Html.Money(honest.FinalValue) + "<", Html.Signed(honest.RealisedProfit) + " and"]) box.ToString().ShouldNotContain(">" + single);
        var cells = page.Descendants("td").Where(cell => cell.Attribute("data-figure") is not null).ToDictionary(cell => (string)cell.Attribute("data-figure")!);
        foreach (var figure in (string[])["money.final", "money.profit", "money.realised", "returns.total", "returns.timeWeighted", "risk.maxDrawdown", "risk.sharpe", "trades.expectancy"])
            cells[figure].Value.ShouldContain(" to ", customMessage: figure);
        var all = data.Paths.Select(path => path.Performance.Money.Profit).Append(data.Performance.Money.Profit).ToList();
        decimal.Parse((string)cells["money.profit"].Attribute("data-low")!, CultureInfo.InvariantCulture).ShouldBe(all.Min());
        decimal.Parse((string)cells["money.profit"].Attribute("data-high")!, CultureInfo.InvariantCulture).ShouldBe(all.Max());
        page.Descendants("table").First(table => (string?)table.Attribute("class") == "heat").Descendants("td").ShouldContain(cell => cell.Value.Contains(" to "));
    }

    internal static XElement Parse(string page)
    {
        using var reader = XmlReader.Create(new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    private static JsonElement Data(XElement page) => JsonDocument.Parse(page.Descendants("script").First().Value).RootElement;

    /// <summary>The number that is shown; percent as the fraction it is.</summary>
    private static double Shown(string text)
    {
        var number = double.Parse(Number().Match(text.Replace(",", "", StringComparison.Ordinal)).Value, CultureInfo.InvariantCulture);
        return text.Contains('%', StringComparison.Ordinal) ? number / 100 : number;
    }

    [GeneratedRegex("(https?:)?//[a-z0-9][^\\s\"'<>]*")]
    private static partial Regex Foreign();

    [GeneratedRegex("-?[0-9.]+")]
    private static partial Regex Number();
}
