using PowerTrader.Core.Indicators;

namespace PowerTrader.Core.Extensions;

/// <summary>A registry's content and what is being added to it.</summary>
internal sealed class ExtensionAdditions(ExtensionRegistry before) : IExtensionRegistry
{
    private readonly List<StrategyDefinition> strategies = [.. before.Strategies];
    private readonly List<IndicatorDefinition> indicators = [.. before.Indicators.All];
    private readonly List<ModelDefinition> models = [.. before.Models];
    private readonly List<BrokerDefinition> brokers = [.. before.Brokers];

    public void Add(StrategyDefinition strategy) => Take(strategies, strategy, "strategy");

    public void Add(ModelDefinition model) => Take(models, model, "model");

    public void Add(BrokerDefinition broker) => Take(brokers, broker, "broker");

    public void Add(IndicatorDefinition indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        // The indicators' own registry checks names and duplicates.
        _ = new IndicatorRegistry([.. indicators, indicator]);
        indicators.Add(indicator);
    }

    public ExtensionRegistry Build() => new(strategies, new IndicatorRegistry(indicators), models, brokers);

    private static void Take<T>(List<T> all, T added, string kind) where T : class, IDefinition
    {
        ArgumentNullException.ThrowIfNull(added);
        if (!IsName(added.Name) || added.Version < 1)
            throw new ArgumentException($"'{added.Id}' is no id of a {kind}: use lower-case letters, digits and '-', beginning with a letter, and a version from 1");
        if (all.Exists(known => known.Id == added.Id)) throw new ArgumentException($"{kind} {added.Id} is registered twice: give one of them another name or version");
        if (added.Parameters.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{kind} {added.Id} has the parameter '{twice.Key}' twice: rename one");
        if (added.Parameters.FirstOrDefault(parameter => parameter.Default is { } text && parameter.Fault(text) is not null) is { } unsound)
            throw new ArgumentException($"{kind} {added.Id}: the default of {unsound.Fault(unsound.Default!)}");
        all.Add(added);
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 40 && char.IsAsciiLetterLower(name[0]) && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
