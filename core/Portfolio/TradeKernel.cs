using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>The one decision kernel of backtest, paper and live: book + market + rules → trailing state and an order, or the reason why not.</summary>
public sealed class TradeKernel(LadderStrategy strategy, RiskEngine risk, CostRules costs, long seed)
{
    public LadderStrategy Strategy { get; } = strategy;

    public RiskEngine Risk { get; } = risk;

    public CostRules Costs { get; } = costs;

    /// <param name="equity">Of the portfolio, marked now.</param>
    /// <param name="valueOf">Execution bid of the portfolio's other symbols, for exposure; null counts them at cost.</param>
    public SymbolDecision Decide(
        PortfolioBook book, SymbolMarket market, HaltState halt, DateTimeOffset now, Money equity, Func<Symbol, Price?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(valueOf);
        var verdicts = default(VerdictBuffer);
        var state = book.SymbolOf(market.Symbol);
        var before = state.Deal?.Trailing ?? default;
        if (market.Execution is not { } quote)
            return new SymbolDecision(market.Symbol, before, false, null, null, verdicts, Money.Zero);
        var budget = Budget(book, equity);
        var context = ContextOf(book, state, market, quote, now, budget);
        var step = Strategy.Step(context, ref verdicts);
        var moved = state.Deal is not null && step.Trailing != before;
        if (step.Wish is not { } wish) return new SymbolDecision(market.Symbol, step.Trailing, moved, null, null, verdicts, budget);
        var decision = Risk.Decide(RiskView(book, state, market, wish, halt, now, equity, budget, valueOf), ref verdicts);
        return new SymbolDecision(market.Symbol, step.Trailing, moved, wish, decision, verdicts, budget)
        {
            IsTooSmallToSell = wish.Leg == Leg.Exit && decision is RiskDecision.Refuse { Rule: Condition.VenueMinimum }
                && market.Instrument is { } instrument && state.Deal!.Quantity < instrument.SmallestSale(Risk.LimitOf(OrderSide.Sell, quote, instrument)),
        };
    }

    /// <summary>What the coin's next buy (entry or ladder step) would meet if the strategy wanted it now. For people: nothing is ordered by it.</summary>
    /// <returns>Null where there is no quote or no buy is left.</returns>
    public SymbolDecision? Suppose(
        PortfolioBook book, SymbolMarket market, HaltState halt, DateTimeOffset now, Money equity, Func<Symbol, Price?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(market);
        if (market.Execution is not { } quote) return null;
        var context = ContextOf(book, book.SymbolOf(market.Symbol), market, quote, now, Budget(book, equity));
        return Strategy.NextBuy(context) is { } wish ? Judge(book, market, wish, halt, now, equity, valueOf) : null;
    }

    /// <summary>Risk's word on what a person asks: the same rules as for the strategy's wishes.</summary>
    public SymbolDecision Judge(
        PortfolioBook book, SymbolMarket market, in OrderWish wish, HaltState halt, DateTimeOffset now, Money equity, Func<Symbol, Price?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(valueOf);
        var verdicts = default(VerdictBuffer);
        var state = book.SymbolOf(market.Symbol);
        var budget = Budget(book, equity);
        var decision = Risk.Decide(RiskView(book, state, market, wish, halt, now, equity, budget, valueOf), ref verdicts);
        return new SymbolDecision(market.Symbol, state.Deal?.Trailing ?? default, false, wish, decision, verdicts, budget);
    }

    public static DealView? View(PortfolioBook book, SymbolBook state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(state);
        if (state.Deal is not { } deal) return null;
        var openBuy = false;
        var openExit = false;
        var selling = Quantity.Zero;
        for (var i = 0; i < state.OpenOrders.Count; i++)
        {
            var order = book.FindOpenOrder(state.OpenOrders[i])!;
            openBuy |= order.Side == OrderSide.Buy;
            if (order.Side == OrderSide.Buy) continue;
            if (order.Leg.IsManual) selling += order.Remaining;
            else openExit = true;
        }
        selling = Quantity.Min(selling, deal.Quantity);
        openExit |= deal.HasPosition && selling == deal.Quantity;
        var recent = 0;
        for (var i = 0; i < deal.DcaTimes.Count; i++)
        {
            if (deal.DcaTimes[i] > now - TimeSpan.FromHours(24)) recent++;
        }
        return new DealView(deal.Quantity, deal.Cost, deal.Spent, deal.Budget, deal.DcaSteps, recent, deal.Trailing, openBuy, openExit, deal.OpenedAt)
        {
            Selling = selling,
            DcaPaused = deal.DcaPaused,
            Target = deal.Target,
        };
    }

