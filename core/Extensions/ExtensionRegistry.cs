using PowerTrader.Core.Indicators;

namespace PowerTrader.Core.Extensions;

/// <summary>Everything that can be asked for by name and version. Immutable; <see cref="With"/> adds what plug-ins bring.</summary>
public sealed class ExtensionRegistry
{
    internal ExtensionRegistry(
        IEnumerable<StrategyDefinition> strategies, IndicatorRegistry indicators, IEnumerable<ModelDefinition> models, IEnumerable<BrokerDefinition> brokers)
    {
        Strategies = Sorted(strategies);
        Indicators = indicators;
        Models = Sorted(models);
        Brokers = Sorted(brokers);
    }

    /// <summary>What comes with core. Brokers come with the adapters.</summary>
    public static ExtensionRegistry BuiltIn { get; } = new(BuiltInStrategies.All, IndicatorRegistry.BuiltIn, BuiltInModels.All, []);

    /// <summary>By name, then version.</summary>
    public IReadOnlyList<StrategyDefinition> Strategies { get; }

    public IndicatorRegistry Indicators { get; }

    public IReadOnlyList<ModelDefinition> Models { get; }

    public IReadOnlyList<BrokerDefinition> Brokers { get; }

    /// <summary>Names of strategies, each once.</summary>
    public IReadOnlyList<string> StrategyNames => [.. Strategies.Select(strategy => strategy.Name).Distinct()];

    /// <exception cref="ArgumentException">Something is refused; see <see cref="IExtensionRegistry"/>. Nothing is added then.</exception>
    public ExtensionRegistry With(Action<IExtensionRegistry> register)
    {
        ArgumentNullException.ThrowIfNull(register);
        var more = new ExtensionAdditions(this);
        register(more);
        return more.Build();
    }

    /// <summary>The newest of <c>name</c>, or exactly <c>name@version</c>; null where there is none.</summary>
    public StrategyDefinition? FindStrategy(string id) => Find(Strategies, id);

    public ModelDefinition? FindModel(string id) => Find(Models, id);

    public BrokerDefinition? FindBroker(string id) => Find(Brokers, id);

    private static T? Find<T>(IReadOnlyList<T> all, string id) where T : class, IDefinition => all.LastOrDefault(each => each.Name == id || each.Id == id);

    private static List<T> Sorted<T>(IEnumerable<T> all) where T : IDefinition => [.. all.OrderBy(each => each.Name, StringComparer.Ordinal).ThenBy(each => each.Version)];
}
