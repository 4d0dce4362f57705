using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>Strategies that keep orders of their own, on recorded bars: their wishes go through the live risk rules, their orders through the live portfolio.</summary>
internal sealed class OrderStrategyRun : IPathStrategy
{
    private readonly BacktestRequest request;
    private readonly StrategyDefinition definition;
    private readonly OrderLane[] own;
    private KernelLane[]? kernels;
    private DateTimeOffset nextDay;

    public OrderStrategyRun(BacktestRequest request, StrategyDefinition definition, decimal? entryChance = null)
    {
        this.request = request;
        this.definition = definition;
        var parameters = ParameterSet.Read(definition.Name, definition.Parameters, request.Parameters);
        own = [.. request.Series.OrderBy(series => series.Symbol).Select(series => new OrderLane(
            definition.Create!(BarStrategies.SeatOf(request, definition, series, parameters, entryChance)), new RiskEngine(BarStrategies.LimitsOf(request, definition, series.Symbol))))];
    }

    public string Name => definition.Name;

    public void Decide(in BarWindow bars, BacktestDesk desk)
    {
        var mine = own[bars.Lane];
        mine.Observe(bars.All);
        var session = desk.Session;
        if (session.Now >= nextDay) StartDay(session);
        var lane = session.Lanes[bars.Lane];
        if (mine.Strategy.Wakes(lane.Price, lane.Price)) Step(session, lane, mine, lane.Price);
    }

    public bool Wakes(Lane lane, in Candle candle, BacktestDesk desk) => lane.Next > lane.First && own[lane.Index].Strategy.Wakes(candle.Low, candle.High);

    public void DecideInside(Lane lane, decimal price, BacktestDesk desk)
    {
        var mine = own[lane.Index];
        if (lane.Next > lane.First && mine.Strategy.Wakes(price, price)) Step(desk.Session, lane, mine, price);
    }

    public void Filled(Order order, Fill fill, BacktestDesk desk)
    {
        var session = desk.Session;
        var lane = session.LaneOf(order.Symbol);
        var strategy = own[lane.Index].Strategy;
        strategy.Booked(order, fill);
        if (fill.Side == OrderSide.Sell) EndLadder(session, lane, strategy, fill.Time);
    }

    public string Save() => string.Join('\n', own.Select(mine => mine.Strategy.Save()));

