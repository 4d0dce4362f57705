using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>The whole work of one market over its ports, wired once: what every host runs, on one machine and in the cloud.</summary>
/// <remarks>
/// It keeps nothing that the store has not: one that was made and loaded now does the same as one that has run for a year. A process that is alone with
/// its store may keep one for ever; where several share the store, each piece of work takes a new one (<see cref="PerCallCatalogue"/>).
/// </remarks>
public sealed class TraderWork
{
    /// <summary>A candle counts as closed this long after its end: late trades may change it before.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly PlaceOrderFlow place;
    private readonly OutboxDrain outbox;

    /// <param name="portfolios">In the order in which they are served; the first is the one that <see cref="Portfolio"/> names.</param>
    /// <param name="atOnce">As <see cref="PortfolioSessions.AtOnce"/>.</param>
    /// <param name="brokers">Hands out brokers that ask the given prices.</param>
    public TraderWork(
        WorkPorts ports, WorkMarket market, IReadOnlyList<Symbol> coins, TraderSettings settings, IReadOnlyList<PortfolioKey> portfolios, Func<IMarketData, IBrokers> brokers,
        int atOnce = 1)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(portfolios);
        ArgumentNullException.ThrowIfNull(brokers);
        Ports = ports;
        Market = market;
        Coins = coins;
        Settings = settings;
        Portfolio = portfolios[0];
        var id = market.Id;
        Candles = new CandleStore(ports.Tables, id);
        Quotes = new QuoteBoard(ports.Tables, id);
        Service = new ServiceBoard(ports.Tables, id);
        Desk = new ForecastDesk(ports.Tables, ports.Blobs, Candles, id);
        Returns = new ReturnBoard(Candles);
        ExecutionCoins = [.. coins.Select(market.Venue.Symbols.ExecutionOf)];
        Venue = market.Venue.IsApart(id) ? new VenueBoard(ports.Tables, MarketId.Parse(market.Venue.Name!), market.Venue.Symbols) : null;
        Views = new MarketViews(Quotes, Desk, Grace, Returns) { Venue = Venue, Peg = market.Peg };
        Instruments = new InstrumentBoard(ports.Tables, id);
        Watch = new InstrumentWatch(market.Data, Instruments, Views, coins, ports.Clock) { Peg = market.Peg };
        Prices = new LiveMarketData(market.Data, market.Feed, Instruments, ports.Clock);
        Ticks = new TickCounter(ports.Tables, id, new LookTape(Views, ExecutionCoins));
        Versions = new SettingsStore(ports.Tables);
        Kernel = new TradeKernel(new VersionedRules(Versions, rules => new PowerTraderStrategy(rules)), market.Seed) { KeepsInputs = true };
        Sessions = new PortfolioSessions(new PortfolioStore(ports.Tables), portfolios) { AtOnce = atOnce };
        Brokers = brokers(Prices);
        Halts = new HaltBoard(ports.Tables) { Floor = market.Venue.Mode == PortfolioMode.Live && Brokers.IsGuarded ? FloorAsync : null };
        VenueWatch = Venue is null ? null : new VenueWatch(Venue, Sessions, Portfolio, Brokers, ExecutionCoins, ports.Clock);
        ForecastCount = new ForecastCounter(ports.Tables, id);
        Forecasts = new ForecastFlow(Desk, ports.Tables, ForecastCount);
        Repair = new RepairFlow(market.Data, Candles, Service, Desk, Returns, ports.Workflows, ports.Clock, coins, Grace);
        outbox = new OutboxDrain(Sessions, ports.Tables, ports.Queue, ports.Workflows);
        Tracking = new TrackOrderFlow(Sessions, outbox, Brokers, ports.Clock);
        var check = new VenueCheck(Sessions, Brokers, new VenueComparison(Views.BidOf, settings.Costs.FeeRate));
        Reconcile = new ReconcileFlow(Sessions, outbox, Brokers, ports.Workflows, Tracking, check, ports.Clock);
        Wake = new AccountWake(Portfolio, Sessions, outbox, Brokers, Tracking, Reconcile, ports.Clock);
        Actions = new ActionFlow(Sessions, outbox, Halts, Views, Kernel, Brokers, Tracking, ports.Tables, ports.Clock, ports.Wall);
        Stop = new EmergencyStop(Sessions, Actions, ports.Clock);
        Drift = new DriftCheck(Sessions, Kernel, ports.Tables, id, ports.Clock) { Symbols = market.Venue.Symbols };
        place = new PlaceOrderFlow(Sessions, outbox, Halts, Brokers, ports.Clock, Kernel);
    }

    public WorkPorts Ports { get; }

    public WorkMarket Market { get; }

    /// <summary>Pairs of the signal market.</summary>
    public IReadOnlyList<Symbol> Coins { get; }

    /// <summary>The same coins as pairs of the executing venue: what portfolios hold.</summary>
    public IReadOnlyList<Symbol> ExecutionCoins { get; }

    /// <summary>The executing venue's own quotes and pairs; null where it shares the market's.</summary>
    public VenueBoard? Venue { get; }

    public VenueWatch? VenueWatch { get; }

    public TraderSettings Settings { get; }

    public PortfolioKey Portfolio { get; }

    public ITradingClock Clock => Ports.Clock;

    public CandleStore Candles { get; }

    public QuoteBoard Quotes { get; }

    public ServiceBoard Service { get; }

    public ForecastDesk Desk { get; }

    public ReturnBoard Returns { get; }

    public MarketViews Views { get; }

    public InstrumentBoard Instruments { get; }

    public InstrumentWatch Watch { get; }

    /// <summary>What decisions see.</summary>
    public LiveMarketData Prices { get; }

    public TickCounter Ticks { get; }

    /// <summary>Settings versions: what deals began with, and what new ones follow.</summary>
    public SettingsStore Versions { get; }

    public TradeKernel Kernel { get; }

    public HaltBoard Halts { get; }

    public PortfolioSessions Sessions { get; }

    public IBrokers Brokers { get; }

    public ForecastCounter ForecastCount { get; }

    public ForecastFlow Forecasts { get; }

    public RepairFlow Repair { get; }

    public TrackOrderFlow Tracking { get; }

    public ReconcileFlow Reconcile { get; }

    /// <summary>Follows what the venue tells unasked of the first portfolio's account.</summary>
    public AccountWake Wake { get; }

    public ActionFlow Actions { get; }

    public EmergencyStop Stop { get; }

    public DriftCheck Drift { get; }

    /// <summary>The portfolio, with every settings version that it needs loaded.</summary>
    public async Task<PortfolioBook> BookAsync(CancellationToken cancellationToken)
    {
        var book = await Sessions.GetAsync(Portfolio, cancellationToken);
        await Kernel.EnsureAsync(book, cancellationToken);
        return book;
    }

    /// <summary>Reads what was left in the store: quotes, forecasts, measures of risk, instruments and counters. Nothing is fetched from the venue.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await Quotes.LoadAsync(cancellationToken);
        await Desk.LoadForecastsAsync(Coins, cancellationToken);
        await Returns.LoadAsync(Coins, cancellationToken);
        await Ticks.LoadAsync(cancellationToken);
        await Service.LoadAsync(cancellationToken);
        await ForecastCount.LoadAsync(cancellationToken);
        await Instruments.LoadAsync(cancellationToken);
        Views.SetInstruments(Instruments.All);
        if (Venue is not null) await Venue.LoadAsync(cancellationToken);
    }

    /// <summary>Whether the models were ever saved.</summary>
    public async Task<bool> HasCheckpointAsync(CancellationToken cancellationToken)
    {
        await foreach (var name in Ports.Blobs.ListAsync(Names.ModelsContainer, Market.Id + "/", cancellationToken)) return name.Length > 0;
        return false;
    }

    /// <summary>Enters every workflow, activity, queue and schedule.</summary>
    public void Register(WorkCatalogue catalogue, WorkHooks? hooks = null)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        hooks ??= WorkHooks.None;
        var train = new TrainFlow(Desk, Ports.Workflows, Coins);
        var close = new DailyCloseFlow(Sessions, Views, Settings.Costs, Ports.Tables, Ports.Workflows, Drift, hooks.BackUp);
        Forecasts.Register(catalogue);
        Tracking.Register(catalogue);
        train.Register(catalogue);
        close.Register(catalogue);
        new RetentionFlow(Ports.Tables, Candles, Market.Id, Sessions, Coins, Settings.Retention, hooks.TrimDeadLetters).Register(catalogue);
        Repair.Register(catalogue);
        new TradeCycleFlow(Sessions, outbox, Halts, Views, Kernel, Brokers, Clock).Register(catalogue);
        catalogue
            .Queue(Names.OrdersQueue, WorkPhase.PlaceOrder, place.HandleAsync)
            .Queue(Names.ActionsQueue, WorkPhase.TradeTick, Actions.HandleAsync)
            .Queue(Names.AlertsQueue, WorkPhase.Notify, new NotifyFlow(hooks.Notifier).HandleAsync);
        if (!hooks.HasTicks) return;
        RegisterTicks(catalogue, hooks);
        catalogue
            .Schedule(Names.Train, hooks.Schedules.Train, WorkPhase.Train, (due, token) => train.StartAsync(new TrainInput(Market.Id, due), token))
            .Schedule(Names.DailyClose, hooks.Schedules.DailyClose, WorkPhase.DailyClose, (due, token) => close.StartAsync(new DailyCloseInput(Market.Id, due), token));
        if (hooks.NewEpoch is { } epoch)
        {
            var prepare = new PrepareFlow(this);
            prepare.Register(catalogue);
            catalogue.Schedule(Names.Prepare, hooks.Schedules.Prepare, WorkPhase.Train, (due, token) => prepare.RunAsync(due, epoch, token));
        }
        if (Market.Grows) catalogue.Schedule(Names.Repair, hooks.Schedules.Repair, WorkPhase.Train, (due, token) => Repair.StartAsync(due, atStart: false, token));
    }

    /// <summary>Where nothing may be bought, what is held is still sold by its rules.</summary>
    private async Task<HaltState> FloorAsync(string tenant, CancellationToken cancellationToken) =>
        tenant == Portfolio.Tenant && await Sessions.Store.GetHeadAsync(Portfolio, cancellationToken) is { } head && await Brokers.WhyNotBoughtAsync(head, cancellationToken) is not null
            ? HaltState.Reducing
            : HaltState.Active;

    private void RegisterTicks(WorkCatalogue catalogue, WorkHooks hooks)
    {
        var marketTick = new MarketTickFlow(Market.Data, Prices, Market.Feed, Candles, Returns, Quotes, Service, Watch, Ports.Workflows, Clock, Coins, Grace) { Venue = VenueWatch, Peg = Market.Peg };
        var tradeTick = new TradeTickFlow(Sessions, Halts, Views, Kernel, Ports.Workflows, Clock, Ticks);
        catalogue
            .Schedule(Names.MarketTick, hooks.Schedules.MarketTick, WorkPhase.MarketTick, marketTick.RunAsync)
            .Schedule(Names.Reconcile, hooks.Schedules.Reconcile, WorkPhase.Reconcile, (due, token) => Reconcile.RunAsync(due, atStart: false, token))
            .Schedule(Names.TradeTick, hooks.Schedules.TradeTick, WorkPhase.TradeTick, async (due, token) =>
            {
                await tradeTick.RunAsync(due, token);
                if (hooks.AfterTick is { } told) await told();
                if (Market.Venue.Name is not null) await new DeadManFlow(Sessions, Brokers).RenewAsync(token);
            });
    }
}
