using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Settings;

/// <summary>What a setting's text must be.</summary>
public enum SettingKind
{
    /// <summary>Any text that the rule of the setting itself allows.</summary>
    Text,

    /// <summary>One of a list of words.</summary>
    Choice,

    /// <summary>A whole number within bounds.</summary>
    Whole,

    /// <summary>A decimal number within bounds.</summary>
    Number,

    /// <summary>Decimal numbers separated by commas; empty is none.</summary>
    Numbers,

    /// <summary>Coins separated by commas.</summary>
    Coins,

    /// <summary>Coins without their currency, separated by commas; empty is none.</summary>
    BareCoins,

    /// <summary>One of a list of markets, or <c>replay:</c> and a file.</summary>
    Market,
}

/// <summary>One setting, described once: the file's schema, the reference, the environment and every check follow from it.</summary>
/// <param name="Key">Path in the file, such as <c>strategy.startLevel</c>.</param>
/// <param name="Default">In the text form.</param>
/// <param name="Minimum">Of a number, or of each number; null where there is none.</param>
/// <param name="PerCoin">Whether one coin may have a value of its own.</param>
public sealed record SettingDefinition(
    string Key, SettingKind Kind, string Default, string Description, decimal? Minimum = null, decimal? Maximum = null, IReadOnlyList<string>? Choices = null,
    bool PerCoin = false)
{
    /// <summary>Name of the environment variable: <c>POWERTRADER_STRATEGY_STARTLEVEL</c>.</summary>
    public string Variable => "POWERTRADER_" + Key.Replace('.', '_').ToUpperInvariant();

    /// <summary>Whether it belongs to what a settings version holds: what is traded, and by which rules.</summary>
    public bool IsTrading => Kind == SettingKind.Coins || Key.Split('.')[0] is "strategy" or "risk" or "costs" or "live";
}

/// <summary>A value and where it comes from.</summary>
/// <param name="Origin">Such as <c>default</c>, <c>profile careful</c>, <c>powertrader.json</c>, a variable's name or an option.</param>
/// <param name="Coin">The coin that it is an override of; null for all.</param>
public sealed record SettingValue(SettingDefinition Definition, string Text, string Origin, Symbol? Coin = null)
{
    /// <summary>The key, after the coin where it is an override: <c>BTC-USDT:strategy.startLevel</c>.</summary>
    public string Name => Coin is { } coin ? $"{coin}:{Definition.Key}" : Definition.Key;

    /// <summary>Name, value and origin, as messages begin.</summary>
    public override string ToString() => $"{Name} '{Text}' ({Origin})";
}
