using System.Globalization;
using System.Net;
using System.Text;
using PowerTrader.Core.Analytics;

namespace PowerTrader.Host.Reports;

/// <summary>Writes HTML that is well-formed XML too. Every text and attribute is escaped; only <see cref="Raw"/> is not.</summary>
internal sealed class Html
{
    private readonly StringBuilder text = new();

    public Html Raw(string markup)
    {
        text.Append(markup).Append('\n');
        return this;
    }

    /// <summary>One element with text in it.</summary>
    public Html Element(string name, string content, params (string Name, string? Value)[] attributes)
    {
        Open(name, attributes);
        text.Length--;
        text.Append(Escape(content)).Append("</").Append(name).Append(">\n");
        return this;
    }

    public Html Open(string name, params (string Name, string? Value)[] attributes)
    {
        text.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            if (value is not null) text.Append(' ').Append(key).Append("=\"").Append(Escape(value)).Append('"');
        }
        text.Append(">\n");
        return this;
    }

    public Html Close(params string[] names)
    {
        foreach (var name in names) text.Append("</").Append(name).Append(">\n");
        return this;
    }

    /// <summary>A name whose definition shows on hover, on focus and to screen readers.</summary>
    public Html Defined(string name, string definition) =>
        Element("span", name, ("class", "def"), ("tabindex", "0"), ("data-def", definition), ("aria-description", definition));

    /// <summary>A table that scrolls by itself where the page is narrow.</summary>
    public Html Table(string kind, string name, params string[] heads)
    {
        Open("div", ("class", "wide"), ("tabindex", "0"), ("role", "region"), ("aria-label", name)).Open("table", ("class", kind)).Open("thead").Open("tr");
        foreach (var head in heads) Element("th", head, ("scope", "col"));
        return Close("tr", "thead").Open("tbody");
    }

    public Html EndTable() => Close("tbody", "table", "div");

    public Html Row(params string[] cells)
    {
        Open("tr");
        foreach (var cell in cells) Element("td", cell);
        return Close("tr");
    }

    public override string ToString() => text.ToString();

    public static string Escape(string content) => WebUtility.HtmlEncode(content);

    public static string Money(decimal value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);

    public static string Signed(decimal value) => value.ToString("+#,0.00;-#,0.00;0.00", CultureInfo.InvariantCulture);

    public static string Share(decimal value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);

    /// <summary>Both ends, or one number where they look alike.</summary>
    public static string Range(FigureRange range, Func<decimal, string> text)
    {
        var (low, high) = (text(range.Low), text(range.High));
        return low == high ? low : $"{low} to {high}";
    }

    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Minute(long seconds) => Minute(DateTimeOffset.FromUnixTimeSeconds(seconds));
}
