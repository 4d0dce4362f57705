using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Risk;

/// <summary>Pure rules that allow, shrink or refuse. In doubt nothing is traded; exits are never blocked by money rules.</summary>
public sealed class RiskEngine(RiskRules rules)
{
    public RiskRules Rules { get; } = rules;

    public RiskDecision Decide(in RiskContext context, ref VerdictBuffer verdicts)
    {
        if (context.Instrument is { EnableTrading: false } && !verdicts.Add(Condition.Tradable, 0, 1, false))
            return Refuse(Condition.Tradable, "not tradable: the venue has suspended the pair, or no longer lists it");
        if (Soundness(context, ref verdicts) is { } unsound) return unsound;
        if (Permission(context, ref verdicts) is { } forbidden) return forbidden;
        if (Freshness(context, ref verdicts) is { } stale) return stale;
        var quote = context.Execution!;
        var instrument = context.Instrument!;
        var limit = context.Wish.Limit is { } own ? Resting(context.Wish.Side, own, instrument) : LimitOf(context.Wish.Side, quote, instrument);
        var distance = Distance(context.Wish, limit.Value, context.SignalPrice!.Value);
        if (!verdicts.Add(Condition.Collar, decimal.Round(distance, 4), Rules.CollarPercent, distance <= Rules.CollarPercent))
            return Refuse(Condition.Collar, $"the limit {limit} is {distance:0.00} % from the signal price {context.SignalPrice.Value:0.########}");
        return context.Wish.Side == OrderSide.Sell
            ? SizeSale(context, instrument, limit, ref verdicts)
            : SizePurchase(context, instrument, limit, ref verdicts);
    }

    /// <summary>Marketable: beyond the touch by the offset, rounded toward the market.</summary>
    public Price LimitOf(OrderSide side, Quote quote, Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(instrument);
        var offset = Rules.LimitOffsetPercent / 100m;
        return side == OrderSide.Buy
            ? instrument.RoundDown(new Price(quote.Ask.Value * (1 + offset)))
            : instrument.RoundUp(new Price(quote.Bid.Value * (1 - offset)));
    }

    /// <summary>Percent from the signal price. An order that rests away from the market can only be better than it: that side is no distance.</summary>
    private static decimal Distance(in OrderWish wish, decimal limit, decimal signal)
    {
        var percent = (limit - signal) / signal * 100m;
        return wish.Rests ? Math.Max(0, wish.Side == OrderSide.Buy ? percent : -percent) : Math.Abs(percent);
    }

    /// <summary>A person's limit may rest: it is rounded away from the market.</summary>
    private static Price Resting(OrderSide side, Price limit, Instrument instrument) =>
        side == OrderSide.Buy ? instrument.RoundDown(limit) : instrument.RoundUp(limit);

    private static RiskDecision.Refuse? Soundness(in RiskContext context, ref VerdictBuffer verdicts)
    {
        var faults = 0;
        if (context.Instrument is null) faults++;
        if (context.Execution is not { } quote || quote.Bid.Value <= 0 || quote.Ask.Value < quote.Bid.Value) faults++;
        if (context.SignalPrice is not > 0) faults++;
        if (context.Equity.Amount <= 0) faults++;
        if (context.Wish.Side == OrderSide.Sell ? context.Wish.Sell.IsZero : context.Wish.Spend.Amount <= 0) faults++;
        return verdicts.Add(Condition.SoundInput, faults, 0, faults == 0)
            ? null
            : Refuse(Condition.SoundInput, "an input is missing, zero or negative: in doubt nothing is traded");
    }

    private RiskDecision.Refuse? Permission(in RiskContext context, ref VerdictBuffer verdicts)
    {
        var isExit = context.Wish.Side == OrderSide.Sell;
        var allowed = context.Halt == HaltState.Active || (context.Halt == HaltState.Reducing && isExit);
        if (!verdicts.Add(Condition.HaltState, (int)context.Halt, 0, allowed))
            return Refuse(Condition.HaltState, context.Halt == HaltState.Halted ? "halted: 'powertrader resume' lets it trade again" : "reducing: only exits are allowed");
        var age = (decimal)(context.ReconcileAge ?? TimeSpan.MaxValue).TotalSeconds;
        var limit = (decimal)Rules.ReconcileLimit.TotalSeconds;
        return verdicts.Add(Condition.ReconcileAge, decimal.Round(Math.Min(age, 999_999_999)), limit, age <= limit || isExit)
            ? null
            : Refuse(Condition.ReconcileAge, "the venue was not reconciled lately: only exits are allowed");
    }

