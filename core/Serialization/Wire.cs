using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Serialization;

/// <summary>The one way in which domain types become text: <c>{"v":1,"d":…}</c>. Engines, queues and stores move the text and never a type.</summary>
public static class Wire
{
    public const int Version = 1;

    private const string Head = """{"v":1,"d":""";

    public static string Write<T>(T value) => Head + JsonSerializer.Serialize(value, TypeInfo<T>()) + "}";

    /// <exception cref="CorruptException">Not JSON, another version, or a value that its type refuses; the message names type and version.</exception>
    public static T Read<T>(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.StartsWith(Head, StringComparison.Ordinal)) throw new CorruptException($"{typeof(T).Name}: {Fault(text)}");
        try
        {
            return JsonSerializer.Deserialize(text.AsSpan(Head.Length, text.Length - Head.Length - 1), TypeInfo<T>())
                ?? throw new CorruptException($"{typeof(T).Name}: the record is null");
        }
        catch (JsonException fault)
        {
            throw new CorruptException($"{typeof(T).Name}: {fault.Message}", fault);
        }
    }

    private static JsonTypeInfo<T> TypeInfo<T>() =>
        (JsonTypeInfo<T>?)WireContext.Default.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not a wire type");

    private static string Fault(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("v", out var version)
                ? $"version {version.GetRawText()} is not known to this program, which reads version {Version}; use a newer program"
                : "the record has no version";
        }
        catch (JsonException)
        {
            return "the record is not JSON";
        }
    }
}