    private Money Budget(PortfolioBook book, Money equity) => equity * (Risk.Rules.BudgetPercent(book.Head.Symbols.Count) / 100m);

    private StrategyContext ContextOf(PortfolioBook book, SymbolBook state, SymbolMarket market, Quote quote, DateTimeOffset now, Money budget) => new(
        now, market.Symbol, quote.Bid.Value, quote.Ask.Value, market.Long, market.Short, market.Signals, View(book, state, now), budget, Costs,
        DerivedDraw.Next(seed, market.Symbol, now));

    private RiskContext RiskView(
        PortfolioBook book, SymbolBook state, SymbolMarket market, OrderWish wish, HaltState halt, DateTimeOffset now, Money equity, Money budget,
        Func<Symbol, Price?> valueOf)
    {
        Money allCoins = default, held = default, share = default;
        foreach (var symbol in book.Head.Symbols)
        {
            var other = book.SymbolOf(symbol);
            var exposure = Exposure(book, other, valueOf(symbol));
            held += exposure;
            // A deal that holds nothing and has no open order is only the memory of an attempt: its ladder binds no money.
            var bound = other.Deal is { } deal && (deal.HasPosition || other.OpenOrders.Count > 0) ? deal.UnspentLadder : Money.Zero;
            allCoins += Money.Max(exposure, exposure + bound - ReservedOf(book, other));
            if (symbol == market.Symbol) share = exposure;
        }
        var lastHour = book.Head.RecentOrders.Count(past => past.Time > now - TimeSpan.FromHours(1));
        var lastDay = book.Head.RecentOrders.Where(past => past.Time > now - TimeSpan.FromHours(24)).Sum(past => past.Amount.Amount);
        var unspent = state.Deal is { HasPosition: true } open ? open.UnspentLadder : Money.Zero;
        return new RiskContext(
            now, halt, wish, market.Instrument, market.Execution, market.SignalPrice, now - market.SignalTime, market.OutlierPercent,
            now - book.Head.LastReconciledAt, equity, book.FreeCash, share, unspent, allCoins, held,
            wish.Leg == Leg.Entry || (wish.Leg.IsManual && wish.Side == OrderSide.Buy && PortfolioBook.Begins(state)) ? budget : Money.Zero, book.Head.RiskDay is null ? Money.Zero : book.Head.RiskDayEquity - equity,
            book.Head.RiskDayEquity, lastHour, new Money(lastDay), Strategy.Rules, Costs)
        {
            LossThisWeek = book.Head.RiskWeek.LossPercent(equity),
            LossThisMonth = book.Head.RiskMonth.LossPercent(equity),
            LossThisYear = book.Head.RiskYear.LossPercent(equity),
            OpenDeals = book.Symbols.Count(each => each.Deal is { HasPosition: true } || each.OpenOrders.Count > 0),
            SinceLastDeal = now - state.ClosedAt,
        };
    }

    /// <summary>The larger of cost and value, and what open orders reserve.</summary>
    private static Money Exposure(PortfolioBook book, SymbolBook state, Price? bid)
    {
        var position = Money.Zero;
        if (!state.Held.IsZero) position = bid is { } price ? Money.Max(state.HeldCost, price * state.Held) : state.HeldCost;
        return position + ReservedOf(book, state);
    }

    private static Money ReservedOf(PortfolioBook book, SymbolBook state)
    {
        var reserved = Money.Zero;
        foreach (var order in book.OpenOrdersOf(state.Symbol)) reserved += order.Reserved;
        return reserved;
    }
}
