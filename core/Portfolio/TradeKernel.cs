using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Portfolio;

/// <summary>The one decision kernel of backtest, paper and live: book + market + rules → trailing state and an order, or the reason why not.</summary>
public sealed class TradeKernel(IRuleSource rules, long seed)
{
    /// <summary>One set of rules for every portfolio and coin.</summary>
    public TradeKernel(LadderStrategy strategy, RiskEngine risk, CostRules costs, long seed)
        : this(new FixedRules(new TradingRules(strategy, risk, costs)), seed)
    {
    }

    public IRuleSource Rules => rules;

    /// <summary>Keeps with each decision that may be recorded what it was made by, so that it can be made again. Off in backtests, which can be run again.</summary>
    public bool KeepsInputs { get; init; }

    /// <summary>Rules of the coin now: a deal that has begun keeps the strategy of its version, under limits that may only have become stricter.</summary>
    public TradingRules RulesOf(PortfolioBook book, Symbol coin)
    {
        ArgumentNullException.ThrowIfNull(book);
        return rules.For(book.Key, book.SymbolOf(coin).PinnedVersion ?? book.Head.SettingsVersion, book.Head.SettingsVersion, coin);
    }

    /// <summary>What trading costs the portfolio now.</summary>
    public CostRules CostsOf(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return rules.For(book.Key, book.Head.SettingsVersion, book.Head.SettingsVersion, default).Costs;
    }

    /// <summary>Whether every version that the portfolio needs is loaded.</summary>
    public bool Knows(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (!rules.Knows(book.Key, book.Head.SettingsVersion)) return false;
        for (var i = 0; i < book.Head.Symbols.Count; i++)
        {
            if (book.SymbolOf(book.Head.Symbols[i]).PinnedVersion is { } pinned && !rules.Knows(book.Key, pinned)) return false;
        }
        return true;
    }

