using System.Globalization;
using System.IO.Compression;
using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>A month block as a row: compressed text, cut into the properties <c>b0</c>, <c>b1</c> … of at most 64 KB.</summary>
/// <remarks>
/// <c>candles 2</c>, then lines: <c>@source,knownAt</c> holds for the candles below it; <c>time,open,high,low,close,volume</c> is a candle;
/// <c>!from,count,kind,asks,askedAt</c> is a run of intervals without one. Times are unix seconds. Format 1 had candles only; it is still read.
/// </remarks>
internal static class CandleBlockCodec
{
    private const string Format = "candles 2";
    private const string OlderFormat = "candles 1";
    private const string Block = "b";
    private const string KnownAt = "knownAt";
    private const int PropertyBytes = 64 * 1024;

    public static TableRow Pack(string partition, string month, CandleBlock block, TimeSpan step)
    {
        var text = new StringBuilder(Format).Append('\n');
        StoredCandle? above = null;
        foreach (var stored in block.Candles)
        {
            if (above is not { } last || last.Source != stored.Source || last.KnownAt != stored.KnownAt)
                text.Append(CultureInfo.InvariantCulture, $"@{Word(stored.Source)},{stored.KnownAt.ToUnixTimeSeconds()}\n");
            var c = stored.Candle;
            text.Append(CultureInfo.InvariantCulture, $"{c.OpenTime.ToUnixTimeSeconds()},{c.Open},{c.High},{c.Low},{c.Close},{c.Volume}\n");
            above = stored;
        }
        AppendGaps(text, block.Notes, step);
        var packed = Compress(Encoding.ASCII.GetBytes(text.ToString()));
        var properties = new Dictionary<string, object?>();
        for (var part = 0; part * PropertyBytes < packed.Length; part++)
            properties[Part(part)] = packed[(part * PropertyBytes)..Math.Min(packed.Length, (part + 1) * PropertyBytes)];
        return new TableRow(partition, month, properties);
    }

    /// <exception cref="CorruptException">The row is not what was written; the message names it.</exception>
    public static CandleBlock Unpack(TableRow row, TimeSpan step)
    {
        var lines = Decompress(row).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2 || lines[0] is not (Format or OlderFormat)) throw Corrupt(row, lines.Length == 0 ? "it is empty" : $"'{lines[0]}' is not '{Format}'");
        var source = CandleSource.History;
        var knownAt = row.Properties.GetValueOrDefault(KnownAt) is DateTimeOffset known ? known : DateTimeOffset.UnixEpoch;
        var candles = new List<StoredCandle>(lines.Length - 1);
        var notes = new SortedDictionary<DateTimeOffset, GapNote>();
        for (var i = 1; i < lines.Length; i++)
        {
            var line = lines[i];
            var sound = line[0] switch
            {
                '@' => ReadSource(line, out source, out knownAt),
                '!' => ReadGap(line, notes, step),
                _ => ReadCandle(line, source, knownAt, candles),
            };
            if (!sound) throw Corrupt(row, $"line {i + 1} is '{line}'");
        }
        return new CandleBlock(candles, notes);
    }

    public static CorruptException Corrupt(TableRow row, string fault) => new($"candle block {row.Partition} {row.Row}: {fault}");

    private static void AppendGaps(StringBuilder text, IReadOnlyDictionary<DateTimeOffset, GapNote> notes, TimeSpan step)
    {
        var runs = new List<(DateTimeOffset From, int Count, GapNote Note)>();
        foreach (var (open, note) in notes)
        {
            if (runs.Count > 0 && runs[^1] is var last && last.Note == note && last.From + last.Count * step == open) runs[^1] = last with { Count = last.Count + 1 };
            else runs.Add((open, 1, note));
        }
        foreach (var (from, count, note) in runs)
            text.Append(CultureInfo.InvariantCulture, $"!{from.ToUnixTimeSeconds()},{count},{Word(note.Kind)},{note.Asks},{note.AskedAt.ToUnixTimeSeconds()}\n");
    }

    private static bool ReadSource(string line, out CandleSource source, out DateTimeOffset knownAt)
    {
        source = default;
        knownAt = default;
        var fields = line[1..].Split(',');
        return fields.Length == 2 && Enum.TryParse(fields[0], ignoreCase: true, out source) && Enum.IsDefined(source) && Time(fields[1], out knownAt);
    }

    private static bool ReadGap(string line, SortedDictionary<DateTimeOffset, GapNote> notes, TimeSpan step)
    {
        var fields = line[1..].Split(',');
        if (fields.Length != 5 || !Time(fields[0], out var from) || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || !Enum.TryParse<GapKind>(fields[2], ignoreCase: true, out var kind) || !Enum.IsDefined(kind)
            || !int.TryParse(fields[3], NumberStyles.None, CultureInfo.InvariantCulture, out var asks) || !Time(fields[4], out var askedAt)) return false;
        for (var i = 0; i < count; i++) notes[from + i * step] = new GapNote(kind, asks, askedAt);
        return true;
    }

    private static bool ReadCandle(string line, CandleSource source, DateTimeOffset knownAt, List<StoredCandle> candles)
    {
        var fields = line.Split(',');
        if (fields.Length != 6 || !Time(fields[0], out var time)) return false;
        Span<decimal> values = stackalloc decimal[5];
        for (var f = 0; f < 5; f++)
        {
            if (!decimal.TryParse(fields[f + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out values[f])) return false;
        }
        candles.Add(new StoredCandle(new Candle(time, values[0], values[1], values[2], values[3], values[4]), source, knownAt));
        return true;
    }

    private static bool Time(string text, out DateTimeOffset time)
    {
        var sound = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 253_402_300_799;
        time = sound ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return sound;
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Part(int part) => string.Create(CultureInfo.InvariantCulture, $"{Block}{part}");

    private static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        // A block is written again with each new candle: speed counts more than the last byte.
        using (var packing = new ZLibStream(output, CompressionLevel.Fastest)) packing.Write(content);
        return output.ToArray();
    }

    private static string Decompress(TableRow row)
    {
        using var input = new MemoryStream();
        for (var part = 0; part == 0 || row.Properties.ContainsKey(Part(part)); part++) input.Write(row.Bytes(Part(part)));
        input.Position = 0;
        try
        {
            using var text = new StreamReader(new ZLibStream(input, CompressionMode.Decompress), Encoding.ASCII);
            return text.ReadToEnd();
        }
        catch (InvalidDataException fault)
        {
            throw Corrupt(row, fault.Message);
        }
    }
}