    private RiskDecision.Refuse? Freshness(in RiskContext context, ref VerdictBuffer verdicts)
    {
        var execution = context.Execution!.Age(context.Now);
        if (!verdicts.Add(Condition.ExecutionFreshness, Seconds(execution), Seconds(Rules.ExecutionFreshness), execution <= Rules.ExecutionFreshness))
            return Refuse(Condition.ExecutionFreshness, "the execution quote is too old");
        if (!verdicts.Add(Condition.LoneOutlier, decimal.Round(context.OutlierPercent, 4), QuoteState.OutlierFraction * 100m, context.OutlierPercent == 0))
            return Refuse(Condition.LoneOutlier, "a lone quote far from the others is not acted upon");
        if (context.Wish.Side == OrderSide.Sell) return null;
        var signal = context.SignalAge ?? TimeSpan.MaxValue;
        return verdicts.Add(Condition.SignalFreshness, Math.Min(Seconds(signal), 999_999_999), Seconds(Rules.SignalFreshness), signal <= Rules.SignalFreshness)
            ? null
            : Refuse(Condition.SignalFreshness, "the signal quote is too old");
    }

    private static RiskDecision SizeSale(in RiskContext context, Instrument instrument, Price limit, ref VerdictBuffer verdicts)
    {
        var quantity = instrument.RoundDown(context.Wish.Sell);
        return Venue(instrument, quantity, limit, null, ref verdicts);
    }

    private RiskDecision SizePurchase(in RiskContext context, Instrument instrument, Price limit, ref VerdictBuffer verdicts)
    {
        var lossPercent = context.DayStartEquity.Amount > 0 ? context.LossToday.Amount / context.DayStartEquity.Amount * 100m : 0;
        if (!verdicts.Add(Condition.DailyLoss, decimal.Round(lossPercent, 4), Rules.DailyLossPercent, lossPercent < Rules.DailyLossPercent))
            return Refuse(Condition.DailyLoss, "today's loss limit is reached: no entry and no DCA until 00:00 UTC");
        if (LongerLoss(context, ref verdicts) is { } lost) return lost;
        if (Volatility(context, ref verdicts) is { } wild) return wild;
        if (Refused(context, instrument, ref verdicts) is { } refused) return refused;
        if (context.Begins && Pause(context, ref verdicts) is { } paused) return paused;
        if (!verdicts.Add(Condition.OrdersPerHour, context.OrdersLastHour, Rules.OrdersPerHour, context.OrdersLastHour < Rules.OrdersPerHour))
            return Refuse(Condition.OrdersPerHour, "too many orders in the last hour");
        if (context.Lots >= PortfolioBook.MaxLots && !verdicts.Add(Condition.LotsHeld, context.Lots, PortfolioBook.MaxLots, false))
            return Refuse(Condition.LotsHeld, $"{context.Lots} purchases of the coin are held or under way: one commit could not book the sale of more");
        var isEntry = context.Wish.Leg == Leg.Entry;
        if (isEntry && LadderMinimum(context, instrument, limit, ref verdicts) is { } tooSmall) return tooSmall;
        if (AllCoins(context, instrument, limit, ref verdicts, out var budget) is { } full) return full;
        // A smaller ladder begins with a smaller order.
        var allowed = isEntry && budget < context.NewBudget ? context.Wish.Spend * (budget.Amount / context.NewBudget.Amount) : context.Wish.Spend;
        Condition? shrunk = allowed < context.Wish.Spend ? Condition.AllCoins : null;
        Cap(ref allowed, ref shrunk, Room(context.FreeCash, Money.Zero), Condition.CashAfterReservations);
        Cap(ref allowed, ref shrunk, Room(Share(context, Rules.PositionPercent), context.CoinShare), Condition.PositionShare);
        Cap(ref allowed, ref shrunk, OrderCap(context), Condition.OrderCap);
        Cap(ref allowed, ref shrunk, Room(DailyCap(context), context.OrderedLastDay), Condition.DailyCap);
        Cap(ref allowed, ref shrunk, Room(HeldCap(context), context.Held), Condition.HeldCap);
        if (IsCorrelationAsked(context) && context.Correlated is { } correlated)
            Cap(ref allowed, ref shrunk, Room(Share(context, Rules.CorrelatedPercent), correlated), Condition.CorrelatedExposure);
        var quantity = allowed.Amount <= 0
            ? Quantity.Zero
            : shrunk is null && !context.Wish.Sell.IsZero ? instrument.RoundDown(context.Wish.Sell) : instrument.RoundDown(new Quantity(allowed.Amount / (limit.Value * (1 + context.Costs.FeeRate))));
        if ((quantity.IsZero || context.Wish.IsWhole) && shrunk is { } rule)
        {
            verdicts.Add(rule, Round(context.Wish.Spend), Round(allowed), false);
            return Refuse(rule, $"{Words(rule)} leaves no room for this order{(quantity.IsZero ? "" : ", which is of no use in part")}");
        }
        Write(context, limit * quantity, ref verdicts);
        var decision = Venue(instrument, quantity, limit, shrunk, ref verdicts);
        return isEntry && decision is RiskDecision.Allow allow ? allow with { Budget = budget } : decision;
    }

