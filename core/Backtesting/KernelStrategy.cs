using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>The strategies of the running trader, decided by its kernel. Where the strategy proves that a price changes nothing, the kernel is not asked.</summary>
internal sealed class KernelStrategy : IPathStrategy
{
    /// <summary>Share of the bars that only warms the models up.</summary>
    public const double WarmupShare = 0.25;

    private readonly BacktestRequest request;
    private readonly CoinRules rules;
    private readonly TradeKernel kernel;
    private readonly bool forecasts;
    private readonly bool drawsEntries;
    private KernelLane[]? lanes;
    private DateTimeOffset nextDay;

    public KernelStrategy(BacktestRequest request, EntryOverride? entries = null)
    {
        this.request = request;
        Name = entries is { } own ? (own.Chance >= 1 ? AlwaysStrategy.StrategyName : RandomStrategy.StrategyName) : request.Strategy;
        rules = new CoinRules(request.Settings, request.Costs, strategy => entries is { Chance: < 1 } drawn ? new RandomStrategy(strategy, drawn.Chance) : StrategyRegistry.Create(Name, strategy));
        kernel = new TradeKernel(rules, request.Seed);
        forecasts = Name == PowerTraderStrategy.StrategyName;
        drawsEntries = Name == RandomStrategy.StrategyName;
    }

    public string Name { get; }

    public double Warmup => WarmupShare;

    public IBarStrategy With(EntryOverride entries) => new KernelStrategy(request, entries);

    public void Decide(in BarWindow bars, BacktestDesk desk)
    {
        var session = desk.Session;
        var lane = session.Lanes[bars.Lane];
        var own = Own(session)[bars.Lane];
        own.Feed.Advance(bars.All);
        if (session.Now >= nextDay) StartDay(session);
        if (!ReferenceEquals(own.Seen, lane.State)) Look(own, lane, session);
        if (!own.IsQuiet(lane.Price, own.Feed.Long, own.Feed.Short, own.Feed.Signals, session.Now))
            Act(session, lane, own, lane.Price, own.Feed.Long, own.Feed.Short, own.Feed.Signals);
    }

    public bool Wakes(Lane lane, in Candle candle, BacktestDesk desk)
    {
        if (lane.Next <= lane.First || (drawsEntries && lane.State.Deal is not { HasPosition: true })) return false;
        var own = Own(desk.Session)[lane.Index];
        own.Feed.Advance(lane.Candles.View(0, lane.Next));
        own.Levels = own.Feed.LevelsAt(candle.OpenTime);
        var levels = own.Levels;
        return !ReferenceEquals(own.Seen, lane.State) || !own.IsQuiet(candle.Low, levels.Long(candle.Low), 0, levels.Active, candle.OpenTime + lane.Length)
            || !own.IsQuiet(candle.High, levels.Long(candle.High), 0, levels.Active, candle.OpenTime + lane.Length);
    }

    public void DecideInside(Lane lane, decimal price, BacktestDesk desk)
    {
        var session = desk.Session;
        var own = Own(session)[lane.Index];
        if (lane.Next <= lane.First) return;
        if (!ReferenceEquals(own.Seen, lane.State)) Look(own, lane, session);
        var (up, down) = (own.Levels.Long(price), own.Levels.Short(price));
        if (!own.IsQuiet(price, up, down, own.Levels.Active, session.Now)) Act(session, lane, own, price, up, down, own.Levels.Active);
    }

    private KernelLane[] Own(BacktestSession session) => lanes ??= [.. session.Lanes.Select(lane => new KernelLane(
        lane.Series.Tape is { } tape ? new TapeFeed(tape, forecasts) : new InlineFeed(lane.Series.Timeframe, forecasts)))];

    private void StartDay(BacktestSession session)
    {
        session.Book.StartRiskDay(session.Now, new Money(EquityAtBids(session)));
        nextDay = PortfolioBook.RiskDayOf(session.Now).AddDays(1);
    }

