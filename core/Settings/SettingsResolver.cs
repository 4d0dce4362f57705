using System.Globalization;
using System.Text.Json;

namespace PowerTrader.Core.Settings;

/// <summary>Joins the layers, later over earlier: default, profile, file, environment, command line. Collects every fault instead of stopping at the first.</summary>
public sealed class SettingsResolver
{
    private readonly Dictionary<string, (string Text, string Origin)> given = new(StringComparer.Ordinal);
    private readonly List<string> faults = [];

    /// <summary>Faults so far: setting, value, rule, remedy.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Takes a JSON file: nested objects, comments and trailing commas allowed.</summary>
    /// <param name="name">Of the file, for origins and messages.</param>
    public SettingsResolver AddFile(string json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (document.RootElement.ValueKind == JsonValueKind.Object) Walk(document.RootElement, "", name);
            else faults.Add($"{name} must be a JSON object; 'powertrader init' writes one");
        }
        catch (JsonException fault)
        {
            faults.Add($"{name} line {fault.LineNumber + 1}: it is no JSON ({fault.Message.Split(" LineNumber")[0].TrimEnd('.')}); correct the line");
        }
        return this;
    }

    /// <param name="read">Value of a variable, or null.</param>
    public SettingsResolver AddEnvironment(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        foreach (var definition in SettingCatalogue.All)
        {
            if (read(definition.Variable) is { Length: > 0 } text) given[definition.Key] = (text, definition.Variable);
        }
        return this;
    }

    public SettingsResolver Add(string key, string text, string origin)
    {
        if (SettingCatalogue.Find(key) is { } definition) given[definition.Key] = (text, origin);
        else Unknown(key, origin);
        return this;
    }

    /// <summary>Every setting with its value and origin; faulty ones fall back to their default and are in <see cref="Faults"/>.</summary>
    public IReadOnlyList<SettingValue> Resolve()
    {
        var profile = given.TryGetValue("profile", out var chosen) && Profiles.All.ContainsKey(chosen.Text) ? chosen.Text : Profiles.Standard;
        var values = new List<SettingValue>(SettingCatalogue.All.Count);
        foreach (var definition in SettingCatalogue.All)
        {
            var value = given.TryGetValue(definition.Key, out var own) ? new SettingValue(definition, own.Text, own.Origin)
                : Profiles.All[profile].TryGetValue(definition.Key, out var set) ? new SettingValue(definition, set, $"profile {profile}")
                : new SettingValue(definition, DefaultOf(definition), "default");
            if (SettingRules.Fault(value) is { } fault)
            {
                faults.Add(fault);
                value = new SettingValue(definition, DefaultOf(definition), "default");
            }
            values.Add(value);
        }
        return values;
    }

    private string DefaultOf(SettingDefinition definition) =>
        definition.Key == "coins" && given.TryGetValue("market", out var market) ? MarketDefaults.CoinsOf(market.Text) : definition.Default;

    private void Walk(JsonElement element, string prefix, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (key == "$schema") continue;
            if (property.Value.ValueKind == JsonValueKind.Object) Walk(property.Value, key + ".", name);
            else if (SettingCatalogue.Find(key) is { } definition) given[definition.Key] = (TextOf(property.Value), name);
            else Unknown(key, name);
        }
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private void Unknown(string key, string origin) => faults.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{key} ({origin}) is no setting; {(SettingCatalogue.Nearest(key) is { } near ? $"did you mean {near}?" : "'powertrader config show' lists them all")}"));
}
