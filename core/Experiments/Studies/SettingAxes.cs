using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>Settings as parameters of a search: names, ranges and rules are the catalogue's.</summary>
public static class SettingAxes
{
    private const string Origin = "--param";

    /// <summary>The rule of a setting's key; a line of what is wrong with the key where it cannot be searched.</summary>
    public static (AxisRule? Rule, string? Fault) Find(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var name = key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];
        if (SettingCatalogue.Find(name) is not { } setting)
            return (null, $"{Origin} '{key}' is no setting; {(SettingCatalogue.Nearest(name) is { } near ? $"did you mean {near}?" : "'powertrader config show' lists them all")}");
        if (name.StartsWith("costs.", StringComparison.Ordinal))
            return (null, $"{Origin} '{key}' is what the venue takes, which nobody can choose; set it with --set, or vary it with 'powertrader sensitivity'");
        if (!setting.IsTrading || setting.Kind == SettingKind.Coins) return (null, $"{Origin} '{key}' changes no trade; search settings of strategy and risk, for example strategy.startLevel");
        if (name != key && !setting.PerCoin) return (null, $"{Origin} '{key}' cannot be set for one coin; search {setting.Key} for all");
        return (new AxisRule(setting.Kind == SettingKind.Whole, setting.Kind == SettingKind.Numbers, text => SettingRules.Fault(new SettingValue(setting, text, Origin)), text => SettingRules.Normal(setting, text)), null);
    }

    /// <summary>Settings with the values of a point over them.</summary>
    /// <param name="assignments"><c>KEY=VALUE</c>.</param>
    /// <returns>Rules that the values break together, empty where there is none.</returns>
    public static (TraderSettings Settings, IReadOnlyList<string> Faults) With(TraderSettings settings, IReadOnlyList<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(assignments);
        var resolver = new SettingsResolver();
        foreach (var line in settings.Canonical().Split('\n', StringSplitOptions.RemoveEmptyEntries)) resolver.AddAssignment(line, "--set");
        foreach (var assignment in assignments) resolver.AddAssignment(assignment, Origin);
        var values = resolver.Resolve();
        return (TraderSettings.From(values), resolver.Faults);
    }
}
