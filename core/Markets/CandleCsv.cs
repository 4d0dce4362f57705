using System.Globalization;

namespace PowerTrader.Core.Markets;

/// <summary>Candles read from text, or every fault that forbids it. One of the two lists is empty.</summary>
public sealed record CandleCsvResult(IReadOnlyList<Candle> Candles, IReadOnlyList<string> Faults)
{
    /// <summary>The text line of each candle, from 1, so that a later check can name it.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];
}

/// <summary>Reads <c>time,open,high,low,close,volume</c> (any order, by header; time = open in unix seconds, UTC). Refuses bad data by line.</summary>
public static class CandleCsv
{
    /// <summary>Faults that are told one by one.</summary>
    public const int MaxFaults = 5;

    private const int UsualFields = 16;

    private static readonly string[] Columns = ["time", "open", "high", "low", "close", "volume"];

    /// <param name="source">Name of the source for the messages.</param>
    public static CandleCsvResult Read(TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var faults = new List<string>();
        var header = reader.ReadLine()?.TrimStart('\uFEFF');
        if (string.IsNullOrWhiteSpace(header))
            return new([], [$"{source} is empty: the first line must be the header {string.Join(',', Columns)}; check the file"]);
        if (ColumnOrder(header, source, faults) is not { } order) return new([], faults);
        var expected = Expected(reader, header);
        var candles = new CandleColumns(expected);
        var lines = new List<int>(expected);
        var line = 1;
        DateTimeOffset? last = null;
        var more = 0;
        for (var text = reader.ReadLine(); text is not null; text = reader.ReadLine())
        {
            line++;
            if (text.Length == 0) continue;
            if (Parse(text, order, last, out var candle) is not { } fault)
            {
                candles.Add(candle);
                last = candle.OpenTime;
                lines.Add(line);
            }
            else if (faults.Count < MaxFaults) faults.Add($"{source} line {line}: {fault}");
            else more++;
        }
        if (more > 0) faults.Add($"{source}: and {more} more faults");
        if (faults.Count == 0 && candles.Count == 0) faults.Add($"{source} has a header and no candle; check the file");
        return faults.Count > 0 ? new([], faults) : new(candles, []) { Lines = lines };
    }

    /// <summary>About as many rows as the file's length tells: a list that grows by doubling holds twice the memory of a large file. 0 where it cannot be told.</summary>
    private static int Expected(TextReader reader, string header)
    {
        const int UsualRow = 48;
        const int Most = 4_000_000;
        return reader is StreamReader { BaseStream: { CanSeek: true } stream } ? (int)Math.Min(Most, stream.Length / Math.Max(UsualRow, header.Length)) : 0;
    }

    private static int[]? ColumnOrder(string header, string source, List<string> faults)
    {
        var names = header.Split(',').Select(name => name.Trim().ToLowerInvariant()).ToList();
        foreach (var column in Columns.Where(column => !names.Contains(column)))
            faults.Add($"{source} line 1: column '{column}' is missing from the header '{header}'; the columns must be {string.Join(',', Columns)}");
        return faults.Count > 0 ? null : [.. Columns.Select(column => names.IndexOf(column)), names.Count];
    }

    /// <summary>Null where the line is sound, else the fault: field, value, rule, remedy.</summary>
    private static string? Parse(string text, int[] order, DateTimeOffset? previous, out Candle candle)
    {
        candle = default;
        var count = text.AsSpan().Count(',') + 1;
        if (count != order[^1]) return $"has {count} fields where the header has {order[^1]}; remove or complete the line";
        // By spans: half a million rows would leave three million texts behind.
        Span<Range> fields = count <= UsualFields ? stackalloc Range[UsualFields] : new Range[count];
        text.AsSpan().Split(fields, ',');
        var timeText = text.AsSpan()[fields[order[0]]].Trim();
        if (!long.TryParse(timeText, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > 253402300799)
            return $"time '{timeText}' must be whole unix seconds; convert the times";
        Span<decimal> values = stackalloc decimal[5];
        for (var i = 0; i < values.Length; i++)
        {
            var field = text.AsSpan()[fields[order[i + 1]]].Trim();
            if (!decimal.TryParse(field, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out values[i]))
                return $"{Columns[i + 1]} '{field}' must be a number with a decimal point; correct the line";
        }
        candle = new Candle(DateTimeOffset.FromUnixTimeSeconds(seconds), values[0], values[1], values[2], values[3], values[4]);
        if (Candle.Check(candle) is { } unsound) return $"{unsound}; correct or remove the line";
        if (previous is not { } last || candle.OpenTime > last) return null;
        return candle.OpenTime == last
            ? $"time {seconds} is there twice; remove one of the lines"
            : $"time {seconds} is before the line above ({last.ToUnixTimeSeconds()}); sort the file by time";
    }
}
