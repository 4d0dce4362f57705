using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>The composition of one market on one machine: store, market, flows and runtime, wired once.</summary>
internal sealed class TradingSystem : IDisposable, IAsyncDisposable
{
    public static readonly PortfolioKey DefaultPortfolio = new("local", "main");

    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <param name="decorator">Stands before every port; for tests.</param>
    /// <param name="wiring">How the market is reached.</param>
    /// <param name="layout">Which portfolios it serves, and how often.</param>
    public TradingSystem(
        MarketChoice choice, SqliteStore store, IReadOnlyList<Symbol> coins, TraderSettings settings, double speed, Action<string, string, Exception>? onFault,
        IPortDecorator? decorator = null, MarketWiring? wiring = null, SystemLayout? layout = null)
    {
        layout ??= SystemLayout.Default;
        Choice = choice;
        Settings = settings;
        Store = store;
        Coins = coins;
        wiring ??= MarketWiring.Default;
        Market = MarketConnection.Open(choice, store, coins, wiring);
        Catalogue = new WorkCatalogue();
        Ports = EmbeddedPorts.Over(store, Catalogue, Market.Clock, wiring.Time, decorator);
        Market.Decorate(Ports.Decorator);
        Runtime = new EmbeddedRuntime(Catalogue, Ports, new EmbeddedRuntimeOptions { Speed = speed, OnFault = onFault, BeforeWork = layout.BeforeWork });
        Candles = new CandleStore(Ports.Tables, choice.Id);
        Quotes = new QuoteBoard(Ports.Tables, choice.Id);
        Service = new ServiceBoard(Ports.Tables, choice.Id);
        Desk = new ForecastDesk(Ports.Tables, Ports.Blobs, Candles, choice.Id);
        Returns = new ReturnBoard(Candles);
        Views = new MarketViews(Quotes, Desk, Grace, Returns);
        Instruments = new InstrumentBoard(Ports.Tables, choice.Id);
        Watch = new InstrumentWatch(Market.Data, Instruments, Views, coins, Clock)
        {
            Changed = (symbol, trouble) => Notice?.Invoke(trouble is null ? $"{symbol} may be traded again" : $"{symbol} is not traded any more: {trouble}"),
        };
        Prices = new LiveMarketData(Market.Data, Market.Feed, Instruments, Clock);
        Ticks = new TickCounter(Ports.Tables, choice.Id);
        Versions = new SettingsStore(Ports.Tables);
        Kernel = new TradeKernel(new VersionedRules(Versions, rules => new PowerTraderStrategy(rules)), choice.Seed);
        Halts = new HaltBoard(Ports.Tables);
        Sessions = new PortfolioSessions(new PortfolioStore(Ports.Tables), layout.Portfolios) { AtOnce = layout.AtOnce };
        Brokers = new PaperBrokers(Ports.Tables, Prices, Market.Clock.TimeProvider, settings.Costs, Ports.Decorator);
        ForecastCount = new ForecastCounter(Ports.Tables, choice.Id);
        Forecasts = new ForecastFlow(Desk, Ports.Tables, ForecastCount);
        Repair = new RepairFlow(Market.Data, Candles, Service, Desk, Returns, Ports.Workflows, Clock, Coins, Grace);
        var outbox = new OutboxDrain(Sessions, Ports.Tables, Ports.Queue, Ports.Workflows);
        var tracking = new TrackOrderFlow(Sessions, outbox, Brokers, Clock);
        Reconcile = new ReconcileFlow(Sessions, outbox, Brokers, Ports.Workflows, tracking, new VenueCheck(Sessions, Brokers, new VenueComparison(Views.BidOf, settings.Costs.FeeRate)), Clock);
        Actions = new ActionFlow(Sessions, outbox, Halts, Views, Kernel, Brokers, tracking, Ports.Tables, Clock, Ports.Wall);
        Register(outbox, tracking, layout);
    }

    public MarketChoice Choice { get; }

    public TraderSettings Settings { get; }

    public SqliteStore Store { get; }

    public IReadOnlyList<Symbol> Coins { get; }

    public MarketConnection Market { get; }

    public ITradingClock Clock => Market.Clock;

    public WorkCatalogue Catalogue { get; }

    public EmbeddedPorts Ports { get; }

    public EmbeddedRuntime Runtime { get; }

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

    public PaperBrokers Brokers { get; }

    public ForecastCounter ForecastCount { get; }

    public ForecastFlow Forecasts { get; }

    public RepairFlow Repair { get; }

    public ReconcileFlow Reconcile { get; }

