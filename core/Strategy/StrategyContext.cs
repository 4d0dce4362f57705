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
    DateTimeOffset Now, Symbol Symbol, decimal Bid, decimal Ask, int Long, int Short, int Signals, DealView? Deal, Money Budget, CostRules Costs, decimal Draw)
{
    /// <summary>Open orders of the coin, for strategies that keep several.</summary>
    public IReadOnlyList<Order> Orders { get => field ?? []; init; }

    /// <summary>Cash that no open order has reserved.</summary>
    public Money FreeCash { get; init; }

    /// <summary>A resting purchase's limit that is above the market already: no further from it than a marketable order's, or the collar would refuse it.</summary>
    public Price BuyAt(decimal level, decimal offsetPercent) => new(Math.Min(level, Ask * (1 + offsetPercent / 100m)));

    /// <summary>The same of a sale whose limit is below the market already.</summary>
    public Price SellAt(decimal level, decimal offsetPercent) => new(Math.Max(level, Bid * (1 - offsetPercent / 100m)));

    /// <summary>Time since the coin's last deal was closed; null where there was none.</summary>
    public TimeSpan? SinceLastDeal { get; init; }
}

/// <summary>What a strategy would like; risk may only shrink or refuse it.</summary>
/// <param name="Spend">Of a buy: money to spend, fee included.</param>
/// <param name="Sell">Of a sale: quantity. Of a purchase: zero, or the quantity that the money is for, where it must be exact.</param>
public readonly record struct OrderWish(OrderSide Side, Leg Leg, Money Spend, Quantity Sell)
{
    /// <summary>A person's own limit, on the collar like any other; null stands beyond the touch.</summary>
    public Price? Limit { get; init; }

    /// <summary>Waits at its limit, away from the market, until it fills or is taken back. The collar then guards only its harmful side.</summary>
    public bool Rests { get; init; }

    /// <summary>Takes whatever price there is; the limit is only what a purchase reserves.</summary>
    public bool IsMarket { get; init; }

    /// <summary>Refused where a limit would make it smaller: a part of it is of no use.</summary>
    public bool IsWhole { get; init; }
}

/// <summary>The result of one step: the trailing state as it is now, and what is wanted.</summary>
public readonly record struct StrategyStep(TrailingState Trailing, OrderWish? Wish)
{
    /// <summary>Of a strategy that keeps several orders: what it would send, in this order, after what it takes back.</summary>
    public IReadOnlyList<OrderWish> Wishes { get => field ?? []; init; }

    /// <summary>Open orders that it takes back.</summary>
    public IReadOnlyList<ClientOrderId> Withdrawn { get => field ?? []; init; }

    /// <summary>Money that the deal may use, where a wish begins one; zero leaves it to the portfolio.</summary>
    public Money Budget { get; init; }
}