    /// <summary>
    /// What an order adds to all coins must fit the room that their limit leaves. A step spends its own ladder, which is counted already; what begins a deal
    /// brings its whole ladder in, an entry one made smaller to the room; money added by hand comes on top.
    /// </summary>
    /// <param name="budget">The ladder that an entry's deal may use.</param>
    private RiskDecision.Refuse? AllCoins(in RiskContext context, Instrument instrument, Price limit, ref VerdictBuffer verdicts, out Money budget)
    {
        var room = Room(Share(context, Rules.AllCoinsPercent), context.AllCoins);
        budget = Money.Min(context.NewBudget, room);
        if (context.Wish.Leg == Leg.Entry)
        {
            var (smallest, minimum) = SmallestOrder(context, budget, instrument, limit);
            return verdicts.Add(Condition.AllCoins, Round(budget), Round(room), smallest >= minimum)
                ? null
                : Refuse(Condition.AllCoins, string.Create(
                    CultureInfo.InvariantCulture, $"the limit over all coins with their ladders leaves {room.Amount:0.##}, too little for a ladder above the venue's minimum"));
        }
        var added = context.Begins ? Money.Max(context.NewBudget, context.Wish.Spend) : Room(context.Wish.Spend, context.Wish.Leg.IsDca ? context.CoinUnspent : Money.Zero);
        return verdicts.Add(Condition.AllCoins, Round(added), Round(room), added <= room)
            ? null
            : Refuse(Condition.AllCoins, "all coins with their ladders would exceed the limit");
    }

    private RiskDecision.Refuse? LongerLoss(in RiskContext context, ref VerdictBuffer verdicts)
    {
        if (!verdicts.Add(Condition.WeeklyLoss, decimal.Round(context.LossThisWeek, 4), Rules.WeeklyLossPercent, context.LossThisWeek < Rules.WeeklyLossPercent))
            return Refuse(Condition.WeeklyLoss, "this week's loss limit is reached: no entry and no DCA until Monday 00:00 UTC");
        if (!verdicts.Add(Condition.MonthlyLoss, decimal.Round(context.LossThisMonth, 4), Rules.MonthlyLossPercent, context.LossThisMonth < Rules.MonthlyLossPercent))
            return Refuse(Condition.MonthlyLoss, "this month's loss limit is reached: no entry and no DCA until the next month");
        return verdicts.Add(Condition.AnnualLoss, decimal.Round(context.LossThisYear, 4), Rules.AnnualLossPercent, context.LossThisYear < Rules.AnnualLossPercent)
            ? null
            : Refuse(Condition.AnnualLoss, "this year's loss limit is reached: no entry and no DCA until 1 January");
    }

