using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader on what it takes for KuCoin's prices, with an account of real money at a venue in memory, in time that the case moves.</summary>
internal sealed class LiveScene : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-live-");
    private readonly SimulatedExchange exchange;
    private readonly List<string> notices = [];
    private TradingSystem? system;

    private LiveScene(string venue, string quote, IReadOnlyList<string> sets)
    {
        VenueName = venue;
        var market = new SimulatedMarket(3);
        exchange = new SimulatedExchange(market, Clock, new FaultPlan());
        Pair = Symbol.Parse("BTC-" + quote);
        Venue = new SimulatedVenue(Clock, [new LoopbackExchange.Venues.SimulatedPair(Pair, 0.01m, 0.00000001m, 0.00001m, 1000m, 1m)])
        {
            QuoteAt = (_, at) => market.QuoteAt(Symbol.Parse("BTC-USDT"), at) is { } shown
                ? new SimulatedQuote(shown.Bid.Value * Basis, shown.BidSize.Value, shown.Ask.Value * Basis, shown.AskSize.Value)
                : null,
        };
        Venue.MoveOutside(quote, 10_000);
        var resolver = new SettingsResolver().Add("market", "kucoin", "test").Add("coins", "BTC", "test").Add("mode", "live", "test").Add("venue", venue, "test")
            .Add("strategy.startLevel", "1", "test").Add("strategy.ladderPercents", "-0.2,-0.4,-0.8,-1.6", "test").Add("strategy.maxDcaPerDay", "50", "test")
            .Add("strategy.trailingStartPercent", "0.3", "test").Add("live.coins", "BTC", "test").Add("live.maxOrder", "400", "test")
            .Add("live.maxPerDay", "20000", "test").Add("live.maxHeld", "900", "test").Add("risk.dailyCapPercent", "1000", "test").Add("risk.volatilityLimit", "0", "test");
        foreach (var set in sets) resolver.AddAssignment(set, "test");
        Settings = TraderSettings.From(resolver.Resolve());
        resolver.Faults.ShouldBeEmpty();
    }

    public ManualTimeProvider Clock { get; } = new(SimulatedMarket.TradingStart.AddSeconds(30));

    public string VenueName { get; }

    public Symbol Pair { get; }

    public SimulatedVenue Venue { get; }

    public VenueFaults Faults { get; } = new();

    public TraderSettings Settings { get; }

    /// <summary>How the venue tells of each of its changes; null tells nothing.</summary>
    public Action<VenueChange, Action<AccountHint>>? Tells { get; set; }

    /// <summary>The venue's prices over those of the market.</summary>
    public decimal Basis { get; set; } = 1m;

    public TradingSystem System => system!;

    public IReadOnlyList<string> Notices => notices;

    public string Words => LiveTerms.Words(Settings);

    public static LiveScene At(string venue = "kucoin", string quote = "USDT", params IReadOnlyList<string> sets) => new(venue, quote, sets);

    /// <summary>A start, from what the folder holds.</summary>
    /// <param name="confirmation">Null types nothing.</param>
    public async Task StartAsync(string? confirmation)
    {
        if (system is not null) await system.DisposeAsync();
        var store = SqliteStore.Open(Path.Combine(folder.FullName, "live.db"), new SqliteStoreOptions { VerifyOnOpen = false });
        system = new TradingSystem(
            new MarketChoice(MarketId.KuCoin, MarketKind.KuCoin, 0, null, default) { Venue = VenueName }, store, Settings.Coins, Settings, 1, null,
            wiring: new MarketWiring
            {
                Handler = () => new SimulatedExchangeHandler(exchange),
                Connector = new NoStream(),
                Time = Clock,
                Random = () => 0.5,
                Broker = _ => Tells is { } tells ? new TellingBroker(Venue, new SimulatedVenueBroker(Venue, Faults, Pair.Quote), tells) : new SimulatedVenueBroker(Venue, Faults, Pair.Quote),
            })
        { Notice = notices.Add };
        await Preparation.RunAsync(system, Settings.Cash, new Silent(), default, allowance: new Allowance(confirmation, null));
    }

    public async Task PlayAsync(TimeSpan time)
    {
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end;)
        {
            Clock.Advance(Step);
            await System.Runtime.RunUntilAsync(Clock.GetUtcNow(), default);
        }
    }

    public Task<PortfolioBook> BookAsync() => System.BookAsync(default);

    public decimal AtVenue(string coin) => Venue.Balances().FirstOrDefault(balance => balance.Coin == coin)?.Total ?? 0;

    public async ValueTask DisposeAsync()
    {
        if (system is not null) await system.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class NoStream : IStreamConnector
    {
        public Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken) => throw new TransientException("there is no stream in this case");
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
