using System.Globalization;
using System.IO.Compression;
using System.Text;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>Closed candles as month blocks: one row per market, symbol, timeframe and month, a text line per candle, compressed.</summary>
/// <remarks>A property of the service holds 64 KB: a longer block is cut into the properties <c>b0</c>, <c>b1</c>, and so on.</remarks>
public sealed class CandleStore(ITableStore tables, MarketId market)
{
    private const string Format = "candles 1";
    private const string Block = "b";
    private const int PropertyBytes = 64 * 1024;

    private readonly Dictionary<string, (string Month, List<Candle> Candles)> newest = [];

    /// <summary>All candles of the series from the instant on, ascending.</summary>
    /// <exception cref="CorruptException">A block is not what was written; the message names it.</exception>
    public async Task<IReadOnlyList<Candle>> ReadAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var partition = Partition(symbol, timeframe);
        if (newest.TryGetValue(partition, out var cached) && cached.Month == Month(from))
            return [.. cached.Candles.Where(candle => candle.OpenTime >= from)];
        var candles = new List<Candle>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Candles, partition, Month(from)), cancellationToken))
            candles.AddRange(Unpack(row).Where(candle => candle.OpenTime >= from));
        return candles;
    }

    /// <summary>Open time of the newest stored candle; null where there is none.</summary>
    public async Task<DateTimeOffset?> NewestAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken)
    {
        var partition = Partition(symbol, timeframe);
        if (newest.TryGetValue(partition, out var cached)) return cached.Candles[^1].OpenTime;
        TableRow? last = null;
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Candles, partition), cancellationToken)) last = row;
        if (last is null) return null;
        newest[partition] = (last.Row, Unpack(last));
        return newest[partition].Candles[^1].OpenTime;
    }

    /// <summary>Adds candles that are newer than what is stored; older and known ones are skipped, so a repeat changes nothing.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> AppendAsync(
        Symbol symbol, Timeframe timeframe, IReadOnlyList<Candle> candles, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        var last = await NewestAsync(symbol, timeframe, cancellationToken);
        var fresh = candles.Where(candle => last is null || candle.OpenTime > last).ToList();
        var partition = Partition(symbol, timeframe);
        foreach (var month in fresh.GroupBy(candle => Month(candle.OpenTime)))
        {
            var block = newest.TryGetValue(partition, out var cached) && cached.Month == month.Key ? cached.Candles : [];
            var merged = new List<Candle>(block);
            merged.AddRange(month);
            await tables.UpsertAsync(Names.Candles, Pack(partition, month.Key, merged, knownAt), cancellationToken);
            newest[partition] = (month.Key, merged);
        }
        return fresh.Count;
    }

    private string Partition(Symbol symbol, Timeframe timeframe) => $"{market}|{symbol}|{timeframe.Name()}";

    private static string Month(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    private static TableRow Pack(string partition, string month, List<Candle> candles, DateTimeOffset knownAt)
    {
        var text = new StringBuilder(Format).Append('\n');
        foreach (var c in candles)
            text.Append(CultureInfo.InvariantCulture, $"{c.OpenTime.ToUnixTimeSeconds()},{c.Open},{c.High},{c.Low},{c.Close},{c.Volume}\n");
        var packed = Compress(Encoding.ASCII.GetBytes(text.ToString()));
        var properties = new Dictionary<string, object?> { ["knownAt"] = knownAt };
        for (var part = 0; part * PropertyBytes < packed.Length; part++)
            properties[Part(part)] = packed[(part * PropertyBytes)..Math.Min(packed.Length, (part + 1) * PropertyBytes)];
        return new TableRow(partition, month, properties);
    }

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

    private static List<Candle> Unpack(TableRow row)
    {
        var lines = Decompress(row).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length < 2 || lines[0] != Format) throw Corrupt(row, lines.Length == 0 ? "it is empty" : $"'{lines[0]}' is not '{Format}'");
        var candles = new List<Candle>(lines.Length - 1);
        for (var i = 1; i < lines.Length; i++)
        {
            var fields = lines[i].Split(',');
            var values = new decimal[5];
            var sound = fields.Length == 6 && long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _);
            for (var f = 0; f < 5 && sound; f++)
                sound = decimal.TryParse(fields[f + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out values[f]);
            if (!sound) throw Corrupt(row, $"line {i + 1} is '{lines[i]}'");
            var time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture));
            candles.Add(new Candle(time, values[0], values[1], values[2], values[3], values[4]));
        }
        return candles;
    }

    private static CorruptException Corrupt(TableRow row, string fault) => new($"candle block {row.Partition} {row.Row}: {fault}");
}