    public ActionFlow Actions { get; }

    /// <summary>Told what people should know and nothing depends on.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>Told after each trade tick.</summary>
    public Func<Task>? AfterTick { get; set; }

    /// <summary>The portfolio, with every settings version that it needs loaded.</summary>
    public async Task<PortfolioBook> BookAsync(CancellationToken cancellationToken)
    {
        var book = await Sessions.GetAsync(DefaultPortfolio, cancellationToken);
        await Kernel.EnsureAsync(book, cancellationToken);
        return book;
    }

    /// <summary>Reads what the last run left: quotes, forecasts, measures of risk, instruments and counters. Nothing is fetched.</summary>
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
    }

    /// <summary>Whether the models were ever saved.</summary>
    public async Task<bool> HasCheckpointAsync(CancellationToken cancellationToken)
    {
        await foreach (var name in Ports.Blobs.ListAsync(Names.ModelsContainer, Choice.Id + "/", cancellationToken)) return name.Length > 0;
        return false;
    }

    /// <summary>Where quotes come from, in words; null where there is no choice.</summary>
    public string? PriceSource => Market.Feed?.State is { } state ? state.IsLive ? "stream" : $"REST because {state.Reason}" : null;

    public void Dispose()
    {
        Market.Dispose();
        Store.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, and waits for the stream to end.</summary>
    public async ValueTask DisposeAsync()
    {
        await Market.DisposeAsync();
        Store.Dispose();
    }

    private void Register(OutboxDrain outbox, TrackOrderFlow tracking, SystemLayout layout)
    {
        var marketTick = new MarketTickFlow(Market.Data, Prices, Market.Feed, Candles, Returns, Quotes, Service, Watch, Ports.Workflows, Clock, Coins, Grace);
        var tradeTick = new TradeTickFlow(Sessions, Halts, Views, Kernel, Ports.Workflows, Clock, Ticks);
        var train = new TrainFlow(Desk, Ports.Workflows);
        var place = new PlaceOrderFlow(Sessions, outbox, Halts, Brokers, Clock, Kernel);
        Forecasts.Register(Catalogue);
        tracking.Register(Catalogue);
        train.Register(Catalogue);
        var close = RegisterDailyClose();
        Repair.Register(Catalogue);
        new TradeCycleFlow(Sessions, outbox, Halts, Views, Kernel, Brokers, Clock).Register(Catalogue);
        Catalogue
            .Queue(Names.OrdersQueue, WorkPhase.PlaceOrder, place.HandleAsync)
            .Queue(Names.ActionsQueue, WorkPhase.TradeTick, Actions.HandleAsync)
            .Schedule(Names.MarketTick, layout.MarketTick, WorkPhase.MarketTick, marketTick.RunAsync)
            .Schedule(Names.Reconcile, Schedules.Reconcile, WorkPhase.Reconcile, (due, token) => Reconcile.RunAsync(due, atStart: false, token))
            .Schedule(Names.TradeTick, layout.TradeTick, WorkPhase.TradeTick, async (due, token) =>
            {
                await tradeTick.RunAsync(due, token);
                if (AfterTick is { } told) await told();
            })
            .Schedule(Names.Train, Schedules.Train, WorkPhase.Train, (due, token) => train.StartAsync(new TrainInput(Choice.Id, due), token));
        Catalogue.Schedule(Names.DailyClose, Schedules.DailyClose, WorkPhase.DailyClose, (due, token) => close.StartAsync(new DailyCloseInput(Choice.Id, due), token));
        // A recorded file never has more than it had.
        if (Choice.Kind != CommandLine.MarketKind.Replay)
            Catalogue.Schedule(Names.Repair, Schedules.Repair, WorkPhase.Train, (due, token) => Repair.StartAsync(due, atStart: false, token));
    }

    private DailyCloseFlow RegisterDailyClose()
    {
        // A simulated day passes in seconds and can be played again: only real ones are copied.
        Func<DateOnly, CancellationToken, Task<string?>>? backUp = Choice.Id.IsRealTime
            ? (day, token) => Backups.WriteDailyAsync(Store, Path.GetDirectoryName(Store.Path)!, day, Settings.BackupsKept, token)
            : null;
        var close = new DailyCloseFlow(Sessions, Views, Settings.Costs, Ports.Tables, Ports.Workflows, backUp);
        close.Register(Catalogue);
        new RetentionFlow(Ports.Tables, Candles, Choice.Id, Sessions, Coins, Settings.Retention, Ports.OwnQueue.TrimDeadLettersAsync).Register(Catalogue);
        return close;
    }
}
