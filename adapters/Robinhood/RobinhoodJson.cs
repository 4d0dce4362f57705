using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Quoted or bare, padded with zeros or with an exponent: one amount. An empty text is none. Never by way of a double.</summary>
internal sealed class AmountConverter : JsonConverter<decimal?>
{
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => "",
            JsonTokenType.String => reader.GetString() ?? "",
            JsonTokenType.Number => Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan),
            _ => throw new JsonException($"an amount cannot be {reader.TokenType}"),
        };
        if (text.Length == 0) return null;
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new JsonException($"'{text}' is no amount");
    }

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } amount) writer.WriteNumberValue(amount);
        else writer.WriteNullValue();
    }
}

/// <summary>ISO 8601 with any offset and up to nine decimals of a second, of which seven are kept. Always UTC.</summary>
internal sealed class InstantConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? "";
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            if (end - dot > 8) text = text[..(dot + 8)] + text[end..];
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value)
            ? value
            : throw new JsonException($"'{text}' is no instant");
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(AmountConverter), typeof(InstantConverter)], IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RobinhoodErrors))]
[JsonSerializable(typeof(RobinhoodAccount))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodAccount>))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodPair>))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodHolding>))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodBidAsk>))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodEstimate>))]
[JsonSerializable(typeof(RobinhoodPage<RobinhoodOrder>))]
[JsonSerializable(typeof(RobinhoodOrder))]
internal sealed partial class RobinhoodJson : JsonSerializerContext;