    /// <summary>Loads the versions that the portfolio needs, where one is missing.</summary>
    /// <exception cref="CorruptException">A version is not in the store.</exception>
    public async Task EnsureAsync(PortfolioBook book, CancellationToken cancellationToken)
    {
        if (Knows(book)) return;
        await rules.LoadAsync(book.Key, cancellationToken);
        if (!Knows(book)) throw new CorruptException($"portfolio {book.Key} has a settings version that the store does not hold; restore a backup");
    }

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
        var (strategy, risk, costs) = RulesOf(book, market.Symbol);
        var budget = Budget(book, equity, risk);
        var context = ContextOf(book, state, market, quote, now, budget, costs);
        var step = strategy.Step(context, ref verdicts);
        var moved = state.Deal is not null && step.Trailing != before;
        if (step.Wish is not { } wish)
            return new SymbolDecision(market.Symbol, step.Trailing, moved, null, null, verdicts, budget) { Inputs = state.LastVerdicts.Length > 0 ? InputsOf(book, state, market, context, null) : null };
        var view = RiskView(book, state, market, wish, halt, now, equity, budget, valueOf, strategy.Rules, costs);
        var decision = risk.Decide(view, ref verdicts);
        return new SymbolDecision(market.Symbol, step.Trailing, moved, wish, decision, verdicts, budget)
        {
            Inputs = InputsOf(book, state, market, context, view),
            IsTooSmallToSell = wish.Leg == Leg.Exit && decision is RiskDecision.Refuse { Rule: Condition.VenueMinimum }
                && market.Instrument is { } instrument && state.Deal!.Quantity < instrument.SmallestSale(risk.LimitOf(OrderSide.Sell, quote, instrument)),
        };
    }

    /// <summary>Decides again what was decided once, by the rules of the versions that stood then.</summary>
    /// <exception cref="TransientException">A version is not loaded, or not kept any more.</exception>
    public SymbolDecision Replay(PortfolioKey portfolio, DecisionInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var symbol = inputs.Strategy.Symbol;
        var (strategy, risk, costs) = rules.For(portfolio, inputs.PinnedVersion, inputs.CurrentVersion, symbol);
        var context = inputs.Strategy with { Costs = costs };
        var verdicts = default(VerdictBuffer);
        var step = strategy.Step(context, ref verdicts);
        if (step.Wish is not { } wish) return new SymbolDecision(symbol, step.Trailing, false, null, null, verdicts, context.Budget);
        if (inputs.Risk is not { } known) return new SymbolDecision(symbol, step.Trailing, false, wish, null, verdicts, context.Budget);
        var decision = risk.Decide(known with { Wish = wish, Strategy = strategy.Rules, Costs = costs }, ref verdicts);
        return new SymbolDecision(symbol, step.Trailing, false, wish, decision, verdicts, context.Budget);
    }

    /// <summary>What the coin's next buy (entry or ladder step) would meet if the strategy wanted it now. For people: nothing is ordered by it.</summary>
    /// <returns>Null where there is no quote or no buy is left.</returns>
    public SymbolDecision? Suppose(
        PortfolioBook book, SymbolMarket market, HaltState halt, DateTimeOffset now, Money equity, Func<Symbol, Price?> valueOf)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(market);
        if (market.Execution is not { } quote) return null;
        var (strategy, risk, costs) = RulesOf(book, market.Symbol);
        var context = ContextOf(book, book.SymbolOf(market.Symbol), market, quote, now, Budget(book, equity, risk), costs);
        return strategy.NextBuy(context) is { } wish ? Judge(book, market, wish, halt, now, equity, valueOf) : null;
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
        var (strategy, risk, costs) = RulesOf(book, market.Symbol);
        var budget = Budget(book, equity, risk);
        var decision = risk.Decide(RiskView(book, state, market, wish, halt, now, equity, budget, valueOf, strategy.Rules, costs), ref verdicts);
        return new SymbolDecision(market.Symbol, state.Deal?.Trailing ?? default, false, wish, decision, verdicts, budget);
    }

    /// <summary>Risk's word on one of several wishes of a strategy, by the same rules.</summary>
    /// <param name="budget">Money of the deal, where the wish begins one.</param>
    internal static RiskDecision Judge(
        PortfolioBook book, SymbolMarket market, in OrderWish wish, RiskEngine risk, IStrategy strategy, CostRules costs, DateTimeOffset now, Money equity, Money budget,
        Func<Symbol, Price?> valueOf)
    {
        var verdicts = default(VerdictBuffer);
        return risk.Decide(RiskView(book, book.SymbolOf(market.Symbol), market, wish, HaltState.Active, now, equity, budget, valueOf, strategy.Rules, costs), ref verdicts);
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

    private static Money Budget(PortfolioBook book, Money equity, RiskEngine risk) => equity * (risk.Rules.BudgetPercent(book.Head.Symbols.Count) / 100m);

    private DecisionInputs? InputsOf(PortfolioBook book, SymbolBook state, SymbolMarket market, in StrategyContext context, RiskContext? view) => KeepsInputs
        ? new DecisionInputs(state.PinnedVersion ?? book.Head.SettingsVersion, book.Head.SettingsVersion, market.Execution!, market.SignalPrice, context, view)
        : null;

    private StrategyContext ContextOf(
        PortfolioBook book, SymbolBook state, SymbolMarket market, Quote quote, DateTimeOffset now, Money budget, CostRules costs) => new(
        now, market.Symbol, quote.Bid.Value, quote.Ask.Value, market.Long, market.Short, market.Signals, View(book, state, now), budget, costs,
        DerivedDraw.Next(seed, market.Symbol, now));

    private static RiskContext RiskView(
        PortfolioBook book, SymbolBook state, SymbolMarket market, OrderWish wish, HaltState halt, DateTimeOffset now, Money equity, Money budget,
        Func<Symbol, Price?> valueOf, StrategyRules strategy, CostRules costs)
    {
        Money allCoins = default, held = default, share = default, correlated = default;
        var isKnown = false;
        var openDeals = 0;
        for (var i = 0; i < book.Head.Symbols.Count; i++)
        {
            var symbol = book.Head.Symbols[i];
            var other = book.SymbolOf(symbol);
            if (other.Deal is { HasPosition: true } || other.OpenOrders.Count > 0) openDeals++;
            var exposure = Exposure.Of(book, other, valueOf(symbol));
            held += exposure;
            allCoins += Exposure.WithLadder(book, other, exposure);
            if (symbol == market.Symbol) share = exposure;
            else if (exposure > Money.Zero && market.Measures.Correlations.TryGetValue(symbol, out var correlation))
            {
                correlated += exposure * Math.Max(0, correlation);
                isKnown = true;
            }
        }
        var (lastHour, lastDay) = OrderedLately(book.Head.RecentOrders, now);
        var unspent = state.Deal is { HasPosition: true } open ? open.UnspentLadder : Money.Zero;
        return new RiskContext(
            now, halt, wish, market.Instrument, market.Execution, market.SignalPrice, now - market.SignalTime, market.OutlierPercent,
            now - book.LastReconciledAt, equity, book.FreeCash, share, unspent, allCoins, held,
            wish.Leg == Leg.Entry || (wish.Leg.IsManual && wish.Side == OrderSide.Buy && PortfolioBook.Begins(state)) ? budget : Money.Zero, book.Head.RiskDay is null ? Money.Zero : book.Head.RiskDayEquity - equity,
            book.Head.RiskDayEquity, lastHour, new Money(lastDay), strategy, costs)
        {
            LossThisWeek = book.Head.RiskWeek.LossPercent(equity),
            LossThisMonth = book.Head.RiskMonth.LossPercent(equity),
            LossThisYear = book.Head.RiskYear.LossPercent(equity),
            OpenDeals = openDeals,
            Lots = wish.Side == OrderSide.Buy ? book.LotsWithOpenBuys(market.Symbol) : 0,
            SinceLastDeal = now - state.ClosedAt,
            Correlated = isKnown ? share + correlated : null,
            VolatilityRatio = market.Measures.VolatilityRatio,
            PegPercent = market.PegPercent,
        };
    }

    private static (int LastHour, decimal LastDay) OrderedLately(IReadOnlyList<OrderedMoney> orders, DateTimeOffset now)
    {
        var (hour, day, count, sum) = (now - TimeSpan.FromHours(1), now - TimeSpan.FromHours(24), 0, 0m);
        for (var i = 0; i < orders.Count; i++)
        {
            if (orders[i].Time > hour) count++;
            if (orders[i].Time > day) sum += orders[i].Amount.Amount;
        }
        return (count, sum);
    }
}
