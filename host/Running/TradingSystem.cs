using System.Globalization;
using PowerTrader.Adapters.Live;
using PowerTrader.Adapters.Notifications;
using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>The composition of one market on one machine: store, market, work and runtime, wired once.</summary>
internal sealed class TradingSystem : IDisposable, IAsyncDisposable
{
    public static readonly PortfolioKey DefaultPortfolio = new("local", "main");

    private readonly Action<string, string, Exception>? onFault;
    private AccountListener? listener;

    /// <param name="decorator">Stands before every port; for tests.</param>
    /// <param name="wiring">How the market is reached.</param>
    /// <param name="layout">Which portfolios it serves, and how often.</param>
    /// <param name="perCall">Each piece of work gets its own, as where several processes share a store; for tests.</param>
    public TradingSystem(
        MarketChoice choice, SqliteStore store, IReadOnlyList<Symbol> coins, TraderSettings settings, double speed, Action<string, string, Exception>? onFault,
        IPortDecorator? decorator = null, MarketWiring? wiring = null, SystemLayout? layout = null, bool perCall = false)
    {
        layout ??= SystemLayout.Default;
        this.onFault = onFault;
        Choice = choice;
        Settings = settings;
        Store = store;
        Coins = coins;
        wiring ??= MarketWiring.Default;
        Wiring = wiring;
        Market = MarketConnection.Open(choice, store, coins, wiring);
        Catalogue = new WorkCatalogue();
        Ports = EmbeddedPorts.Over(store, Catalogue, Market.Clock, wiring.Time, decorator);
        Market.Decorate(Ports.Decorator);
        Runtime = new EmbeddedRuntime(Catalogue, Ports, new EmbeddedRuntimeOptions { Speed = speed, OnFault = onFault, BeforeWork = layout.BeforeWork });
        var hooks = new WorkHooks
        {
            HasTicks = layout.HasTicks,
            Schedules = new WorkSchedules { MarketTick = layout.MarketTick, TradeTick = layout.TradeTick },
            // A simulated day passes in seconds and can be played again: only real ones are copied.
            BackUp = choice.Id.IsRealTime ? (day, token) => Backups.WriteDailyAsync(store, Path.GetDirectoryName(store.Path)!, day, settings.BackupsKept, token) : null,
            TrimDeadLetters = Ports.OwnQueue.TrimDeadLettersAsync,
            AfterTick = async () =>
            {
                if (AfterTick is { } told) await told();
                if (Heartbeat is { } heart && await heart.BeatAsync(default) is { } trouble) Notice?.Invoke(trouble);
            },
        };
        Work = Compose(layout);
        Work.Watch.Changed = (symbol, trouble) => Notice?.Invoke(trouble is null ? $"{symbol} may be traded again" : $"{symbol} is not traded any more: {trouble}");
        if (perCall) PerCallCatalogue.Fill(Catalogue, Work, token => OpenAsync(layout, token), hooks);
        else Work.Register(Catalogue, hooks);
    }

    public MarketChoice Choice { get; }

    private MarketWiring Wiring { get; }

    public TraderSettings Settings { get; }

    public SqliteStore Store { get; }

    public IReadOnlyList<Symbol> Coins { get; }

    public MarketConnection Market { get; }

    public ITradingClock Clock => Market.Clock;

    public WorkCatalogue Catalogue { get; }

    public EmbeddedPorts Ports { get; }

    public EmbeddedRuntime Runtime { get; }

    public TraderWork Work { get; }

    public PortfolioSessions Sessions => Work.Sessions;

    public MarketViews Views => Work.Views;

    public TradeKernel Kernel => Work.Kernel;

    /// <summary>Told what people should know and nothing depends on.</summary>
    public Action<string>? Notice { get; set; }

    /// <summary>Beats with each trade tick; null where nobody watches.</summary>
    public Heartbeat? Heartbeat { get; set; }

    /// <summary>Told after each trade tick.</summary>
    public Func<Task>? AfterTick { get; set; }

    /// <summary>The portfolio, with every settings version that it needs loaded.</summary>
    public Task<PortfolioBook> BookAsync(CancellationToken cancellationToken) => Work.BookAsync(cancellationToken);

    /// <summary>Reads what the last run left. Nothing is fetched.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => Work.LoadAsync(cancellationToken);

    /// <summary>How trading time passes, in words.</summary>
    public string Speed => Choice.Id.IsRealTime ? "real" : double.IsPositiveInfinity(Runtime.Speed) ? "max" : string.Create(CultureInfo.InvariantCulture, $"{Runtime.Speed:0.##}x");

    /// <summary>What the API and the console ask.</summary>
    public TraderOperations Operations => new(Work, () => Speed, () => PriceSource, () => AccountSource);

    /// <summary>Where quotes come from, in words; null where there is no choice.</summary>
    public string? PriceSource => Market.Feed?.State is { } state ? state.IsLive ? "stream" : $"REST because {state.Reason}" : null;

    /// <summary>How it is learned what became of orders, in words; null where there is one way only.</summary>
    public string? AccountSource => listener?.State is { } state ? state.IsLive ? "stream" : $"polling because {Redaction.Process.Clean(state.Reason)}" : null;

    /// <summary>For those who only looked, and never listened.</summary>
    public void Dispose()
    {
        Market.Dispose();
        Store.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, and waits for the streams to end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (listener is not null) await listener.DisposeAsync();
        await Market.DisposeAsync();
        Store.Dispose();
    }

    private async Task<TraderWork> OpenAsync(SystemLayout layout, CancellationToken cancellationToken)
    {
        var work = Compose(layout);
        await work.LoadAsync(cancellationToken);
        return work;
    }

    /// <summary>Begins to listen to the account, where its venue tells of it unasked. Once is enough.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        if (listener is not null || Work.Brokers.FeedOf((await BookAsync(cancellationToken)).Head) is not { } source) return;
        listener = new AccountListener(source.CreateFeed(), Work.Wake, Runtime, Clock.TimeProvider, fault => onFault?.Invoke("account", "feed", fault));
        listener.Start();
    }

    private TraderWork Compose(SystemLayout layout)
    {
        // A recorded file never has more than it had.
        var market = new WorkMarket(Choice.Id, Market.Data, Market.Feed, Choice.Seed, Grows: Choice.Kind != CommandLine.MarketKind.Replay)
        {
            Venue = VenueNames.Of(Choice.Id, Choice.Venue),
            Peg = VenueNames.PegOf(Choice.Id),
        };
        var ports = new WorkPorts(Ports.Tables, Ports.Blobs, Ports.Queue, Ports.Workflows, Clock, Ports.Wall);
        return new TraderWork(
            ports, market, Coins, Settings, layout.Portfolios,
            prices => new LiveBrokers(
                new PaperBrokers(Ports.Tables, prices, Clock.TimeProvider, Settings.Costs, Ports.Decorator), venue => HostAccounts.Open(venue, this, prices, Wiring), Ports.Decorator,
                Redaction.Process),
            layout.AtOnce);
    }
}
