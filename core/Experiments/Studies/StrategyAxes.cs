using System.Globalization;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What a search may vary of one strategy: its own parameters by their plain names, and settings by keys with a dot.</summary>
public static class StrategyAxes
{
    private const string Origin = "--param";

    /// <summary>The rule of a key; a line of what is wrong with the key where it cannot be searched.</summary>
    public static (AxisRule? Rule, string? Fault) Find(StrategyDefinition strategy, string key)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(key);
        // The strategies that take their rules from the settings have no other parameters.
        if (strategy.Create is null) return SettingAxes.Find(key);
        if (IsSetting(key)) return FindSetting(strategy, key);
        if (strategy.Parameters.FirstOrDefault(known => known.Name == key) is not { } parameter) return (null, $"{Origin} '{key}' is no parameter of {strategy.Name}; {Remedy(strategy)}");
        return (new AxisRule(
            parameter.Kind == ParameterKind.Whole, parameter.Kind == ParameterKind.Text, text => parameter.Fault(text) is { } fault ? $"{Origin}: {strategy.Name}: {fault}" : null,
            text => Normal(parameter, text)), null);
    }

    /// <summary>A request's settings and parameters with the values of a point over them.</summary>
    /// <param name="assignments"><c>KEY=VALUE</c>.</param>
    /// <returns>Rules that settings break together, empty where there is none; what parameters break together the strategy says when it is made.</returns>
    public static (StrategyChoice Choice, IReadOnlyList<string> Faults) With(BacktestRequest request, IReadOnlyList<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(assignments);
        var parameters = new Dictionary<string, string>(request.Parameters);
        var settings = new List<string>();
        foreach (var assignment in assignments)
        {
            var sides = assignment.Split('=', 2);
            if (IsSetting(sides[0])) settings.Add(assignment);
            else parameters[sides[0]] = sides[1];
        }
        if (settings.Count == 0) return (new StrategyChoice(request.Settings, parameters), []);
        var (resolved, faults) = SettingAxes.With(request.Settings, settings);
        return (new StrategyChoice(resolved, parameters), faults);
    }

    private static bool IsSetting(string key) => key.Contains('.', StringComparison.Ordinal);

    private static (AxisRule? Rule, string? Fault) FindSetting(StrategyDefinition strategy, string key)
    {
        if (strategy.IsReference) return (null, $"{Origin} '{key}' changes nothing of {strategy.Name}, which has no rules to set; {Remedy(strategy)}");
        var name = key[(key.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return name.StartsWith("strategy.", StringComparison.Ordinal) ? (null, $"{Origin} '{key}' changes nothing of {strategy.Name}; {Remedy(strategy)}, or settings of risk") : SettingAxes.Find(key);
    }

    private static string Remedy(StrategyDefinition strategy) =>
        strategy.Parameters.Count == 0 ? "it has none" : $"search {string.Join(", ", strategy.Parameters.Select(parameter => parameter.Name))}";

    private static string Normal(ParameterDefinition parameter, string text) => parameter.Kind is ParameterKind.Number or ParameterKind.Whole
        ? decimal.Parse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture).ToString("0.############################", CultureInfo.InvariantCulture)
        : text;
}
