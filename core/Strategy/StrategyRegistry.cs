namespace PowerTrader.Core.Strategy;

/// <summary>Strategies by name. <c>sma-cross</c> is a reference of the backtester and stands there.</summary>
public static class StrategyRegistry
{
    /// <summary>One entry in two days on average when deciding hourly.</summary>
    public const decimal DefaultRandomChance = 1m / 48m;

    public static IReadOnlyList<string> Names { get; } =
        [PowerTraderStrategy.StrategyName, AlwaysStrategy.StrategyName, RandomStrategy.StrategyName];

    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>.</exception>
    public static LadderStrategy Create(string name, StrategyRules rules) => name switch
    {
        PowerTraderStrategy.StrategyName => new PowerTraderStrategy(rules),
        AlwaysStrategy.StrategyName => new AlwaysStrategy(rules),
        RandomStrategy.StrategyName => new RandomStrategy(rules, DefaultRandomChance),
        _ => throw new ArgumentException($"strategy '{name}' is not known; use one of {string.Join(", ", Names)}", nameof(name)),
    };
}
