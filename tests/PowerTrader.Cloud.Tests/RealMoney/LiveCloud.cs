using System.Globalization;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Api;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Cloud.Tests.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;
using VenuePair = PowerTrader.LoopbackExchange.Venues.SimulatedPair;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>
/// The app's own composition, from its settings on, over the embedded store, queue and engine: on what it takes for KuCoin's prices, with an account of real money behind the venue's signed
/// protocol, in time that the case moves.
/// </summary>
internal sealed class LiveCloud : IDisposable
{
    public const string RobinhoodKey = "rh-api-6148effc-c0b1-486c-8940-a1d099456be6";
    public const string RobinhoodSeed = "xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPU=";
    public const string KuCoinKey = "planted5c2db93503aa674c7";
    public const string KuCoinSecret = "planted-f03a5284-5c39-4aaa-9b20";
    public const string KuCoinPassphrase = "planted Ab12+)(*&^\"%$#@";

    private const string RobinhoodPublicKey = "jPItx4TLjcnSUnmnXQQyAKL4eJj3+oWNNMmmm2vATqk=";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-azure-live-");
    private readonly SqliteStore store;
    private readonly SimulatedExchange exchange;
    private readonly List<IDisposable> owned = [];
    private readonly List<string> told = [];
    private EmbeddedRuntime? runtime;
    private CloudTrader? trader;