    /// <summary>A step into a market gone wild is an entry like any other. Without a history to compare with the rule abstains: it passes and says so.</summary>
    private RiskDecision.Refuse? Volatility(in RiskContext context, ref VerdictBuffer verdicts)
    {
        if (Rules.VolatilityLimit == 0) return null;
        var ratio = context.VolatilityRatio;
        return verdicts.Add(Condition.Volatility, ratio ?? Verdict.Abstains, Rules.VolatilityLimit, ratio is null || ratio <= Rules.VolatilityLimit)
            ? null
            : Refuse(Condition.Volatility, "the coin moves far more than it usually does: no entry and no DCA until it calms down");
    }

    /// <summary>What may not be bought now, however little: a coin that real money may not buy, and any while its quote coin is no dollar.</summary>
    private RiskDecision.Refuse? Refused(in RiskContext context, Instrument instrument, ref VerdictBuffer verdicts)
    {
        if (Rules.Caps.Coins.Count > 0)
        {
            var allowed = Rules.Caps.Coins.Contains(instrument.Symbol.Base);
            if (!verdicts.Add(Condition.CoinAllowed, allowed ? 1 : 0, 1, allowed)) return Refuse(Condition.CoinAllowed, $"{instrument.Symbol.Base} is not among live.coins");
        }
        if (instrument.IsSellOnly)
        {
            verdicts.Add(Condition.CoinAllowed, 0, 1, false);
            return Refuse(Condition.CoinAllowed, $"the venue takes sales only of {instrument.Symbol}");
        }
        if (Rules.DepegPercent == 0 || context.PegPercent is not { } peg) return null;
        return verdicts.Add(Condition.QuotePeg, decimal.Round(peg, 4), Rules.DepegPercent, peg <= Rules.DepegPercent)
            ? null
            : Refuse(Condition.QuotePeg, $"{instrument.Symbol.Quote} is not worth a dollar now: no entry and no DCA until it is");
    }

    /// <summary>Rules of entries that are off unless set.</summary>
    private RiskDecision.Refuse? Pause(in RiskContext context, ref VerdictBuffer verdicts)
    {
        if (Rules.MaxOpenDeals > 0 && !verdicts.Add(Condition.OpenDeals, context.OpenDeals, Rules.MaxOpenDeals, context.OpenDeals < Rules.MaxOpenDeals))
            return Refuse(Condition.OpenDeals, "as many deals are open as allowed");
        if (Rules.Cooldown <= TimeSpan.Zero || context.SinceLastDeal is not { } since) return null;
        return verdicts.Add(Condition.Cooldown, decimal.Round((decimal)since.TotalMinutes, 2), (decimal)Rules.Cooldown.TotalMinutes, since >= Rules.Cooldown)
            ? null
            : Refuse(Condition.Cooldown, "the coin rests after its last deal");
    }

    /// <summary>A ladder whose smallest order the venue forbids is refused whole, with what this account could run.</summary>
    private static RiskDecision.Refuse? LadderMinimum(in RiskContext context, Instrument instrument, Price limit, ref VerdictBuffer verdicts)
    {
        var (smallest, minimum) = SmallestOrder(context, context.NewBudget, instrument, limit);
        if (verdicts.Add(Condition.LadderMinimum, Round(smallest), Round(minimum), smallest >= minimum)) return null;
        return Refuse(Condition.LadderMinimum, Ladder.Shortfall(context.NewBudget, context.Strategy, context.Costs.FeeRate, minimum)!);
    }

    private static (Money Smallest, Money Minimum) SmallestOrder(in RiskContext context, Money budget, Instrument instrument, Price limit) => (
        Ladder.BaseOrder(budget, context.Strategy, context.Costs.FeeRate) * Ladder.SmallestFactor(context.Strategy),
        Money.Max(instrument.MinNotional, limit * instrument.MinQuantity));

