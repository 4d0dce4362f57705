using System.Text.Json;
using System.Text.RegularExpressions;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Infrastructure;

/// <summary>The files that say what is deployed, as text.</summary>
internal static partial class InfrastructureText
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "infra");

    /// <summary>All Bicep.</summary>
    public static string All { get; } = string.Concat(Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>App settings of the function app: name and value as written.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        Setting().Matches(Module("trader")).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>Alert queries by the alert's name.</summary>
    public static IReadOnlyDictionary<string, string> Queries { get; } = ReadQueries(Module("monitoring"));

    public static JsonElement Host { get; } = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json"))).RootElement;

    public static JsonElement Extension(string name) => Host.GetProperty("extensions").GetProperty(name);

    public static string Module(string name) => File.ReadAllText(Path.Combine(Folder, "modules", name + ".bicep"));

    public static Dictionary<string, string> Parameters(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file))).RootElement.GetProperty("parameters").EnumerateObject()
            .ToDictionary(each => each.Name, each => each.Value.GetProperty("value").ToString());

    [GeneratedRegex(@"name: '((?:[A-Z][A-Za-z]+__|[A-Z_]+\b)\w*)',?\s+value: ([^\n}]+?) ?[}\n]")]
    private static partial Regex Setting();

    /// <summary>A query belongs to the name that stands last before it.</summary>
    private static Dictionary<string, string> ReadQueries(string bicep)
    {
        var queries = new Dictionary<string, string>();
        var name = "";
        foreach (Match match in NameOrQuery().Matches(bicep))
        {
            if (match.Groups[1].Success) name = match.Groups[1].Value;
            else queries[name] = match.Groups[2].Value;
        }
        return queries;
    }

    [GeneratedRegex(@"\bname: '([\w-]+)'|\bquery: '([^'\n]+)'")]
    private static partial Regex NameOrQuery();
}
