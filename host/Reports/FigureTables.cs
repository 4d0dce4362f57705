using System.Globalization;
using System.Text.Json;

namespace PowerTrader.Host.Reports;

/// <summary>The tables of figures, read out of the JSON that the page carries: what is shown is what is there.</summary>
internal static class FigureTables
{
    private const string Undefined = "not defined";

    /// <param name="paths">Performances along the worse and the better order of prices, where a figure is a range over them; else empty.</param>
    public static void Write(Html html, JsonElement performance, IReadOnlyList<JsonElement> paths)
    {
        html.Element("h2", "Figures").Element("p", "Each name explains itself on hover or focus. “not defined” means too few days, nothing that varies, or no loss to divide by.", ("class", "soft"));
        html.Open("div", ("class", "groups"));
        foreach (var (group, figures) in FigureDefinitions.Groups)
        {
            if (figures.All(figure => Find(performance, figure.Path) is null)) continue;
            html.Open("div").Element("h3", group).Open("table").Open("tbody");
            foreach (var figure in figures) Row(html, figure, Find(performance, figure.Path), [.. paths.Select(path => Find(path, figure.Path))]);
            html.Close("tbody", "table", "div");
        }
        html.Close("div");
    }

    /// <summary>Null where the figure is not defined.</summary>
    public static JsonElement? Find(JsonElement from, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from)) return null;
        }
        return from.ValueKind == JsonValueKind.Number ? from : null;
    }

    public static string Format(JsonElement value, FigureUnit unit)
    {
        var number = value.TryGetDecimal(out var exact) ? exact : (decimal)value.GetDouble();
        return unit switch
        {
            FigureUnit.Money => Html.Money(number),
            FigureUnit.Share => Html.Share(number),
            FigureUnit.Count => number.ToString("0", CultureInfo.InvariantCulture),
            FigureUnit.Days => number.ToString("0.0", CultureInfo.InvariantCulture) + " days",
            FigureUnit.Hours => number.ToString("0.0", CultureInfo.InvariantCulture) + " h",
            _ => number.ToString("0.00", CultureInfo.InvariantCulture),
        };
    }

    private static void Row(Html html, FigureDefinition figure, JsonElement? value, List<JsonElement?> along)
    {
        html.Open("tr").Open("th", ("scope", "row")).Defined(figure.Name, figure.Definition).Close("th");
        var ends = Ends([value, .. along]);
        html.Element("td", Text(figure.Unit, value, along.Count > 0, ends), ("data-figure", figure.Path), ("data-value", value?.GetRawText()), ("data-low", ends?.Low.GetRawText()), ("data-high", ends?.High.GetRawText())).Close("tr");
    }

    private static string Text(FigureUnit unit, JsonElement? value, bool isOpen, (JsonElement Low, JsonElement High)? ends)
    {
        if (!isOpen) return value is { } known ? Format(known, unit) : Undefined;
        if (ends is not { } both) return Undefined;
        var (low, high) = (Format(both.Low, unit), Format(both.High, unit));
        return low == high ? low : $"{low} to {high}";
    }

    /// <summary>Null where there is one value, or one of several is not defined.</summary>
    private static (JsonElement Low, JsonElement High)? Ends(List<JsonElement?> values)
    {
        if (values.Count < 2 || values.Exists(value => value is null)) return null;
        var sorted = values.Select(value => value!.Value).OrderBy(value => value.GetDouble()).ToList();
        return (sorted[0], sorted[^1]);
    }
}
