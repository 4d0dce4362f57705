using System.Text.Json;
using PowerTrader.Testing;

namespace PowerTrader.Compliance.TableCases;

/// <summary>One case of <c>tests/table-cases</c>: a rule of the service, and steps with what each must answer. Its README has the format.</summary>
public sealed record TableCase(string Id, string Rule, string Reference, JsonElement Steps)
{
    private static readonly Lazy<Dictionary<string, TableCase>> Known = new(ReadAll);

    /// <summary>Every case by <c>file/name</c>.</summary>
    public static IReadOnlyDictionary<string, TableCase> All => Known.Value;

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "table-cases");

    private static Dictionary<string, TableCase> ReadAll()
    {
        var cases = new Dictionary<string, TableCase>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var element in document.RootElement.GetProperty("cases").EnumerateArray())
            {
                var read = Read(Path.GetFileNameWithoutExtension(path), document.RootElement, element.Clone());
                cases.Add(read.Id, read);
            }
        }
        return cases;
    }

    private static TableCase Read(string file, JsonElement whole, JsonElement element) => new(
        $"{file}/{element.GetProperty("name").GetString()}",
        element.GetProperty("rule").GetString()!,
        (element.TryGetProperty("reference", out var own) ? own : whole.GetProperty("reference")).GetString()!,
        element.GetProperty("steps"));
}
