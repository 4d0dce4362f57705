using System.Text;
using System.Text.Json;

namespace PowerTrader.Host.Import;

/// <summary>A JSON document that knows on which line each of its values stands, for messages.</summary>
internal sealed class JsonLines
{
    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);

    private JsonLines(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    /// <exception cref="JsonException">It is no JSON; the message has the line.</exception>
    public static JsonLines Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var parsed = new JsonLines(document.RootElement.Clone());
        parsed.Index(Encoding.UTF8.GetBytes(text));
        return parsed;
    }

    /// <param name="path">Names joined by <c>/</c>; of lists only the list.</param>
    public int LineOf(string path) => lines.GetValueOrDefault(path, 1);

    private void Index(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var path = new List<string>();
        var (line, at) = (1, 0);
        while (reader.Read())
        {
            for (; at < reader.TokenStartIndex; at++) line += bytes[at] == '\n' ? 1 : 0;
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            // A property's depth is one more than its object's.
            path.RemoveRange(reader.CurrentDepth - 1, Math.Max(0, path.Count - reader.CurrentDepth + 1));
            path.Add(reader.GetString()!);
            lines[string.Join('/', path)] = line;
        }
    }
}
