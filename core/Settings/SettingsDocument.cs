using System.Text;

namespace PowerTrader.Core.Settings;

/// <summary>A settings file that explains itself: the chosen settings, and the most useful others commented out with the value they have anyway.</summary>
public static class SettingsDocument
{
    /// <summary>File name of the schema beside the settings.</summary>
    public const string SchemaName = "powertrader.schema.json";

    private static readonly string[] Useful =
    [
        "port", "strategy.startLevel", "strategy.ladderPercents", "strategy.maxDcaPerDay", "strategy.trailingStartPercent", "strategy.stopLossPercent",
        "strategy.timeStopDays", "risk.positionPercent", "risk.allCoinsPercent", "risk.maxOpenDeals", "risk.cooldownMinutes", "risk.dailyLossPercent",
        "risk.orderCapPercent", "costs.feePercent",
    ];

    /// <summary>JSON with comments and trailing commas, as <see cref="SettingsResolver.AddFile"/> reads it.</summary>
    /// <param name="values">All settings as they stand, the chosen ones among them.</param>
    /// <param name="chosen">Keys that are written as settings; they have no section.</param>
    public static string Text(IReadOnlyList<SettingValue> values, IReadOnlyList<string> chosen)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(chosen);
        var text = new StringBuilder("""
            // Settings of PowerTrader. Remove the // before a setting to change it; comments and trailing commas are allowed.
            // 'powertrader config check' finds every fault, 'powertrader config show' lists every setting with its origin.
            {
              "$schema": "./
            """);
        text.Append(SchemaName).Append("\",\n");
        var byKey = values.Where(value => value.Coin is null).ToDictionary(value => value.Definition.Key);
        foreach (var key in chosen) Entry(text, byKey[key], "  ", commented: false);
        string? section = null;
        foreach (var value in Useful.Where(key => !chosen.Contains(key)).Select(key => byKey[key]))
        {
            var dot = value.Definition.Key.IndexOf('.', StringComparison.Ordinal);
            var own = dot < 0 ? null : value.Definition.Key[..dot];
            if (own != section && section is not null) text.Append("  },\n");
            if (own != section && own is not null) text.Append("\n  \"").Append(own).Append("\": {\n");
            section = own;
            Entry(text, value, own is null ? "  " : "    ", commented: true);
        }
        return text.Append(section is null ? "" : "  },\n").Append("}\n").ToString();
    }

    private static void Entry(StringBuilder text, SettingValue value, string indent, bool commented)
    {
        var key = value.Definition.Key;
        text.Append(commented ? "" : "\n").Append(indent).Append("// ").Append(value.Definition.Description).Append(Hint(value.Definition)).Append('\n');
        text.Append(indent).Append(commented ? "// " : "").Append('"').Append(key[(key.LastIndexOf('.') + 1)..]).Append("\": ").Append(Json(value)).Append(",\n");
    }

    private static string Hint(SettingDefinition definition) =>
        definition.Kind == SettingKind.Choice ? $" One of {string.Join(", ", definition.Choices!)}." : "";

    private static string Json(SettingValue value) => value.Definition.Kind switch
    {
        SettingKind.Whole or SettingKind.Number => value.Text,
        SettingKind.Numbers => $"[{string.Join(", ", SettingRules.Parts(value.Text))}]",
        SettingKind.Coins or SettingKind.BareCoins => $"[{string.Join(", ", SettingRules.Parts(value.Text).Select(part => $"\"{part}\""))}]",
        _ => $"\"{value.Text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
    };
}
