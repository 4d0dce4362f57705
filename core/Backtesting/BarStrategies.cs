using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Backtesting;

/// <summary>Turns a registered strategy into one that decides on recorded bars.</summary>
public static class BarStrategies
{
    /// <summary>Names of the strategies that come with the program.</summary>
    public static IReadOnlyList<string> Names { get; } = ExtensionRegistry.BuiltIn.StrategyNames;

    /// <exception cref="ParameterException">A parameter is faulty, or the strategy's money does not fit.</exception>
    /// <exception cref="ArgumentException">The name is not in the request's registry, and the request makes no strategy itself.</exception>
    public static IBarStrategy Create(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Create is { } create) return create(request);
        var definition = request.Registry.FindStrategy(request.Strategy)
            ?? throw new ArgumentException($"Strategy: '{request.Strategy}' is not known; use one of {string.Join(", ", request.Registry.StrategyNames)}", nameof(request));
        if (definition.Create is not null) return new OrderStrategyRun(request, definition);
        ParameterSet.Read(definition.Name, definition.Parameters, request.Parameters);
        return new KernelStrategy(request with { Strategy = definition.Name });
    }

    /// <summary>Where the strategy trades one of the request's coins.</summary>
    internal static StrategySeat SeatOf(BacktestRequest request, StrategyDefinition definition, BacktestSeries series, ParameterSet parameters, decimal? entryChance)
    {
        var price = series.Candles[0].Close;
        return new StrategySeat(
            series.Symbol, parameters, request.Costs, LimitsOf(request, definition, series.Symbol), new Money(request.Cash), request.Series.Count,
            series.Instrument ?? Instrument.LikeKuCoin(series.Symbol, price), price)
        { Indicators = request.Registry.Indicators, EntryChance = entryChance };
    }

    internal static RiskRules LimitsOf(BacktestRequest request, StrategyDefinition definition, Symbol coin) =>
        definition.IsReference ? RiskRules.Open : request.Settings.RiskOf(coin);
}
