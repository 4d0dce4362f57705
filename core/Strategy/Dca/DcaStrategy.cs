using PowerTrader.Core.Extensions;
using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy.Dca;

/// <summary>A DCA bot: a base order, safety orders that wait below it, targets that wait above the cost, a stop below all. Every part is in <see cref="DcaRules"/>.</summary>
/// <remarks>
/// What waits at a price rests at the venue; what follows the price (trailing buy and sale, stop) is decided at each step and sent as a marketable limit.
/// After a safety order the average cost, and with it every target that is left, is computed anew.
/// </remarks>
public sealed partial class DcaStrategy : IOrderStrategy
{
    public const string StrategyName = "dca";

    /// <summary>Prices that differ by less are the same: increments round by about as much.</summary>
    private const decimal SamePrice = 0.00002m;

    private readonly StrategySeat seat;
    private readonly DcaRules rules;
    private readonly IndicatorCondition? start;
    private DcaMemory memory;
    private bool isSettled;

    /// <exception cref="ParameterException">The parameters do not go together, or the ladder's money does not fit.</exception>
    public DcaStrategy(StrategySeat seat)
    {
        ArgumentNullException.ThrowIfNull(seat);
        this.seat = seat;
        rules = DcaRules.Read(seat.Parameters);
        if (rules.Start != DcaRules.StartNow && !IndicatorCondition.TryParse(rules.Start, seat.Indicators, out start, out var fault))
            throw new ParameterException($"{StrategyName}: start '{rules.Start}' is neither '{DcaRules.StartNow}' nor a condition: {fault}");
        DcaLadder.Require(rules, seat);
    }

    public string Name => StrategyName;

    public StrategyRules Rules => StrategyRules.None;

    public void Observe(in Candle closed) => start?.Push(closed);

    /// <summary>While everything waits at the venue and nothing follows the price, only a fill can change anything.</summary>
    public bool Wakes(decimal low, decimal high) => !isSettled;

    public StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        if (context.Deal is not { Quantity.IsZero: false } deal) return Begin(context, ref verdicts);
        var step = Hold(context, deal, ref verdicts);
        isSettled = step.Wishes.Count == 0 && step.Withdrawn.Count == 0 && rules is { Trail: 0, Stop: 0, TrailBuy: 0 } && memory.Targets < (rules.BreakEvenAfter == 0 ? int.MaxValue : rules.BreakEvenAfter);
        return step;
    }

    public void Booked(Order order, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(fill);
        isSettled = false;
        if (fill.Leg == Leg.Entry) memory = memory with { BaseValue = memory.BaseValue + (fill.Price * fill.Quantity).Amount, BaseQuantity = memory.BaseQuantity + fill.Quantity.Value };
        // A purchase moves the cost, and with it what was reached: an older peak says nothing about it.
        memory = fill.Side == OrderSide.Buy ? memory.Bought(fill.Quantity.Value, (fill.Price * fill.Quantity + fill.Fee).Amount) : memory.Sold(fill.Quantity.Value);
        if (fill.Leg.IsTarget && order.Remaining.IsZero) memory = memory with { Targets = Math.Max(memory.Targets, fill.Leg.TargetStep) };
    }

    public string Save() => memory.Save();

    public void Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        memory = DcaMemory.Parse(state);
    }

    /// <summary>Nothing is held: what the last deal left is taken back, and a new one begins when cooldown, condition and trailing buy allow.</summary>
    private StrategyStep Begin(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        isSettled = false;
        if (memory.HasBase) memory = default;
        if (context.Orders.Count > 0)
            return new StrategyStep(default, null) { Withdrawn = [.. context.Orders.Where(order => order.Leg != Leg.Entry).Select(order => order.Id)] };
        if (context.SinceLastDeal is { } since && rules.Cooldown > TimeSpan.Zero
            && !verdicts.Add(Condition.Cooldown, decimal.Round((decimal)since.TotalMinutes, 2), (decimal)rules.Cooldown.TotalMinutes, since >= rules.Cooldown)) return default;
        // Once the low is being followed the condition has done its part.
        if (memory.Trough == 0 && !Starts(context, ref verdicts)) return default;
        if (!Rebounds(context.Ask, ref verdicts)) return default;
        var fee = context.Costs.FeeRate;
        var equity = context.Budget / (seat.Limits.BudgetPercent(seat.Coins) / 100m);
        var sizes = DcaLadder.SizesFor(rules, context.Budget, equity * (seat.Limits.OrderCapPercent / 100m), fee);
        var total = DcaLadder.Total(rules, sizes, fee);
        var room = Money.Min(context.Budget, context.FreeCash);
        if (!verdicts.Add(Condition.LadderMoney, decimal.Round(total.Amount, 4), decimal.Round(room.Amount, 4), total <= room)) return default;
        memory = memory with { Sizes = sizes };
        return new StrategyStep(default, null)
        {
            Wishes = [new OrderWish(OrderSide.Buy, Leg.Entry, new Money(sizes.BaseOrder * (1 + fee)), Quantity.Zero) { IsWhole = true }],
            Budget = total,
        };
    }

    private bool Starts(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        if (seat.EntryChance is { } chance) return chance >= 1 || verdicts.Add(Condition.RandomDraw, context.Draw, chance, context.Draw < chance);
        return start is null || verdicts.Add(Condition.StartCondition, start.Met, start.Count, start.IsMet);
    }

    /// <summary>The ask has risen from its low by the trailing buy's percent, or none is set.</summary>
    private bool Rebounds(decimal ask, ref VerdictBuffer verdicts)
    {
        if (rules.TrailBuy == 0) return true;
        var low = memory.Trough == 0 ? ask : Math.Min(memory.Trough, ask);
        memory = memory with { Trough = low };
        var line = low * (1 + rules.TrailBuy / 100m);
        return verdicts.Add(Condition.TrailingBuy, ask, line, ask >= line);
    }
}
