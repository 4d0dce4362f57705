using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Risk;

/// <summary>Everything risk looks at for one wish. Money in the portfolio's currency.</summary>
/// <param name="Halt">The strictest of tenant, portfolio and symbol.</param>
/// <param name="SignalPrice">Mid of the signal venue; the collar lies around it.</param>
/// <param name="SignalAge">Age of the signal quote; null where there is none.</param>
/// <param name="ReconcileAge">Null where the portfolio was never reconciled.</param>
/// <param name="OutlierPercent">Distance of the signal quote from the last confirmed one, where it is unconfirmed; else 0.</param>
/// <param name="FreeCash">After reservations.</param>
/// <param name="CoinShare">This coin: the larger of cost and value, and what its open orders reserve.</param>
/// <param name="CoinUnspent">Unspent ladder of this coin's deal; the wish uses it up.</param>
/// <param name="AllCoins">The same over all coins, unspent ladders of other coins' deals included.</param>
/// <param name="Held">All coins without ladders.</param>
/// <param name="NewBudget">Ladder that an entry, or a purchase by hand that begins a deal, commits to; zero for other orders.</param>
/// <param name="LossToday">Equity lost since the UTC day began, external flows taken out; negative for a gain.</param>
public readonly record struct RiskContext(
    DateTimeOffset Now, HaltState Halt, OrderWish Wish, Instrument? Instrument, Quote? Execution, decimal? SignalPrice, TimeSpan? SignalAge,
    decimal OutlierPercent, TimeSpan? ReconcileAge, Money Equity, Money FreeCash, Money CoinShare, Money CoinUnspent, Money AllCoins, Money Held,
    Money NewBudget, Money LossToday, Money DayStartEquity, int OrdersLastHour, Money OrderedLastDay, StrategyRules Strategy, CostRules Costs)
{
    /// <summary>The wish begins a deal and brings a whole ladder with it.</summary>
    public bool Begins => Wish.Leg == Leg.Entry || NewBudget > Money.Zero;

    /// <summary>Percent of the equity at the period's start; negative for a gain.</summary>
    public decimal LossThisWeek { get; init; }

    public decimal LossThisMonth { get; init; }

    public decimal LossThisYear { get; init; }

    /// <summary>The coin's volatility of the last day over its one-year median; null where its history is too short.</summary>
    public decimal? VolatilityRatio { get; init; }

    /// <summary>This coin, and each other one times its correlation with it where that is above 0; null where no correlation is known.</summary>
    public Money? Correlated { get; init; }

    /// <summary>Distance of the quote coin from one US dollar, in percent; null where nobody watches it.</summary>
    public decimal? PegPercent { get; init; }

    /// <summary>Lots of this coin, with those that its open buys will make.</summary>
    public int Lots { get; init; }

    /// <summary>Coins with a position or an open order.</summary>
    public int OpenDeals { get; init; }

    /// <summary>Time since this coin's last deal was closed; null where there was none.</summary>
    public TimeSpan? SinceLastDeal { get; init; }
}

/// <summary>What risk lets through.</summary>
public abstract record RiskDecision
{
    private RiskDecision() { }

    /// <param name="Shrunk">The rule that made it smaller than wished; null where nothing did.</param>
    public sealed record Allow(Quantity Quantity, Price Limit, Condition? Shrunk) : RiskDecision
    {
        /// <summary>Of an entry: the ladder that its deal may use; null for other legs.</summary>
        public Money? Budget { get; init; }
    }

    /// <param name="Reason">In words, with the remedy where the user has one.</param>
    public sealed record Refuse(Condition Rule, string Reason) : RiskDecision;
}
