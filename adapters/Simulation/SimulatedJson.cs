using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PowerTrader.Adapters.Simulation;

/// <summary>KuCoin's way of writing: envelopes, and numbers as text.</summary>
internal static class SimulatedJson
{
    public static ReadOnlyMemory<byte> Data(Action<Utf8JsonWriter> write) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", "200000");
        writer.WritePropertyName("data");
        write(writer);
        writer.WriteEndObject();
    });

    public static ReadOnlyMemory<byte> Refusal(string code, string message) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", code);
        writer.WriteString("msg", message);
        writer.WriteEndObject();
    });

    public static string Message(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(Write(write).Span);

    public static void Row(this Utf8JsonWriter writer, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    public static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);

    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenMemory;
    }
}