    public LiveCloud(string venue = "kucoin")
    {
        VenueName = venue;
        Pair = Symbol.Parse(venue == "robinhood" ? "BTC-USD" : "BTC-USDT");
        store = SqliteStore.Open(Path.Combine(folder.FullName, "cloud.db"), new SqliteStoreOptions { VerifyOnOpen = false, Synchronous = SqliteSynchronous.Normal });
        var market = new SimulatedMarket(3);
        exchange = new SimulatedExchange(market, Clock, new FaultPlan());
        Venue = new SimulatedVenue(Clock, [new VenuePair(Pair, 0.01m, 0.00000001m, 0.00001m, 1000m, 1m)], new SimulatedVenueOptions { TradesHaveIds = venue != "robinhood" })
        {
            QuoteAt = (_, at) => market.QuoteAt(Symbol.Parse("BTC-USDT"), at) is { } shown
                ? new SimulatedQuote(shown.Bid.Value * Basis, shown.BidSize.Value, shown.Ask.Value * Basis, shown.AskSize.Value)
                : null,
        };
        Venue.MoveOutside(Pair.Quote, 10_000);
        KuCoin = new SimulatedKuCoinAccount(Venue, new SimulatedKuCoinOptions(KuCoinKey, KuCoinSecret, KuCoinPassphrase), Faults);
        Settings = Sound(venue);
        Vault = new CloudWorld.Secrets(() => Keys);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            (VenueSecrets.KuCoinApiKey, KuCoinKey), (VenueSecrets.KuCoinApiSecret, KuCoinSecret), (VenueSecrets.KuCoinApiPassphrase, KuCoinPassphrase), (VenueSecrets.KuCoinApiKeyVersion, "3"),
            (VenueSecrets.RobinhoodApiKey, RobinhoodKey), (VenueSecrets.RobinhoodPrivateKey, RobinhoodSeed)])
            Keys[VenueSecrets.Of(CloudOptions.PortfolioOf(venue), name)] = value;
    }

    public JumpingTimeProvider Clock { get; } = new(SimulatedMarket.TradingStart.AddSeconds(30));

    public string VenueName { get; }

    public Symbol Pair { get; }

    /// <summary>The venue's prices over those of the market.</summary>
    public decimal Basis { get; set; } = 1m;

    public SimulatedVenue Venue { get; }

    public VenueFaults Faults { get; } = new();

    public SimulatedKuCoinAccount KuCoin { get; }

    /// <summary>App settings by their names; read when a process starts.</summary>
    public Dictionary<string, string> Settings { get; }

    /// <summary>What is in the vault.</summary>
    public Dictionary<string, string> Keys { get; } = [];

    public ISecretStore Vault { get; }

    /// <summary>In the place of the venue; null for the simulated account's own protocol.</summary>
    public Func<string, IBroker>? Account { get; set; }

    /// <summary>Carries the heartbeat; null sends none.</summary>
    public HttpClient? Heartbeat { get; set; }

    /// <summary>Whether the account is opened as in the cloud, by its address among the settings.</summary>
    public bool ByItsAddress { get; set; }

    public CloudOptions Options => CloudOptions.Read(Settings.GetValueOrDefault);

    public CloudTrader Trader => trader ?? Restart();

    public ITableStore Tables => new SqliteTableStore(store);

    /// <summary>What the channels brought, and what failed.</summary>
    public IReadOnlyList<string> Told => told;

    /// <summary>Settings that want nothing but trading: it enters at the first signal, steps and sells at small moves.</summary>
    private static Dictionary<string, string> Sound(string venue) => new()
    {
        ["PowerTrader__TableServiceUri"] = "https://nowhere.invalid",
        ["PowerTrader__BlobServiceUri"] = "https://nowhere.invalid",
        ["PowerTrader__KeyVaultUri"] = "https://nowhere.invalid",
        ["ServiceBusConnection__fullyQualifiedNamespace"] = "nowhere.invalid",
        ["PowerTrader__Market"] = "kucoin",
        ["PowerTrader__Coins"] = "BTC",
        ["POWERTRADER_MODE"] = "live",
        ["POWERTRADER_VENUE"] = venue,
        ["POWERTRADER_LIVE_COINS"] = "BTC",
        ["POWERTRADER_LIVE_MAXORDER"] = "400",
        ["POWERTRADER_LIVE_MAXPERDAY"] = "20000",
        ["POWERTRADER_LIVE_MAXHELD"] = "900",
        [CloudOptions.ConfirmationSetting] = $"real money of live-{venue} at {venue}: order 400, day 20000, held 900, coins BTC",
        ["POWERTRADER_STRATEGY_STARTLEVEL"] = "1",
        ["POWERTRADER_STRATEGY_LADDERPERCENTS"] = "-0.2,-0.4,-0.8,-1.6",
        ["POWERTRADER_STRATEGY_MAXDCAPERDAY"] = "50",
        ["POWERTRADER_STRATEGY_TRAILINGSTARTPERCENT"] = "0.3",
        ["POWERTRADER_RISK_DAILYCAPPERCENT"] = "1000",
        ["POWERTRADER_RISK_VOLATILITYLIMIT"] = "0",
    };

    /// <summary>A process of the app, from what the store holds.</summary>
    public CloudTrader Restart()
    {
        var clock = new SystemTradingClock(Clock);
        var outer = new WorkCatalogue();
        var embedded = EmbeddedPorts.Over(store, outer, clock, TimeProvider.System);
        var ports = new CloudPorts(embedded.Tables, embedded.Blobs, embedded.Queue, Vault, new CloudWorld.Credential());
        var options = Options;
        var http = Own(new HttpClient(new SimulatedExchangeHandler(exchange)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) });
        var market = new KuCoinMarketData(Own(new KuCoinPublicClient(http, Clock)), MarketId.KuCoin, Clock);
        trader = new CloudTrader(options, ports, market, clock, TimeProvider.System, new Channel(told), seams: new CloudSeams
        {
            NewEpoch = () => "epoch",
            Engine = embedded.Workflows,
            Venue = ByItsAddress ? null : Account ?? (_ => OpenAccount(new PortfolioSecrets(Vault, options.Portfolio))),
            Heartbeat = Heartbeat,
        });
        foreach (var workflow in trader.Catalogue.Workflows.Values) outer.Workflow(workflow.Name, workflow.Phase, workflow.Body);
        foreach (var activity in trader.Catalogue.Activities.Values) outer.Activity(activity.Name, activity.Body);
        foreach (var queue in trader.Catalogue.Queues.Values) outer.Queue(queue.Name, queue.Phase, queue.Handler);
        foreach (var schedule in trader.Catalogue.Schedules) outer.Schedule(schedule.Name, schedule.Cron, schedule.Phase, (_, token) => trader.RunScheduleAsync(schedule.Name, null!, token));
        runtime = new EmbeddedRuntime(outer, embedded, new EmbeddedRuntimeOptions { OnFault = (kind, name, fault) => told.Add($"{kind} {name}: {fault}") });
        return trader;
    }

    public async Task PlayAsync(TimeSpan time, Func<Task<bool>>? until = null)
    {
        _ = Trader;
        for (var end = Clock.GetUtcNow() + time; Clock.GetUtcNow() < end;)
        {
            Clock.Advance(Step);
            await runtime!.RunUntilAsync(Clock.GetUtcNow(), default);
            if (until is not null && await until()) return;
        }
    }

    /// <summary>Opens the portfolio as preparing does, without the history that no gate asks for.</summary>
    public async Task OpenAsync() => (await new TraderSetup(await Trader.OpenEmptyAsync(default)).OpenAsync(Money.Zero, () => "epoch", default)).ShouldBeNull();

    public Task RunAsync(string schedule) => Trader.RunScheduleAsync(schedule, null!, default);

    /// <summary>The portfolio is open, and a reconciliation came by.</summary>
    public async Task OpenAndAskAsync()
    {
        await OpenAsync();
        try
        {
            await RunAsync(Names.Reconcile);
        }
        catch (TransientException)
        {
            // The host notes it, and the next occurrence tries again.
        }
    }

    /// <summary>A buy that is being sent.</summary>
    public async Task<ClientOrderId> IntendAsync()
    {
        var now = Clock.GetUtcNow();
        var work = await Trader.OpenEmptyAsync(default);
        return await work.Sessions.ChangeAsync(Options.Portfolio, "order", book =>
        {
            var order = book.Intend(new OrderDraft(
                Pair, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(0.001m), new Price(40_000m), new Price(40_000m), now, now.AddSeconds(60), 0.001m, new Money(200), "cycle"));
            book.MarkSubmitting(order.Id, now);
            return order.Id;
        }, default);
    }

    public async Task<IReadOnlyList<string>> RefusalsAsync() => (await StatusAsync()).Refusals;

    public Task<TraderStatus> StatusAsync() => new CloudOperations(Trader).GetStatusAsync(default);

    public async Task<PortfolioBook> BookAsync() => (await new PortfolioStore(Tables).LoadAsync(Options.Portfolio, default))!.Value.Book;

    public async Task<IReadOnlyList<Alert>> AlertsAsync() =>
        [.. (await Tables.QueryAsync(new TableQuery(Names.Alerts, Options.Portfolio.Tenant), null, default)).Rows.Select(row => Wire.Read<Alert>(row.Json))];

    public decimal AtVenue(string coin) => Venue.Balances().FirstOrDefault(balance => balance.Coin == coin)?.Total ?? 0;

    /// <summary>Everything that the store's files hold, as text.</summary>
    public string Everything()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        return string.Concat(Directory.GetFiles(folder.FullName).Select(path =>
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }));
    }

    public void Dispose()
    {
        store.Dispose();
        foreach (var each in owned) each.Dispose();
        folder.Delete(recursive: true);
    }

    private IBroker OpenAccount(PortfolioSecrets secrets)
    {
        if (VenueName == "kucoin")
        {
            var http = Own(new HttpClient(new VenueWireHandler(KuCoin)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) });
            return Own(KuCoinDefinition.Create(new KuCoinSpotClient(http, token => KuCoinDefinition.ReadAsync(secrets, 3, token), SpotApi.Hf, Clock), new KuCoinSpotOptions(), Clock));
        }
        var wire = Own(new SimulatedRobinhood(Venue, new RobinhoodWireOptions(RobinhoodKey, RobinhoodPublicKey), Faults));
        var carried = Own(new HttpClient(new VenueWireHandler(wire)) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) });
        var options = new RobinhoodOptions { MayWait = false };
        return Own(new RobinhoodBroker(new RobinhoodClient(carried, ReadAsync, options, Clock), Tables, Options.Portfolio.ToString(), options, Clock));

        async Task<RobinhoodKeys?> ReadAsync(CancellationToken token) =>
            RobinhoodKeys.Parse((await secrets.GetAsync(VenueSecrets.RobinhoodApiKey, token))!, (await secrets.GetAsync(VenueSecrets.RobinhoodPrivateKey, token))!);
    }

    private T Own<T>(T each)
        where T : IDisposable
    {
        owned.Add(each);
        return each;
    }

    private sealed class Channel(List<string> told) : INotifier
    {
        public Task<string?> NotifyAsync(Alert alert, CancellationToken cancellationToken)
        {
            told.Add(string.Create(CultureInfo.InvariantCulture, $"{alert.Severity} {alert.Kind}: {alert.Text}"));
            return Task.FromResult<string?>(null);
        }
    }
}
