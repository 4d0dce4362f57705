using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A number or an id that the venue writes as text in one call and bare in another. Kept as it was written.</summary>
[JsonConverter(typeof(KuCoinValueConverter))]
public readonly record struct KuCoinValue(string Text, bool IsBare = false)
{
    /// <summary>Null where it is no number that a decimal holds.</summary>
    public decimal? Number => decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    public override string ToString() => Text;
}

/// <summary>Reads both forms and writes the one that was read.</summary>
internal sealed class KuCoinValueConverter : JsonConverter<KuCoinValue>
{
    public override KuCoinValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => new KuCoinValue(reader.GetString()!),
        JsonTokenType.Number => new KuCoinValue(Encoding.UTF8.GetString(reader.ValueSpan), IsBare: true),
        _ => throw new JsonException($"a text or a number, not {reader.TokenType}"),
    };

    public override void Write(Utf8JsonWriter writer, KuCoinValue value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value.IsBare) writer.WriteRawValue(value.Text);
        else writer.WriteStringValue(value.Text);
    }
}