    /// <summary>Each money rule's final word on the order as sized.</summary>
    private void Write(in RiskContext context, Money notional, ref VerdictBuffer verdicts)
    {
        var cost = notional * (1 + context.Costs.FeeRate);
        verdicts.Add(Condition.CashAfterReservations, Round(context.FreeCash), Round(cost), cost <= context.FreeCash);
        Limit(ref verdicts, Condition.PositionShare, context.CoinShare + cost, Share(context, Rules.PositionPercent));
        Limit(ref verdicts, Condition.OrderCap, cost, OrderCap(context));
        Limit(ref verdicts, Condition.DailyCap, context.OrderedLastDay + cost, DailyCap(context));
        Limit(ref verdicts, Condition.HeldCap, context.Held + cost, HeldCap(context));
        if (!IsCorrelationAsked(context)) return;
        var limit = Share(context, Rules.CorrelatedPercent);
        if (context.Correlated is { } correlated) Limit(ref verdicts, Condition.CorrelatedExposure, correlated + cost, limit);
        else verdicts.Add(Condition.CorrelatedExposure, Verdict.Abstains, Round(limit), true);
    }

    /// <summary>A coin that is alone has a limit of its own.</summary>
    private bool IsCorrelationAsked(in RiskContext context) => Rules.CorrelatedPercent > 0 && context.Held > context.CoinShare;

    private static RiskDecision Venue(Instrument instrument, Quantity quantity, Price limit, Condition? shrunk, ref VerdictBuffer verdicts)
    {
        var refusal = instrument.Refusal(quantity, limit);
        if (verdicts.Add(Condition.VenueMinimum, Round(limit * quantity), instrument.MinNotional.Amount, refusal is null)) return new RiskDecision.Allow(quantity, limit, shrunk);
        // Too small only because a rule made it so: that rule is the reason.
        return shrunk is { } rule && instrument.EnableTrading
            ? Refuse(rule, $"{Words(rule)} leaves too little: {refusal}")
            : Refuse(Condition.VenueMinimum, refusal!);
    }

    private static void Limit(ref VerdictBuffer verdicts, Condition condition, Money value, Money limit) =>
        verdicts.Add(condition, Round(value), Round(limit), value <= limit);

    private static void Cap(ref Money allowed, ref Condition? shrunk, Money room, Condition rule)
    {
        if (allowed <= room) return;
        allowed = Money.Max(room, Money.Zero);
        shrunk = rule;
    }

    private static Money Room(Money limit, Money used) => Money.Max(Money.Zero, limit - used);

    private Money OrderCap(in RiskContext context) => Tighter(Share(context, Rules.OrderCapPercent), Rules.Caps.MaxOrder);

    private Money DailyCap(in RiskContext context) => Tighter(Share(context, Rules.DailyCapPercent), Rules.Caps.MaxPerDay);

    private Money HeldCap(in RiskContext context) => Tighter(Share(context, Rules.HeldCapPercent), Rules.Caps.MaxHeld);

    /// <param name="cap">Zero is none.</param>
    private static Money Tighter(Money share, Money cap) => cap == Money.Zero ? share : Money.Min(share, cap);

    private static Money Share(in RiskContext context, decimal percent) => context.Equity * (percent / 100m);

    private static decimal Seconds(TimeSpan span) => decimal.Round((decimal)Math.Min(span.TotalSeconds, 1e12), 3);

    private static decimal Round(Money money) => decimal.Round(money.Amount, 4);

    private static RiskDecision.Refuse Refuse(Condition rule, string reason) => new(rule, reason);

    private static string Words(Condition rule) => rule switch
    {
        Condition.CashAfterReservations => "free cash",
        Condition.PositionShare => "the limit of one coin",
        Condition.AllCoins => "the limit of all coins with their ladders",
        Condition.OrderCap => "the cap of one order",
        Condition.DailyCap => "the cap of 24 hours",
        Condition.HeldCap => "the cap of everything held",
        Condition.CorrelatedExposure => "the limit of coins that move together",
        _ => rule.ToString(),
    };
}
