using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>A flat JSON object of texts and numbers. Every fault is collected; a field that nobody knows is one, because it may be a misspelt limit.</summary>
internal sealed class RequestBody
{
    private const string KeyHeader = "Idempotency-Key";

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public List<ActionRefusal> Faults { get; } = [];

    public string? this[string field] => values.GetValueOrDefault(field);

    /// <summary>An empty body is an object without fields. The key may come in its header or as a field.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContext http, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var body = new RequestBody();
        if (http.Request.ContentLength is not 0 && http.Request.ContentType is not null)
        {
            try
            {
                using var document = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: cancellationToken);
                body.Take(document.RootElement, fields);
            }
            catch (JsonException)
            {
                body.Faults.Add(ActionRefusal.Invalid("body", "", "must be one JSON object", "for example {\"amount\":100}"));
            }
        }
        var header = http.Request.Headers[KeyHeader].ToString();
        if (header.Length == 0) return body;
        if (body["key"] is { } field && field != header)
            body.Faults.Add(ActionRefusal.Invalid("key", field, $"differs from the header {KeyHeader} '{header}'", "send one of the two"));
        body.values["key"] = header;
        return body;
    }

    public ActionForm Form(string? action, string? coin) => new(action, coin)
    {
        Amount = this["amount"],
        Quantity = this["quantity"],
        Percent = this["percent"],
        Limit = this["limit"],
        StartPercent = this["startPercent"],
        GapPercent = this["gapPercent"],
        Key = this["key"],
    };

    private void Take(JsonElement root, IReadOnlyList<string> fields)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Faults.Add(ActionRefusal.Invalid("body", "", "must be one JSON object", "for example {\"amount\":100}"));
            return;
        }
        foreach (var property in root.EnumerateObject())
        {
            var text = property.Value.ValueKind switch
            {
                JsonValueKind.String => property.Value.GetString(),
                JsonValueKind.Number when property.Value.TryGetDecimal(out var number) => number.ToString(CultureInfo.InvariantCulture),
                JsonValueKind.Number => property.Value.GetRawText(),
                _ => null,
            };
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            if (!fields.Contains(property.Name)) Faults.Add(ActionRefusal.Invalid(property.Name, text, "is not a field of this request", "use " + string.Join(", ", fields)));
            else if (text is null) Faults.Add(ActionRefusal.Invalid(property.Name, property.Value.ValueKind.ToString(), "must be a text or a number", "send a plain value"));
            else values[property.Name] = text;
        }
    }
}
