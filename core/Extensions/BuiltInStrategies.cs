using PowerTrader.Core.Strategy;
using PowerTrader.Core.Strategy.Dca;
using PowerTrader.Core.Strategy.Grid;
using PowerTrader.Core.Strategy.References;

namespace PowerTrader.Core.Extensions;

/// <summary>The strategies that come with the program.</summary>
internal static class BuiltInStrategies
{
    public static IReadOnlyList<StrategyDefinition> All { get; } =
    [
        new(PowerTraderStrategy.StrategyName, 1, "Enters when the price falls through enough predicted lows, averages down a finite ladder, sells by a trailing profit; rules from the settings.", [], null),
        new(AlwaysStrategy.StrategyName, 1, "Control: enters whenever it is flat, with PowerTrader's ladder and exits; rules from the settings.", [], null),
        new(RandomStrategy.StrategyName, 1, "Control: enters by chance, with PowerTrader's ladder and exits; rules from the settings.", [], null),
        new(DcaStrategy.StrategyName, 1, "DCA bot: base order, safety orders by deviation and coefficients, stepped and trailing take-profit, stop.", DcaRules.Parameters, seat => new DcaStrategy(seat)) { HasRivals = true },
        new(GridStrategy.StrategyName, 1, "Grid: buys at each level below the price and sells one level higher.", GridRules.Parameters, seat => new GridStrategy(seat)),
        new(SmaCrossStrategy.StrategyName, 1, "Reference: holds while the fast average is above the slow one.", SmaCrossStrategy.Parameters, seat => new SmaCrossStrategy(seat)) { IsReference = true, HasRivals = true },
        new(BuyAndHoldStrategy.StrategyName, 1, "Reference: buys at the first bar and never sells.", BuyAndHoldStrategy.Parameters, seat => new BuyAndHoldStrategy(seat)) { IsReference = true },
    ];
}