    public void Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lines = state.Split('\n');
        for (var i = 0; i < own.Length && i < lines.Length; i++) own[i].Strategy.Restore(lines[i]);
    }

    public IBarStrategy? With(EntryOverride entries) => definition.HasRivals ? new OrderStrategyRun(request, definition, entries.Chance) : null;

    private void StartDay(BacktestSession session)
    {
        session.Book.StartRiskDay(session.Now, new Money(KernelStrategy.EquityAtBids(session)));
        nextDay = PortfolioBook.RiskDayOf(session.Now).AddDays(1);
    }

    /// <summary>Takes back the purchases of a deal that is over: one that filled later would belong to nothing.</summary>
    private static void EndLadder(BacktestSession session, Lane lane, IOrderStrategy strategy, DateTimeOffset time)
    {
        if (lane.State.Deal is { } deal && (deal.HasPosition || !strategy.EndsWithItsPosition)) return;
        foreach (var id in lane.State.OpenOrders.ToList())
        {
            if (session.Book.FindOpenOrder(id) is { Side: OrderSide.Buy }) session.Cancel(id, "its deal is sold", time);
        }
    }

    private void Step(BacktestSession session, Lane lane, OrderLane mine, decimal price)
    {
        var (book, now) = (session.Book, session.Now);
        var quote = lane.QuoteAt(price, now);
        var equity = new Money(KernelStrategy.EquityAtBids(session));
        var share = Math.Min(mine.Risk.Rules.BudgetPercent(own.Length), 100m / own.Length);
        var context = new StrategyContext(
            now, lane.Symbol, quote.Bid.Value, quote.Ask.Value, 0, 0, 0, TradeKernel.View(book, lane.State, now), equity * (share / 100m), request.Costs,
            DerivedDraw.Next(request.Seed, lane.Symbol, now))
        {
            Orders = lane.State.OpenOrders.Count == 0 ? [] : [.. book.OpenOrdersOf(lane.Symbol)],
            FreeCash = book.FreeCash,
            SinceLastDeal = now - lane.State.ClosedAt,
        };
        var verdicts = default(VerdictBuffer);
        var step = mine.Strategy.Step(context, ref verdicts);
        var hadPosition = context.Deal is { Quantity.IsZero: false };
        for (var i = 0; i < step.Withdrawn.Count; i++) session.Cancel(step.Withdrawn[i], "taken back");
        if (hadPosition && lane.State.Deal is null)
        {
            // What was left was too small to sell, and its deal ended with the order that was taken back.
            EndLadder(session, lane, mine.Strategy, now);
            return;
        }
        if (step.Wishes.Count == 0) return;
        book.SetReconciled(now);
        var market = new SymbolMarket(lane.Symbol, quote, price, now, 0, 0, 0, 0, lane.Instrument) { Measures = Measures(session, lane) };
        for (var i = 0; i < step.Wishes.Count; i++) Send(session, lane, mine, market, step.Wishes[i], step.Budget, equity);
    }

    private void Send(BacktestSession session, Lane lane, OrderLane mine, SymbolMarket market, in OrderWish wish, Money budget, Money equity)
    {
        var book = session.Book;
        var leg = wish.Leg;
        if (HasOrder(book, lane, leg)) return;
        var decision = TradeKernel.Judge(book, market, wish, mine.Risk, mine.Strategy, request.Costs, session.Now, equity, budget, session.BidOf);
        if (decision is not RiskDecision.Allow allow)
        {
            Refuse(session, lane, mine, wish, (RiskDecision.Refuse)decision, market.Execution!);
            return;
        }
        if (wish.Side == OrderSide.Sell && allow.Quantity > Unsold(book, lane))
        {
            session.Refuse(lane, leg, "holdings");
            return;
        }
        if (wish.Side == OrderSide.Buy && allow.Limit * allow.Quantity * (1 + request.Costs.FeeRate) > book.FreeCash)
        {
            session.Refuse(lane, leg, "cash");
            return;
        }
        mine.Refused.Remove(leg.Text);
        session.Send(
            new OrderDraft(
                lane.Symbol, Name, leg, wish.Side, allow.Quantity, allow.Limit, market.Execution!.Last, session.Now, session.Now, request.Costs.FeeRate, allow.Budget ?? budget, "backtest")
            { SmallestSale = lane.Instrument.SmallestSale(allow.Limit) },
            new OrderTicket(lane.Symbol, leg, wish.Side, allow.Quantity, allow.Limit)
            {
                Kind = wish.IsMarket ? OrderKind.Market : OrderKind.Limit,
                Life = wish.IsMarket || wish.Rests ? OrderLife.Resting : OrderLife.Immediate,
            });
    }

    /// <summary>A step that is refused again and again is one refused step until it is let through.</summary>
    private static void Refuse(BacktestSession session, Lane lane, OrderLane mine, in OrderWish wish, RiskDecision.Refuse refuse, Quote quote)
    {
        session.Refuse(lane, wish.Leg, refuse.Rule.ToString());
        if (wish.Leg.IsDca && mine.Refused.Add(wish.Leg.Text)) session.Book.CountRefusedStep();
        if (wish.Side != OrderSide.Sell || refuse.Rule != Condition.VenueMinimum || lane.State.Deal is not { HasPosition: true } deal) return;
        if (lane.State.OpenOrders.Count > 0 || deal.Quantity >= lane.Instrument.SmallestSale(mine.Risk.LimitOf(OrderSide.Sell, quote, lane.Instrument))) return;
        session.Book.SetAside(lane.Symbol, session.Now);
        session.Note(lane, null);
    }

    private static bool HasOrder(PortfolioBook book, Lane lane, Leg leg)
    {
        for (var i = 0; i < lane.State.OpenOrders.Count; i++)
        {
            if (book.FindOpenOrder(lane.State.OpenOrders[i])!.Leg == leg) return true;
        }
        return false;
    }

    private static Quantity Unsold(PortfolioBook book, Lane lane)
    {
        var held = lane.State.Deal?.Quantity ?? Quantity.Zero;
        foreach (var open in book.OpenOrdersOf(lane.Symbol))
        {
            if (open.Side == OrderSide.Sell) held -= Quantity.Min(held, open.Remaining);
        }
        return held;
    }

    private CoinMeasures Measures(BacktestSession session, Lane lane)
    {
        if (definition.IsReference) return CoinMeasures.None;
        kernels ??= [.. session.Lanes.Select(each => new KernelLane(each.Series.Tape is { } tape ? new TapeFeed(tape, false) : new InlineFeed(each.Series.Timeframe, false)))];
        foreach (var each in session.Lanes)
        {
            if (each.Next > 0) kernels[each.Index].Feed.Advance(each.Candles.View(0, each.Next));
        }
        return KernelStrategy.Measure(session, lane, kernels);
    }

    private sealed class OrderLane(IOrderStrategy strategy, RiskEngine risk)
    {
        private int seen;

        public IOrderStrategy Strategy { get; } = strategy;

        public RiskEngine Risk { get; } = risk;

        /// <summary>Legs whose newest wish was refused.</summary>
        public HashSet<string> Refused { get; } = [];

        public void Observe(CandleView closed)
        {
            for (; seen < closed.Count; seen++) Strategy.Observe(closed[seen]);
        }
    }
}
