using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Serialization;

/// <summary>The one way in which domain types become text: <c>{"v":1,"d":…}</c>. Engines, queues and stores move the text and never a type.</summary>
public static class Wire
{
    /// <summary>Of records whose shape never changed; the others are in <see cref="WireVersions"/>.</summary>
    public const int Version = 1;

    private const string Head = """{"v":""";
    private const string Data = ""","d":""";

    public static string Write<T>(T value) => string.Create(
        CultureInfo.InvariantCulture, $"{Head}{WireVersions.Current(typeof(T))}{Data}{JsonSerializer.Serialize(value, TypeInfo<T>())}}}");

    /// <exception cref="CorruptException">Not JSON, an unknown version, or a value that its type refuses; the message names type and version.</exception>
    public static T Read<T>(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (VersionOf(text) is not ({ } version, var start)) throw new CorruptException($"{typeof(T).Name}: {Fault<T>(text)}");
        var json = text.AsSpan(start, text.Length - start - 1);
        try
        {
            if (version != WireVersions.Current(typeof(T)))
                return (T?)WireVersions.Upgrade(typeof(T), version, json) ?? throw new CorruptException($"{typeof(T).Name}: {Fault<T>(text)}");
            return JsonSerializer.Deserialize(json, TypeInfo<T>()) ?? throw new CorruptException($"{typeof(T).Name}: the record is null");
        }
        catch (JsonException fault)
        {
            throw new CorruptException($"{typeof(T).Name}: {fault.Message}", fault);
        }
    }

    /// <summary>The version, and where the data begins; no version where the text is no record.</summary>
    private static (int? Version, int Start) VersionOf(string text)
    {
        if (!text.StartsWith(Head, StringComparison.Ordinal)) return (null, 0);
        var end = Head.Length;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var isRecord = text.AsSpan(end).StartsWith(Data, StringComparison.Ordinal) && text.Length > end + Data.Length;
        var digits = text.AsSpan(Head.Length, end - Head.Length);
        return isRecord && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? (version, end + Data.Length) : (null, 0);
    }

    private static JsonTypeInfo<T> TypeInfo<T>() =>
        (JsonTypeInfo<T>?)WireContext.Default.GetTypeInfo(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not a wire type");

    private static string Fault<T>(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("v", out var version)
                ? $"version {version.GetRawText()} is not known to this program, which reads version {WireVersions.Current(typeof(T))}; use a newer program"
                : "the record has no version";
        }
        catch (JsonException)
        {
            return "the record is not JSON";
        }
    }
}
