using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy;

/// <summary>The shared body of PowerTrader and its controls: one way to enter per strategy, the same ladder and the same trailing exit.</summary>
public abstract partial class LadderStrategy(StrategyRules rules) : IStrategy
{
    public abstract string Name { get; }

    public StrategyRules Rules { get; } = rules;

    /// <summary>Whether a ladder step waits for a forecast; the controls know none.</summary>
    protected virtual bool NeedsForecast => true;

    /// <summary>The only rule in which the strategies differ.</summary>
    protected abstract bool WantsEntry(in StrategyContext context, ref VerdictBuffer verdicts);

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        if (context.Deal is not { } deal || deal.Quantity.IsZero) return Enter(context, ref verdicts);
        var (trailing, sells) = Trail(context, deal, ref verdicts);
        if (deal.HasOpenExit) return new StrategyStep(trailing, null);
        if (!sells) sells = Stops(context, deal, ref verdicts);
        if (sells) return new StrategyStep(trailing, new OrderWish(OrderSide.Sell, Leg.Exit, Money.Zero, deal.Quantity - deal.Selling));
        return new StrategyStep(trailing, WantsDca(context, deal, ref verdicts) ? DcaWish(context, deal) : null);
    }

    /// <summary>The buy that would come next whatever the price: the entry, or the next ladder step; null where none is left.</summary>
    public OrderWish? NextBuy(in StrategyContext context)
    {
        if (context.Deal is not { } deal || deal.Quantity.IsZero) return EntryWish(context);
        return Rules.DcaEnabled && !deal.DcaPaused && deal.DcaSteps < Rules.LadderPercents.Count && deal.Spent < deal.Budget ? DcaWish(context, deal) : null;
    }

    /// <summary>The profit line of a deal: cost net of both fees plus the start percent, as a bid.</summary>
    public decimal ProfitLine(in DealView deal, Costs.CostRules costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        return costs.TargetBid(deal.TotalCost.Amount, deal.Quantity.Value, TargetOf(deal).StartPercent);
    }

    /// <summary>The deal's own target, or that of the rules.</summary>
    public DealTarget TargetOf(in DealView deal) => deal.Target
        ?? new DealTarget(deal.DcaSteps > 0 ? Rules.TrailingStartAfterDcaPercent : Rules.TrailingStartPercent, Rules.TrailingGapPercent);

    /// <summary>Where the trailing line stands: the profit line until armed, then the higher of it and the peak less the gap.</summary>
    public decimal TrailingLine(in DealView deal, Costs.CostRules costs)
    {
        var line = ProfitLine(deal, costs);
        return deal.Trailing.Active ? Math.Max(line, deal.Trailing.Peak * (1 - TargetOf(deal).GapPercent / 100m)) : line;
    }

    private StrategyStep Enter(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        var free = verdicts.Add(Condition.NoOpenOrder, context.Deal is { HasOpenBuy: true } ? 1 : 0, 0, context.Deal is not { HasOpenBuy: true });
        return WantsEntry(context, ref verdicts) && free ? new StrategyStep(default, EntryWish(context)) : default;
    }

    private OrderWish EntryWish(in StrategyContext context)
    {
        var spend = Ladder.BaseOrder(context.Budget, Rules, context.Costs.FeeRate) * (1 + context.Costs.FeeRate);
        return new OrderWish(OrderSide.Buy, Leg.Entry, spend, Quantity.Zero);
    }

    /// <summary>A sale needs one tick at or above the line and a later one below it.</summary>
    private (TrailingState State, bool Sells) Trail(in StrategyContext context, in DealView deal, ref VerdictBuffer verdicts)
    {
        var line = TrailingLine(deal, context.Costs);
        var state = deal.Trailing;
        var above = context.Bid >= line;
        var active = state.Active || above;
        verdicts.Add(Condition.TrailingArmed, context.Bid, ProfitLine(deal, context.Costs), active);
        if (!active) return (default, false);
        var peak = Math.Max(state.Peak, context.Bid);
        line = Math.Max(line, peak * (1 - TargetOf(deal).GapPercent / 100m));
        var below = context.Bid < line;
        var sells = verdicts.Add(Condition.BelowTrailingLine, context.Bid, line, below && state.WasAbove);
        // A wish to sell may be refused or cancelled: the memory of having been above stays until the coins are gone.
        return (new TrailingState(true, peak, above || (sells && state.WasAbove)), sells);
    }

    /// <summary>Stop loss and time stop sell at market; both are off unless set.</summary>
    private bool Stops(in StrategyContext context, in DealView deal, ref VerdictBuffer verdicts)
    {
        var stopped = false;
        if (Rules.StopLossPercent > 0)
        {
            var net = (context.Bid * deal.Quantity.Value * context.Costs.ExitShare - deal.TotalCost.Amount) / deal.TotalCost.Amount * 100m;
            stopped |= verdicts.Add(Condition.StopLoss, decimal.Round(net, 4), -Rules.StopLossPercent, net <= -Rules.StopLossPercent);
        }
        if (Rules.TimeStopDays > 0)
        {
            var age = (decimal)(context.Now - deal.OpenedAt).TotalDays;
            stopped |= verdicts.Add(Condition.TimeStop, decimal.Round(age, 2), Rules.TimeStopDays, age >= Rules.TimeStopDays);
        }
        return stopped;
    }

    private bool WantsDca(in StrategyContext context, in DealView deal, ref VerdictBuffer verdicts)
    {
        if (!Rules.DcaEnabled) return false;
        var left = verdicts.Add(Condition.LadderStepLeft, deal.DcaSteps, Rules.LadderPercents.Count, deal.DcaSteps < Rules.LadderPercents.Count);
        if (!left) return false;
        if (deal.Spent >= deal.Budget) return verdicts.Add(Condition.LadderMoneyLeft, decimal.Round((deal.Budget - deal.Spent).Amount, 4), 0, false);
        if (deal.DcaPaused) return verdicts.Add(Condition.DcaPaused, 1, 0, false);
        var profit = (context.Ask * deal.Quantity.Value - deal.TotalCost.Amount) / deal.TotalCost.Amount * 100m;
        var below = verdicts.Add(Condition.BelowCost, decimal.Round(profit, 4), 0, profit < 0);
        var percentHit = verdicts.Add(Condition.DcaPercent, decimal.Round(profit, 4), Rules.LadderPercents[deal.DcaSteps], profit <= Rules.LadderPercents[deal.DcaSteps]);
        var levelHit = Rules.LevelOfStep(deal.DcaSteps) is { } level
            && verdicts.Add(Condition.DcaLevel, context.Long, level, context.Long >= level && context.Signals > 0);
        if (!below || !(percentHit || levelHit)) return false;
        // A step is an entry: without a forecast nobody knows whether the fall is expected.
        var known = !NeedsForecast || verdicts.Add(Condition.HasSignal, context.Signals, 1, context.Signals >= 1);
        var busy = deal.HasOpenBuy || !deal.Selling.IsZero;
        var free = verdicts.Add(Condition.NoOpenOrder, busy ? 1 : 0, 0, !busy);
        var quota = verdicts.Add(Condition.DcaPerDay, deal.DcaInLastDay, Rules.MaxDcaPerDay, deal.DcaInLastDay < Rules.MaxDcaPerDay);
        return known && free && quota;
    }

    private OrderWish DcaWish(in StrategyContext context, in DealView deal)
    {
        var value = deal.Quantity.Value * context.Bid * Rules.DcaMultiplier * (1 + context.Costs.FeeRate);
        return new OrderWish(OrderSide.Buy, Leg.Dca(deal.DcaSteps + 1), Money.Min(new Money(value), deal.Budget - deal.Spent), Quantity.Zero);
    }
}
