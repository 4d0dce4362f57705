using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PowerTrader.Core.Indicators;

/// <summary>Indicators by name and version. Immutable; a plug-in makes one of <see cref="BuiltIn"/> and its own by <see cref="With"/>.</summary>
/// <remarks>
/// An indicator is written <c>name</c>, <c>name@version</c> or with parameters: <c>macd:fast=12,slow=26</c>. Without a version the newest is meant; what is
/// kept (a settings file, a report) should name the version.
/// </remarks>
public sealed class IndicatorRegistry
{
    private readonly IReadOnlyList<IndicatorDefinition> definitions;

    /// <exception cref="ArgumentException">A name is no name, or a name and version come twice.</exception>
    public IndicatorRegistry(IEnumerable<IndicatorDefinition> definitions)
    {
        this.definitions = [.. definitions.OrderBy(definition => definition.Name, StringComparer.Ordinal).ThenBy(definition => definition.Version)];
        foreach (var definition in this.definitions)
        {
            if (definition.Version < 1 || definition.Name.Length == 0 || !definition.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                throw new ArgumentException($"'{definition.Id}' is no id of an indicator: use lower-case letters, digits and '-', and a version from 1", nameof(definitions));
        }
        var twice = this.definitions.GroupBy(definition => definition.Id).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new ArgumentException($"indicator {twice.Key} is registered twice: give one of them another name or version", nameof(definitions));
    }

    /// <summary>What comes with the program.</summary>
    public static IndicatorRegistry BuiltIn { get; } = new(BuiltInIndicators.All);

    /// <summary>By name, then version.</summary>
    public IReadOnlyList<IndicatorDefinition> All => definitions;

    public IndicatorRegistry With(params IReadOnlyList<IndicatorDefinition> more) => new(definitions.Concat(more));

    /// <summary>The definition of <c>name</c> (its newest version) or <c>name@version</c>; null where there is none.</summary>
    public IndicatorDefinition? Find(string id) =>
        definitions.LastOrDefault(definition => definition.Name == id || definition.Id == id);

    /// <exception cref="ArgumentException">As <see cref="TryCreate"/> says in its fault.</exception>
    public IIndicator Create(string text) => TryCreate(text, out var indicator, out var fault) ? indicator : throw new ArgumentException(fault, nameof(text));

    /// <param name="text">For example <c>sma</c>, <c>sma@1</c>, <c>sma:period=50</c>.</param>
    /// <param name="fault">What is wrong with which part, and what would be right.</param>
    public bool TryCreate(string text, [NotNullWhen(true)] out IIndicator? indicator, [NotNullWhen(false)] out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        indicator = null;
        var parts = text.Split(':', 2);
        if (Find(parts[0]) is not { } definition)
        {
            fault = $"indicator '{parts[0]}' is not known: use one of {string.Join(", ", definitions.Select(known => known.Id))}";
            return false;
        }
        var values = definition.Parameters.Select(parameter => parameter.Default).ToArray();
        fault = parts.Length == 1 ? null : Read(definition, parts[1], values);
        if (fault is not null) return false;
        try
        {
            indicator = definition.Create(values);
            return true;
        }
        catch (ArgumentException unsound)
        {
            fault = $"indicator '{text}': {unsound.Message}";
            return false;
        }
    }

    private static string? Read(IndicatorDefinition definition, string text, double[] values)
    {
        var names = definition.Parameters.Select(parameter => parameter.Name).ToList();
        foreach (var pair in text.Split(','))
        {
            var sides = pair.Split('=', 2);
            var at = names.IndexOf(sides[0].Trim());
            if (at < 0) return $"{definition.Name} has no parameter '{sides[0]}': use {string.Join(", ", names)}, for example {definition.Name}:{Example(definition)}";
            if (sides.Length < 2 || !double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
                return $"{definition.Name}: '{pair}' gives no number: write {Example(definition)}";
            if (definition.Parameters[at].Fault(value) is { } fault) return $"{definition.Name}: {fault}";
            values[at] = value;
        }
        return null;
    }

    private static string Example(IndicatorDefinition definition) =>
        string.Join(",", definition.Parameters.Select(parameter => string.Create(CultureInfo.InvariantCulture, $"{parameter.Name}={parameter.Default}")));
}
