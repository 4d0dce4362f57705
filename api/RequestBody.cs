using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>A flat JSON object of texts, numbers, true and false. Every fault is collected; a field that nobody knows is one, because it may be a misspelt limit.</summary>
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

    /// <summary>The field's text; a fault and nothing where it is missing.</summary>
    public string Required(string field, string remedy)
    {
        if (this[field] is { Length: > 0 } text) return text;
        Faults.Add(ActionRefusal.Invalid(field, this[field], "is needed", remedy));
        return "";
    }

    /// <summary>The field as a number above 0; a fault and 0 where it is none.</summary>
    public decimal Positive(string field, string remedy)
    {
        if (decimal.TryParse(this[field], NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > 0) return number;
        Faults.Add(ActionRefusal.Invalid(field, this[field], "must be above 0", remedy));
        return 0;
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
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => null,
            };
            if (property.Value.ValueKind == JsonValueKind.Null) continue;
            if (!fields.Contains(property.Name)) Faults.Add(ActionRefusal.Invalid(property.Name, text, "is not a field of this request", "use " + string.Join(", ", fields)));
            else if (text is null) Faults.Add(ActionRefusal.Invalid(property.Name, property.Value.ValueKind.ToString(), "must be a text, a number, true or false", "send a plain value"));
            else values[property.Name] = text;
        }
    }
}
