using System.Text.Json;
using System.Text.Json.Nodes;

namespace PowerTrader.Core.Settings;

/// <summary>The JSON schema of the settings file (draft 2020-12), made of <see cref="SettingCatalogue"/>, for editors that complete and check.</summary>
public static class SettingsSchema
{
    private const string CoinPattern = "^[A-Z0-9-]{2,20}$";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static string Text()
    {
        var root = Node();
        root["$schema"] = "https://json-schema.org/draft/2020-12/schema";
        root["title"] = "PowerTrader settings";
        Properties(root)["$schema"] = new JsonObject { ["type"] = "string" };
        foreach (var definition in SettingCatalogue.All) Add(root, definition);
        var coin = Node();
        foreach (var definition in SettingCatalogue.All.Where(definition => definition.PerCoin)) Add(coin, definition);
        Properties(root)[SettingsResolver.OverridesKey] = new JsonObject
        {
            ["description"] = "What single coins have of their own, by coin.",
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = CoinPattern },
            ["additionalProperties"] = coin,
        };
        return root.ToJsonString(Indented) + "\n";
    }

    private static void Add(JsonObject node, SettingDefinition definition)
    {
        var parts = definition.Key.Split('.');
        foreach (var part in parts[..^1])
        {
            if (Properties(node)[part] is null) Properties(node)[part] = Node();
            node = (JsonObject)Properties(node)[part]!;
        }
        Properties(node)[parts[^1]] = Describe(definition);
    }

    private static JsonObject Node() => new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject() };

    private static JsonObject Properties(JsonObject node) => (JsonObject)node["properties"]!;

    private static JsonObject Describe(SettingDefinition definition)
    {
        var node = new JsonObject { ["description"] = $"{definition.Description} Default: {(definition.Default.Length > 0 ? definition.Default : "none")}." };
        switch (definition.Kind)
        {
            case SettingKind.Whole or SettingKind.Number:
                node["type"] = definition.Kind == SettingKind.Whole ? "integer" : "number";
                if (definition.Minimum is { } low) node["minimum"] = low;
                if (definition.Maximum is { } high) node["maximum"] = high;
                break;
            case SettingKind.Numbers:
                node["type"] = "array";
                node["items"] = new JsonObject { ["type"] = "number", ["minimum"] = definition.Minimum, ["maximum"] = definition.Maximum };
                break;
            case SettingKind.Coins or SettingKind.BareCoins:
                node["type"] = "array";
                node["items"] = new JsonObject { ["type"] = "string", ["pattern"] = CoinPattern };
                break;
            case SettingKind.Market:
                node["type"] = "string";
                node["pattern"] = $"^({string.Join('|', definition.Choices!)}|{SettingRules.Replay}.+)$";
                break;
            case SettingKind.Choice:
                node["enum"] = new JsonArray([.. definition.Choices!.Select(choice => (JsonNode)choice)]);
                break;
            default:
                node["type"] = "string";
                break;
        }
        return node;
    }
}
