using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy.References;

/// <summary>Buys once, at the first bar, and never sells.</summary>
public sealed class BuyAndHoldStrategy(StrategySeat seat) : IOrderStrategy
{
    public const string StrategyName = "hold";

    /// <summary>What a market order may cost more than it was sized for.</summary>
    private const decimal MaxSlip = 0.04m;

    private bool isDone;

    public static IReadOnlyList<ParameterDefinition> Parameters { get; } =
        [ParameterDefinition.Number("share", 100, 0, 100, "percent of the starting cash, over all coins in equal parts; 4 percent of the cash stay free for what a market order may cost more")];

    public string Name => StrategyName;

    public StrategyRules Rules => StrategyRules.None;

    public bool Wakes(decimal low, decimal high) => !isDone;

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        isDone = true;
        var money = Math.Min(seat.Cash.Amount * seat.Parameters.Number("share") / 100m / seat.Coins, context.FreeCash.Amount * (1 - MaxSlip));
        if (money <= 0) return new StrategyStep(default, null);
        var limit = new Price(context.Ask * (1 + MaxSlip));
        var quantity = new Quantity(money / (context.Ask * (1 + context.Costs.FeeRate)));
        var spend = Money.Min(limit * quantity * (1 + context.Costs.FeeRate), context.FreeCash);
        return new StrategyStep(default, null)
        {
            Wishes = [new OrderWish(OrderSide.Buy, Leg.Entry, spend, quantity) { IsMarket = true, Limit = limit }],
            Budget = new Money(money),
        };
    }

    public string Save() => isDone ? "done" : "";

    public void Restore(string state) => isDone = state == "done";
}
