using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance.TableCases;

/// <summary>Reads keys, values, rows and operations of a case.</summary>
internal static class TableCaseValues
{
    public const string DefaultPartition = "p";

    public static string Key(JsonElement element) => (string)Value(element)!;

    public static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetInt32(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Typed(element),
    };

    public static Dictionary<string, object?> Properties(JsonElement holder, string name)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (holder.TryGetProperty(name, out var set))
        {
            foreach (var property in set.EnumerateObject()) properties.Add(property.Name, Value(property.Value));
        }
        if (holder.TryGetProperty("fill", out var fill))
        {
            for (var i = 0; i < fill.GetProperty("count").GetInt32(); i++) properties.Add($"f{i}", Value(fill.GetProperty("value")));
        }
        return properties;
    }

    /// <summary>The operations of one element: one, or <c>times</c> many with numbered keys.</summary>
    public static IEnumerable<TableOperation> Operations(JsonElement element, string partition, IReadOnlyDictionary<string, string> etags)
    {
        var kind = element.EnumerateObject().First();
        var key = Key(kind.Value);
        if (!element.TryGetProperty("times", out var times)) return [Operation(element, kind.Name, partition, key, etags)];
        var from = element.TryGetProperty("from", out var first) ? first.GetInt32() : 0;
        return Enumerable.Range(from, times.GetInt32())
            .Select(i => Operation(element, kind.Name, partition, string.Create(CultureInfo.InvariantCulture, $"{key}{i:d5}"), etags));
    }

    public static string Partition(JsonElement element) => element.TryGetProperty("partition", out var own) ? Key(own) : DefaultPartition;

    private static TableOperation Operation(
        JsonElement element, string kind, string partition, string key, IReadOnlyDictionary<string, string> etags)
    {
        var row = new TableRow(element.TryGetProperty("partition", out var own) ? Key(own) : partition, key, Properties(element, "set"));
        var ifMatch = element.TryGetProperty("ifMatch", out var named) ? named.GetString()! : "*";
        if (ifMatch != "*") ifMatch = etags[ifMatch];
        return kind switch
        {
            "insert" => new TableOperation.Insert(row),
            "upsert" => new TableOperation.Upsert(row),
            "replace" => new TableOperation.Replace(row, ifMatch),
            "delete" => new TableOperation.Delete(key, ifMatch),
            _ => throw new InvalidDataException($"unknown operation '{kind}'"),
        };
    }

    private static object Typed(JsonElement element)
    {
        var first = element.EnumerateObject().First();
        return first.Name switch
        {
            "$text" => string.Concat(Enumerable.Repeat(first.Value.GetString()!, element.GetProperty("times").GetInt32())),
            "$bytes" => new byte[first.Value.GetInt32()],
            "$binary" => first.Value.GetBytesFromBase64(),
            "$int64" => long.Parse(first.Value.GetString()!, CultureInfo.InvariantCulture),
            "$double" => first.Value.ValueKind == JsonValueKind.Number
                ? first.Value.GetDouble()
                : double.Parse(first.Value.GetString()!, CultureInfo.InvariantCulture),
            "$time" => DateTimeOffset.Parse(first.Value.GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            "$guid" => first.Value.GetGuid(),
            _ => throw new InvalidDataException($"unknown value '{first.Name}'"),
        };
    }
}
