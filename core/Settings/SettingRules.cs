using System.Globalization;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Settings;

/// <summary>The rule of each kind of setting.</summary>
public static class SettingRules
{
    /// <summary>What a market begins with that is a recorded file.</summary>
    public const string Replay = "replay:";

    /// <summary>Null where the value is sound, else setting, value, origin, rule and remedy in one line.</summary>
    public static string? Fault(SettingValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var (definition, text, _, _) = value;
        var rule = definition.Kind switch
        {
            SettingKind.Choice => definition.Choices!.Contains(text) ? null : "must be one of " + string.Join(", ", definition.Choices!),
            SettingKind.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) && Within(definition, whole)
                ? null : "must be a whole number" + Bounds(definition),
            SettingKind.Number => Number(text) is { } number && Within(definition, number) ? null : "must be a number" + Bounds(definition),
            SettingKind.Numbers => Numbers(definition, text),
            SettingKind.Coins => Coins(text),
            SettingKind.BareCoins => Parts(text).All(IsBare) ? null : "must be coins of A-Z and 0-9 without a currency, separated by commas",
            SettingKind.Market => definition.Choices!.Contains(text) || (text.StartsWith(Replay, StringComparison.Ordinal) && text.Length > Replay.Length)
                ? null : $"must be {string.Join(", ", definition.Choices!)} or {Replay}FILE.csv",
            _ => text.Length > 0 ? null : "must not be empty",
        };
        return rule is null ? null : $"{value} {rule}; for example {(definition.Default.Length > 0 ? definition.Default : "1")}";
    }

    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A bare coin is paired with the quote currency; null where the name breaks the grammar.</summary>
    public static Symbol? Coin(string text, string quote = "USDT")
    {
        ArgumentNullException.ThrowIfNull(text);
        return Symbol.TryParse(text.Contains('-', StringComparison.Ordinal) ? text : $"{text}-{quote}", out var symbol) && symbol.Quote.Length > 0 ? symbol : null;
    }

    /// <summary>One text for equal values: no trailing zeros, no spaces, coins with their quote.</summary>
    /// <param name="text">Sound.</param>
    internal static string Normal(SettingDefinition definition, string text) => definition.Kind switch
    {
        SettingKind.Whole or SettingKind.Number => Digits(text),
        SettingKind.Numbers => string.Join(',', Parts(text).Select(Digits)),
        SettingKind.Coins => string.Join(',', Parts(text).Select(part => Coin(part)!.Value.Value)),
        SettingKind.BareCoins => string.Join(',', Parts(text)),
        _ => text,
    };

    private static string Digits(string text) => Number(text)!.Value.ToString("0.############################", CultureInfo.InvariantCulture);

    private static bool IsBare(string coin) => coin.Length is > 0 and <= 12 && coin.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    internal static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Numbers(SettingDefinition definition, string text)
    {
        decimal? before = null;
        foreach (var part in Parts(text))
        {
            if (Number(part) is not { } number || !Within(definition, number)) return "must be numbers separated by commas, each" + Bounds(definition);
            if (before is { } last && number >= last) return $"must go ever deeper, and {part} does not after {last.ToString(CultureInfo.InvariantCulture)}";
            before = number;
        }
        return null;
    }

    private static string? Coins(string text)
    {
        return CoinsRule([.. Parts(text).Select(part => Coin(part))]);
    }

    /// <summary>The rule that the coins of a portfolio break; null for none.</summary>
    /// <param name="coins">Null for one whose name breaks the grammar.</param>
    public static string? CoinsRule(IReadOnlyList<Symbol?> coins)
    {
        ArgumentNullException.ThrowIfNull(coins);
        if (coins.Count == 0 || coins.Any(coin => coin is null)) return "must be coins of A-Z and 0-9 separated by commas";
        if (coins.Distinct().Count() != coins.Count) return "must not name a coin twice";
        if (coins.Count > 50) return "must name at most 50 coins";
        return coins.Select(coin => coin!.Value.Quote).Distinct().Count() > 1 ? "must share one quote currency, because a portfolio has one" : null;
    }

    private static bool Within(SettingDefinition definition, decimal value) =>
        (definition.Minimum is null || value >= definition.Minimum) && (definition.Maximum is null || value <= definition.Maximum);

    private static string Bounds(SettingDefinition definition) =>
        definition is { Minimum: { } low, Maximum: { } high } ? string.Create(CultureInfo.InvariantCulture, $" from {low} to {high}") : "";
}
