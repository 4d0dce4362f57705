using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy.Dca;

public sealed partial class DcaStrategy
{
    /// <summary>Something is held: stop, trailing sale, targets, safety orders, in this order.</summary>
    private StrategyStep Hold(in StrategyContext context, in DealView deal, ref VerdictBuffer verdicts)
    {
        if (memory.Held == 0 || Find(context.Orders, Leg.Exit) is not null || Find(context.Orders, Leg.Entry) is not null) return default;
        if (Stops(context, ref verdicts)) return SellAll(context, deal, null);
        if (Trails(context, ref verdicts)) return SellAll(context, deal, context.SellAt(Line(context, 0), seat.Limits.LimitOffsetPercent));
        var wishes = new List<OrderWish>();
        var withdrawn = new List<ClientOrderId>();
        Aim(context, deal, wishes, withdrawn);
        if (!deal.DcaPaused) AddSafety(context, deal, wishes, ref verdicts);
        return wishes.Count == 0 && withdrawn.Count == 0 ? default : new StrategyStep(default, null) { Wishes = wishes, Withdrawn = withdrawn };
    }

    /// <summary>The bid at which what is held nets so many percent of its cost.</summary>
    private decimal Line(in StrategyContext context, decimal percent) => context.Costs.TargetBid(memory.UnitCost, 1, percent);

    private bool Stops(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        var isEven = rules.BreakEvenAfter > 0 && memory.Targets >= rules.BreakEvenAfter;
        if (rules.Stop == 0 && !isEven) return false;
        var stop = isEven ? 0 : -rules.Stop;
        var net = (context.Bid * context.Costs.ExitShare / memory.UnitCost - 1) * 100m;
        return verdicts.Add(Condition.StopLoss, decimal.Round(net, 4), stop, net <= stop);
    }

    /// <summary>Armed where the last target was reached; sells when the bid falls from its peak, but never below cost.</summary>
    private bool Trails(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        if (rules.Trail == 0) return false;
        var target = Line(context, rules.Targets[^1].Percent);
        if (!verdicts.Add(Condition.TrailingArmed, context.Bid, target, memory.Peak > 0 || context.Bid >= target)) return false;
        var peak = Math.Max(memory.Peak, context.Bid);
        memory = memory with { Peak = peak };
        var line = peak * (1 - rules.Trail / 100m);
        return verdicts.Add(Condition.BelowTrailingLine, context.Bid, line, context.Bid <= line && context.Bid >= Line(context, 0));
    }

    private static StrategyStep SellAll(in StrategyContext context, in DealView deal, Price? limit) => new(default, null)
    {
        Withdrawn = [.. context.Orders.Select(order => order.Id)],
        Wishes = [new OrderWish(OrderSide.Sell, Leg.Exit, Money.Zero, deal.Quantity - deal.Selling) { Limit = limit }],
    };

    /// <summary>Targets that are left wait at their prices, each with its share of what is held.</summary>
    private void Aim(in StrategyContext context, in DealView deal, List<OrderWish> wishes, List<ClientOrderId> withdrawn)
    {
        var held = deal.Quantity - deal.Selling;
        var left = held;
        var shares = 0m;
        for (var k = memory.Targets; k < rules.Targets.Count; k++) shares += rules.Targets[k].Share;
        for (var k = Math.Min(memory.Targets, rules.Targets.Count - 1); k < rules.Targets.Count; k++)
        {
            var (leg, isLast) = (Leg.Target(k + 1), k == rules.Targets.Count - 1);
            var open = Find(context.Orders, leg);
            if (isLast && rules.Trail > 0) return;
            var price = seat.Instrument.RoundUp(new Price(Line(context, rules.Targets[k].Percent)));
            var part = isLast ? left : Quantity.Min(left, seat.Instrument.RoundDown(new Quantity(held.Value * rules.Targets[k].Share / shares)));
            // A part too small to sell goes along with the next one.
            if (!isLast && seat.Instrument.Refusal(part, price) is not null) part = Quantity.Zero;
            left -= part;
            if (open is not null && Same(open, price, part)) continue;
            if (open is not null) withdrawn.Add(open.Id);
            if (!part.IsZero) wishes.Add(new OrderWish(OrderSide.Sell, leg, Money.Zero, part) { Limit = context.SellAt(price.Value, seat.Limits.LimitOffsetPercent), Rests = true });
        }
    }

    /// <summary>An order that has begun to fill is left alone while its price stands.</summary>
    private static bool Same(Order open, Price price, Quantity part) =>
        Math.Abs(open.Limit.Value - price.Value) <= price.Value * SamePrice && (open.Remaining == part || (!open.Filled.IsZero && open.Remaining <= part));

    private void AddSafety(in StrategyContext context, in DealView deal, List<OrderWish> wishes, ref VerdictBuffer verdicts)
    {
        if (!memory.HasBase) return;
        var fee = context.Costs.FeeRate;
        var last = rules.TrailBuy > 0 ? deal.DcaSteps + 1 : deal.DcaSteps + rules.MaxActive;
        for (var n = deal.DcaSteps + 1; n <= Math.Min(rules.MaxSafety, last); n++)
        {
            var leg = Leg.Dca(n);
            if (Find(context.Orders, leg) is not null) continue;
            var price = DcaLadder.PriceOf(rules, memory.BasePrice, n);
            var spend = Money.Min(new Money(memory.Sizes.SafetyOrder * DcaLadder.VolumeFactor(rules, n) * (1 + fee)), deal.Budget - deal.Spent);
            if (rules.TrailBuy == 0)
            {
                wishes.Add(new OrderWish(OrderSide.Buy, leg, spend, Quantity.Zero) { Limit = context.BuyAt(price, seat.Limits.LimitOffsetPercent), Rests = true, IsWhole = true });
                continue;
            }
            if (!verdicts.Add(Condition.DcaPercent, context.Ask, price, context.Ask <= price || memory.Trough > 0) || !Rebounds(context.Ask, ref verdicts)) return;
            // Following the low may end above where the order was to buy: then it waits for the price to come back.
            if (context.Ask <= price) wishes.Add(new OrderWish(OrderSide.Buy, leg, spend, Quantity.Zero) { IsWhole = true });
            else memory = memory with { Trough = 0 };
        }
    }

    private static Order? Find(IReadOnlyList<Order> orders, Leg leg)
    {
        for (var i = 0; i < orders.Count; i++)
        {
            if (orders[i].Leg == leg) return orders[i];
        }
        return null;
    }
}
