using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>The strategies that a backtest can be asked for by name: those of the running trader, decided by its own kernel, and the reference.</summary>
public static class BarStrategies
{
    public static IReadOnlyList<string> Names { get; } = [.. StrategyRegistry.Names, SmaCrossStrategy.StrategyName];

    /// <exception cref="ArgumentException">The name is not in <see cref="Names"/>, and the request makes no strategy itself.</exception>
    public static IBarStrategy Create(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Create is { } create) return create(request);
        if (request.Strategy == SmaCrossStrategy.StrategyName) return new SmaCrossStrategy(seed: request.Seed);
        return StrategyRegistry.Names.Contains(request.Strategy)
            ? new KernelStrategy(request)
            : throw new ArgumentException($"Strategy: '{request.Strategy}' is not known; use one of {string.Join(", ", Names)}", nameof(request));
    }
}
