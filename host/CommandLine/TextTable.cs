using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <param name="Drop">In which order columns give way to a narrow terminal, the highest first; 0 stays.</param>
/// <param name="Flexible">Cut off to what is left of the width, before the line would break.</param>
/// <param name="Least">Of a flexible column: narrower than this it is not cut while another column can give way.</param>
internal sealed record Column(string Header, bool Right = false, int Drop = 0, bool Flexible = false, int Least = 16);

/// <param name="Style">Of Spectre, such as <c>green</c>; null for none.</param>
internal readonly record struct Cell(string Text, string? Style = null)
{
    public static implicit operator Cell(string? text) => new(text ?? "");

    public static Cell FromString(string? text) => text;
}

/// <summary>A table that fits the terminal: columns are dropped, flexible ones are cut, and no line is ever broken. In a file all of it stands.</summary>
internal sealed class TextTable(params IReadOnlyList<Column> columns)
{
    private const int Gap = 2;
    private const int NarrowestCell = 4;

    private readonly List<IReadOnlyList<Cell>> rows = [];

    public void Add(params IReadOnlyList<Cell> cells) => rows.Add(cells);

    public void Write(IAnsiConsole console, string indent = "")
    {
        foreach (var line in Lines(Terminal.WidthOf(console) - indent.Length)) Terminal.Line(console, indent + line);
    }

    /// <summary>Lines of Spectre markup, the header first.</summary>
    /// <param name="width">Of the terminal; null for as wide as it comes.</param>
    public IReadOnlyList<string> Lines(int? width)
    {
        var widths = columns.Select((column, index) => rows.Select(row => row[index].Text.Length).Append(column.Header.Length).Max()).ToList();
        var shown = Enumerable.Range(0, columns.Count).ToList();
        if (width is { } room) Fit(shown, widths, room);
        var header = columns.Select(column => new Cell(column.Header.ToUpperInvariant(), "grey")).ToList();
        return [.. rows.Prepend(header).Select(row => Line(row, shown, widths))];
    }

    /// <summary>Cut to the width, with a sign that something is missing.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : width < 1 ? "" : text[..(width - 1)] + "…";

    private void Fit(List<int> shown, List<int> widths, int room)
    {
        var flexible = shown.Where(column => columns[column].Flexible).ToList();
        var natural = flexible.ToDictionary(column => column, column => widths[column]);
        foreach (var column in flexible) widths[column] = Math.Min(widths[column], columns[column].Least);
        int Total() => shown.Sum(column => widths[column]) + Gap * (shown.Count - 1);
        while (Total() > room && shown.Where(column => columns[column].Drop > 0).OrderByDescending(column => columns[column].Drop).Select(column => (int?)column).FirstOrDefault() is { } dropped)
            shown.Remove(dropped);
        foreach (var column in shown.Where(flexible.Contains))
            widths[column] = Math.Clamp(widths[column] + room - Total(), Math.Min(NarrowestCell, natural[column]), natural[column]);
    }

    private string Line(IReadOnlyList<Cell> row, List<int> shown, List<int> widths)
    {
        var parts = shown.Select((column, place) =>
        {
            var text = Cut(row[column].Text, widths[column]);
            var isLast = place == shown.Count - 1;
            var padded = columns[column].Right ? text.PadLeft(widths[column]) : isLast ? text : text.PadRight(widths[column]);
            return row[column].Style is { } style && padded.Length > 0 ? $"[{style}]{Markup.Escape(padded)}[/]" : Markup.Escape(padded);
        });
        return string.Join(new string(' ', Gap), parts).TrimEnd();
    }
}
