using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy;

/// <summary>The deal as the strategy sees it.</summary>
/// <param name="TotalCost">Of what is held, buy fees included.</param>
/// <param name="Spent">Of the budget, fees included.</param>
public readonly record struct DealView(
    Quantity Quantity, Money TotalCost, Money Spent, Money Budget, int DcaSteps, int DcaInLastDay, TrailingState Trailing, bool HasOpenBuy, bool HasOpenExit, DateTimeOffset OpenedAt = default)
{
    /// <summary>Being sold by hand at the moment: an exit sells only the rest.</summary>
    public Quantity Selling { get; init; }

    public bool DcaPaused { get; init; }

    /// <summary>The deal's own trailing start and gap; null follows the rules.</summary>
    public DealTarget? Target { get; init; }
}

/// <summary>Net profit that arms the trailing exit of one deal, and the distance at which its line follows the peak; percent.</summary>
public readonly record struct DealTarget(decimal StartPercent, decimal GapPercent);

/// <summary>Everything one step may know. Prices are the execution venue's touch.</summary>
/// <param name="Signals">How many timeframes have a forecast.</param>
/// <param name="Budget">Money for a new deal's whole ladder.</param>
/// <param name="Draw">A number in [0, 1) derived from seed, symbol and instant; only the random control uses it.</param>
public readonly record struct StrategyContext(
    DateTimeOffset Now, Symbol Symbol, decimal Bid, decimal Ask, int Long, int Short, int Signals, DealView? Deal, Money Budget, CostRules Costs, decimal Draw);

/// <summary>What a strategy would like; risk may only shrink or refuse it.</summary>
/// <param name="Spend">Of a buy: money to spend, fee included.</param>
/// <param name="Sell">Of a sale: quantity.</param>
public readonly record struct OrderWish(OrderSide Side, Leg Leg, Money Spend, Quantity Sell)
{
    /// <summary>A person's own limit, on the collar like any other; null stands beyond the touch.</summary>
    public Price? Limit { get; init; }
}

/// <summary>The result of one step: the trailing state as it is now, and what is wanted.</summary>
public readonly record struct StrategyStep(TrailingState Trailing, OrderWish? Wish);