    private void Look(KernelLane own, Lane lane, BacktestSession session)
    {
        own.Seen = lane.State;
        var (strategy, _, costs) = kernel.RulesOf(session.Book, lane.Symbol);
        own.SetBand(strategy.QuietBandOf(TradeKernel.View(session.Book, lane.State, session.Now), costs), lane);
    }

    private void Act(BacktestSession session, Lane lane, KernelLane own, decimal price, int up, int down, int signals)
    {
        var now = session.Now;
        var book = session.Book;
        var quote = lane.QuoteAt(price, now);
        var equity = new Money(EquityAtBids(session));
        book.SetReconciled(now);
        var market = new SymbolMarket(lane.Symbol, quote, price, now, 0, up, down, signals, lane.Instrument) { Measures = Measure(session, lane, lanes!) };
        var decision = kernel.Decide(book, market, HaltState.Active, now, equity, session.BidOf);
        if (decision.TrailingMoved) book.SetTrailing(lane.Symbol, decision.Trailing);
        if (decision.RefusedStep) book.CountRefusedStep();
        if (decision.Risk is RiskDecision.Refuse refuse) session.Refuse(lane, decision.Wish!.Value.Leg, refuse.Rule.ToString());
        if (decision.IsTooSmallToSell) book.SetAside(lane.Symbol, now);
        if (decision is { Wish: { } wish, Risk: RiskDecision.Allow allow }) Send(session, lane, quote, wish, allow, decision.NewBudget);
        else if (decision.TrailingMoved || decision.IsTooSmallToSell) session.Note(lane, null);
    }

    private void Send(BacktestSession session, Lane lane, Quote quote, in OrderWish wish, RiskDecision.Allow allow, Money newBudget)
    {
        var (strategy, _, costs) = kernel.RulesOf(session.Book, lane.Symbol);
        var ticket = new OrderTicket(lane.Symbol, wish.Leg, wish.Side, allow.Quantity, allow.Limit) { Life = OrderLife.Immediate };
        session.Send(
            new OrderDraft(
                lane.Symbol, strategy.Name, wish.Leg, wish.Side, allow.Quantity, allow.Limit, quote.Last, session.Now, session.Now, costs.FeeRate,
                allow.Budget ?? newBudget, "backtest")
            { SmallestSale = lane.Instrument.SmallestSale(allow.Limit) },
            ticket);
    }

    /// <summary>Cash and coins at the bids that the venue would quote, exit costs off: what the running trader takes for its limits.</summary>
    internal static decimal EquityAtBids(BacktestSession session)
    {
        var equity = session.Book.Head.Cash.Amount;
        foreach (var lane in session.Lanes)
        {
            if (lane.Held != 0) equity += lane.Held * lane.Instrument.RoundDown(new Price(lane.Bid(lane.Price))).Value * session.Request.Costs.ExitShare;
        }
        return equity;
    }

    internal static CoinMeasures Measure(BacktestSession session, Lane lane, KernelLane[] lanes)
    {
        var volatility = lanes[lane.Index].Feed.VolatilityRatio();
        if (session.Lanes.Count == 1) return volatility is null ? CoinMeasures.None : CoinMeasures.None with { VolatilityRatio = volatility };
        return new CoinMeasures(volatility, Correlations(session, lane, lanes));
    }

    private static Dictionary<Symbol, decimal> Correlations(BacktestSession session, Lane lane, KernelLane[] lanes)
    {
        var known = new Dictionary<Symbol, decimal>();
        if (lane.Series.Timeframe != Timeframe.Hour1) return known;
        foreach (var other in session.Lanes)
        {
            if (other == lane || (other.Held == 0 && other.Waiting.Count == 0)) continue;
            if (Correlation.Of(lanes[lane.Index].ReturnsUpTo(lane), lanes[other.Index].ReturnsUpTo(other)) is { } correlation) known[other.Symbol] = correlation;
        }
        return known;
    }
}
