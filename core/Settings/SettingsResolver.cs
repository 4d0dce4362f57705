using System.Text.Json;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Settings;

/// <summary>Joins the layers, later over earlier: default, profile, file, environment, command line. Collects every fault instead of stopping at the first.</summary>
public sealed class SettingsResolver
{
    /// <summary>Where the file holds what single coins have of their own.</summary>
    public const string OverridesKey = "overrides";

    /// <summary>The same in the environment: <c>BTC:strategy.startLevel=4;ETH:risk.positionPercent=5</c>.</summary>
    public const string OverridesVariable = "POWERTRADER_OVERRIDES";

    /// <summary>What fits in a property of a stored row, with room for its wrapping.</summary>
    private const int LongestText = 30_000;

    /// <summary>Equals sign and escaped line break.</summary>
    private const int LineEnd = 3;

    private readonly Dictionary<string, (string Text, string Origin)> given = new(StringComparer.Ordinal);
    private readonly List<(string Coin, SettingDefinition Definition, string Text, string Origin)> overrides = [];
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
            if (document.RootElement.ValueKind == JsonValueKind.Object) Walk(document.RootElement, "", "", name);
            else faults.Add($"{name} must be a JSON object; 'powertrader init' writes one");
        }
        catch (JsonException fault)
        {
            faults.Add($"{name} line {fault.LineNumber + 1}: it is no JSON ({fault.Message.Split(" LineNumber")[0].TrimEnd('.')}); correct the line");
        }
        return this;
    }

    /// <summary>A variable for each setting, and <see cref="OverridesVariable"/> for those of single coins.</summary>
    /// <param name="read">Value of a variable, or null.</param>
    public SettingsResolver AddEnvironment(Func<string, string?> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        foreach (var definition in SettingCatalogue.All)
        {
            if (read(definition.Variable) is { Length: > 0 } text) given[definition.Key] = (text, definition.Variable);
        }
        foreach (var part in (read(OverridesVariable) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            AddAssignment(part, OverridesVariable);
        return this;
    }

    /// <summary>Takes <c>KEY=VALUE</c>, or <c>COIN:KEY=VALUE</c> for one coin.</summary>
    public SettingsResolver AddAssignment(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at > 0) return Add(text[..at].Trim(), text[(at + 1)..].Trim(), origin);
        faults.Add($"{origin} '{text}' must be KEY=VALUE or COIN:KEY=VALUE; for example strategy.startLevel=4 or BTC:strategy.startLevel=4");
        return this;
    }

    /// <param name="key">Of a setting; after a coin and a colon where it is for this coin alone.</param>
    public SettingsResolver Add(string key, string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(key);
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        Give(colon < 0 ? "" : key[..colon].Trim(), key[(colon + 1)..].Trim(), text, origin);
        return this;
    }

    /// <summary>Every setting with its value and origin, then the overrides of single coins; faulty ones are in <see cref="Faults"/> and fall back to
    /// their default, or to what all coins have.</summary>
    public IReadOnlyList<SettingValue> Resolve()
    {
        var profile = given.TryGetValue("profile", out var chosen) && Profiles.All.ContainsKey(chosen.Text) ? chosen.Text : Profiles.Standard;
        var values = new List<SettingValue>(SettingCatalogue.All.Count);
        foreach (var definition in SettingCatalogue.All)
        {
            var value = given.TryGetValue(definition.Key, out var own) ? new SettingValue(definition, own.Text, own.Origin)
                : Profiles.All[profile].TryGetValue(definition.Key, out var set) ? new SettingValue(definition, set, $"profile {profile}")
                : new SettingValue(definition, definition.Default, "default");
            if (SettingRules.Fault(value) is { } fault)
            {
                faults.Add(fault);
                value = new SettingValue(definition, definition.Default, "default");
            }
            values.Add(value);
        }
        values.AddRange(Overrides([.. SettingRules.Parts(values.Single(value => value.Definition.Kind == SettingKind.Coins).Text).Select(part => SettingRules.Coin(part)!.Value)]));
        faults.AddRange(SettingCrossRules.Faults(values));
        var length = values.Sum(value => value.Name.Length + value.Text.Length + LineEnd);
        if (length > LongestText) faults.Add($"{OverridesKey} and settings take {length} characters, of which {LongestText} can be kept; set for all coins what many share");
        return values;
    }

    /// <summary>Of the configured coins, by coin and in the order of the catalogue; a later layer wins.</summary>
    private IEnumerable<SettingValue> Overrides(IReadOnlyList<Symbol> coins)
    {
        var sound = new Dictionary<(Symbol, string), SettingValue>();
        foreach (var (coin, definition, text, origin) in overrides)
        {
            var symbol = coins.Cast<Symbol?>().FirstOrDefault(each => Matches(each!.Value, coin));
            if (symbol is not { } one)
            {
                faults.Add($"{coin}:{definition.Key} '{text}' ({origin}) is for a coin that is not among coins; add {coin} to coins or remove it");
                continue;
            }
            var value = new SettingValue(definition, text, origin, one);
            if (SettingRules.Fault(value) is { } fault) faults.Add(fault);
            else sound[(one, definition.Key)] = value;
        }
        return coins.SelectMany(coin => SettingCatalogue.All.Select(definition => sound.GetValueOrDefault((coin, definition.Key)))).OfType<SettingValue>();
    }

    private static bool Matches(Symbol symbol, string coin) =>
        string.Equals(symbol.Value, coin, StringComparison.OrdinalIgnoreCase) || string.Equals(symbol.Base, coin, StringComparison.OrdinalIgnoreCase);

    private void Give(string coin, string key, string text, string origin)
    {
        var definition = SettingCatalogue.Find(key);
        if (definition is null) Unknown(coin, key, origin);
        else if (coin.Length == 0) given[definition.Key] = (text, origin);
        else if (definition.PerCoin) overrides.Add((coin, definition, text, origin));
        else faults.Add($"{coin}:{definition.Key} '{text}' ({origin}) cannot be set for one coin; set {definition.Key} for all");
    }

    private void Walk(JsonElement element, string coin, string prefix, string name)
    {
        foreach (var property in element.EnumerateObject())
        {
            var key = prefix + property.Name;
            if (key == "$schema") continue;
            if (key == OverridesKey && coin.Length == 0) WalkCoins(property.Value, name);
            else if (property.Value.ValueKind == JsonValueKind.Object) Walk(property.Value, coin, key + ".", name);
            else Give(coin, key, TextOf(property.Value), name);
        }
    }

    private void WalkCoins(JsonElement coins, string name)
    {
        var sound = coins.ValueKind == JsonValueKind.Object && coins.EnumerateObject().All(coin => coin.Name.Length > 0 && coin.Value.ValueKind == JsonValueKind.Object);
        if (!sound) faults.Add($$"""{{OverridesKey}} ({{name}}) must have an object for each coin; for example { "BTC": { "strategy": { "startLevel": 4 } } }""");
        else foreach (var coin in coins.EnumerateObject()) Walk(coin.Value, coin.Name, "", name);
    }

    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(TextOf)),
        JsonValueKind.Null => "",
        _ => value.GetRawText(),
    };

    private void Unknown(string coin, string key, string origin) => faults.Add(
        $"{(coin.Length > 0 ? coin + ":" : "")}{key} ({origin}) is no setting; {(SettingCatalogue.Nearest(key) is { } near ? $"did you mean {near}?" : "'powertrader config show' lists them all")}");
}
