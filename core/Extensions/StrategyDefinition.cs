using PowerTrader.Core.Costs;
using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Extensions;

/// <summary>Where a strategy is to trade: one coin of one portfolio, and what it may know before the first price.</summary>
/// <param name="Parameters">Checked against the definition.</param>
/// <param name="Limits">By which risk will judge its wishes.</param>
/// <param name="Cash">Of the portfolio at the start.</param>
/// <param name="Coins">Of the portfolio, this one included.</param>
/// <param name="Price">About where the coin stands; null where it is not known.</param>
public sealed record StrategySeat(
    Symbol Symbol, ParameterSet Parameters, CostRules Costs, RiskRules Limits, Money Cash, int Coins, Instrument Instrument, decimal? Price)
{
    /// <summary>Indicators that conditions may name.</summary>
    public IndicatorRegistry Indicators { get; init; } = IndicatorRegistry.BuiltIn;

    /// <summary>Enter by chance, once in so many steps, in place of the strategy's own entries: a rival with the same exits. Null is the strategy itself.</summary>
    public decimal? EntryChance { get; init; }

    /// <summary>Money that the coin may use at once: its share of the limits over the starting cash.</summary>
    public Money Budget => Cash * (Limits.BudgetPercent(Coins) / 100m);
}

/// <summary>A strategy under a name and a version.</summary>
/// <param name="Create">
/// Makes one for a seat, and throws <see cref="ParameterException"/> where parameters do not go together or their money does not fit. Null for the strategies
/// that take their rules from the settings.
/// </param>
public sealed record StrategyDefinition(
    string Name, int Version, string Summary, IReadOnlyList<ParameterDefinition> Parameters, Func<StrategySeat, IOrderStrategy>? Create) : IDefinition
{
    /// <summary>A yardstick: it plays with all the money, the risk limits open.</summary>
    public bool IsReference { get; init; }

    /// <summary>It heeds <see cref="StrategySeat.EntryChance"/>, so that rivals with other entries can be made of it.</summary>
    public bool HasRivals { get; init; }
}
