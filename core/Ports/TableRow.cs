namespace PowerTrader.Core.Ports;

/// <summary>One row. Property values are string, int, long, double, bool, DateTimeOffset, Guid or byte[]; null values vanish on write.</summary>
/// <param name="ETag">Version of the row as stored; null in a row that was never read.</param>
/// <remarks>Azure Table Storage: a string ≤ 32,768 characters, a byte[] ≤ 65,536 bytes, a row ≤ 1 MB and 252 properties.</remarks>
public sealed record TableRow(string Partition, string Row, IReadOnlyDictionary<string, object?> Properties, string? ETag = null)
{
    public string Text(string property) => Properties.TryGetValue(property, out var value) && value is string text
        ? text
        : throw new CorruptException($"row {Partition}/{Row} has no text property '{property}'");

    public byte[] Bytes(string property) => Properties.TryGetValue(property, out var value) && value is byte[] bytes
        ? bytes
        : throw new CorruptException($"row {Partition}/{Row} has no binary property '{property}'");

    /// <summary>A row that holds one JSON document in the property <c>j</c>.</summary>
    public static TableRow OfJson(string partition, string row, string json) =>
        new(partition, row, new Dictionary<string, object?> { [JsonProperty] = json });

    public const string JsonProperty = "j";

    public string Json => Text(JsonProperty);
}
