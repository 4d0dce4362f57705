using System.Globalization;

namespace PowerTrader.Core.Extensions;

/// <summary>Values of all parameters of one definition, each within its range.</summary>
public sealed class ParameterSet
{
    private readonly IReadOnlyDictionary<string, string> values;

    private ParameterSet(IReadOnlyDictionary<string, string> values) => this.values = values;

    public static ParameterSet Empty { get; } = new(new Dictionary<string, string>());

    /// <param name="owner">Whose they are, for the faults: <c>dca@1</c>.</param>
    /// <param name="given">Texts by name; what is left out takes its default.</param>
    /// <exception cref="ParameterException">A name is not known, a value is out of range, or one that must be given is missing: every fault is told.</exception>
    public static ParameterSet Read(string owner, IReadOnlyList<ParameterDefinition> definitions, IReadOnlyDictionary<string, string> given)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(given);
        var faults = new List<string>();
        foreach (var name in given.Keys.Where(name => definitions.All(known => known.Name != name)).Order(StringComparer.Ordinal))
            faults.Add(definitions.Count == 0 ? $"{owner}: it has no parameter '{name}', nor any other" : $"{owner}: it has no parameter '{name}'; use {string.Join(", ", definitions.Select(known => known.Name))}");
        var values = new Dictionary<string, string>();
        foreach (var definition in definitions)
        {
            if ((given.GetValueOrDefault(definition.Name) ?? definition.Default) is not { } text)
                faults.Add($"{owner}: {definition.Name} is missing: {definition.Meaning}; for example {definition.Name}={definition.Example}");
            else if (definition.Fault(text) is { } fault) faults.Add($"{owner}: {fault}");
            else values[definition.Name] = text;
        }
        return faults.Count == 0 ? new ParameterSet(values) : throw new ParameterException(faults);
    }

    /// <exception cref="ArgumentException">The definition has no such parameter.</exception>
    public string Text(string name) => values.TryGetValue(name, out var text) ? text : throw new ArgumentException($"there is no parameter '{name}'", nameof(name));

    public decimal Number(string name) => decimal.Parse(Text(name), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public int Whole(string name) => (int)Number(name);
}

/// <summary>Parameters that cannot be used; each fault names owner, parameter, value, rule and an example.</summary>
public sealed class ParameterException : ArgumentException
{
    public ParameterException(params IReadOnlyList<string> faults) : base(string.Join("; ", faults)) => Faults = faults;

    public ParameterException() : this([]) { }

    public ParameterException(string message) : this([message]) { }

    public ParameterException(string message, Exception inner) : base(message, inner) => Faults = [message];

    public IReadOnlyList<string> Faults { get; }
}
