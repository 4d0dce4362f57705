using PowerTrader.Core.Extensions;
using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.SamplePlugIn;

/// <summary>Buys with a share of the coin's budget while momentum is above a threshold, sells all when it falls below zero.</summary>
public sealed class BreakoutStrategy(StrategySeat seat) : IOrderStrategy
{
    private readonly IIndicator momentum = seat.Indicators.Create($"momentum:period={seat.Parameters.Whole("period")}");

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
    [
        ParameterDefinition.Whole("period", 24, 1, 1000, "candles over which momentum is measured"),
        ParameterDefinition.Number("threshold", 2, 0, 100, "percent of momentum that buys"),
        ParameterDefinition.Number("share", 50, 1, 100, "percent of the coin's budget that an entry spends"),
    ];

    public string Name => "breakout";

    public StrategyRules Rules => StrategyRules.None;

    public void Observe(in Candle closed) => momentum.Push(closed);

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        if (momentum[0] is not { } change || context.Orders.Count > 0) return default;
        if (context.Deal is { Quantity.IsZero: false } deal)
            return change < 0 ? Wish(new OrderWish(OrderSide.Sell, Leg.Exit, Money.Zero, deal.Quantity), Money.Zero) : default;
        if (change < (double)seat.Parameters.Number("threshold")) return default;
        var spend = context.Budget * (seat.Parameters.Number("share") / 100m);
        return Wish(new OrderWish(OrderSide.Buy, Leg.Entry, spend, Quantity.Zero), spend);
    }

    private static StrategyStep Wish(OrderWish wish, Money budget) => new(default, null) { Wishes = [wish], Budget = budget };
}
