namespace PowerTrader.Core.Settings;

/// <summary>Trading settings as they stood from an instant on. Immutable: a change is a new version.</summary>
/// <param name="Number">From 1, per portfolio.</param>
/// <param name="Text">As <see cref="TraderSettings.Canonical"/> wrote it.</param>
public sealed record SettingsVersion(int Number, DateTimeOffset Time, string Text)
{
    /// <summary>What differs, one line each: <c>strategy.startLevel 3 → 4</c>.</summary>
    /// <param name="before">Canonical text of the older version.</param>
    public static IReadOnlyList<string> Differences(string before, string after)
    {
        var (old, now) = (Parse(before), Parse(after));
        return
        [
            .. now.Where(pair => old.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => $"{pair.Key} {Shown(old, pair.Key)} → {Shown(now, pair.Key)}"),
            .. old.Keys.Where(key => !now.ContainsKey(key)).Select(key => $"{key} {Shown(old, key)} → not set"),
        ];
    }

    private static string Shown(Dictionary<string, string> texts, string key) =>
        !texts.TryGetValue(key, out var text) ? "not set" : text.Length > 0 ? text : "none";

    private static Dictionary<string, string> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
