using System.Text.Json;
using Microsoft.DurableTask.Client;
using PowerTrader.Adapters.Live;
using PowerTrader.Adapters.Paper;
using PowerTrader.Api;
using PowerTrader.Cloud.Live;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The whole trader over the cloud's ports. What a function does is one call of it.</summary>
/// <remarks>
/// Each piece of work is loaded from the store when it begins, so that any process may do it. The two ticks are kept and loaded again: the gate keeps its portfolios in
/// memory and may trust a head for <see cref="GateAge"/>, since it only starts cycles, and those read anew, as every order does; the market tick remembers which
/// forecasts it has started.
/// </remarks>
public sealed class CloudTrader
{
    /// <summary>How long the gate may look at a portfolio that somebody else has changed meanwhile.</summary>
    public static readonly TimeSpan GateAge = TimeSpan.FromMinutes(5);

    /// <summary>The client's method that each tick calls with the status of <c>GET /status</c>.</summary>
    public const string StatusTarget = "status";

    /// <summary>Portfolios that a tick serves at once: most of their time is waiting for the store.</summary>
    private const int AtOnce = 16;

    private readonly CloudOptions options;
    private readonly CloudPorts ports;
    private readonly IMarketData market;
    private readonly ITradingClock clock;
    private readonly TimeProvider wall;
    private readonly ITableStore aging;
    private readonly WorkHooks hooks;
    private readonly CloudGate gate;
    private readonly CloudHeartbeat? heartbeat;
    private readonly Lazy<IBroker> account;

    /// <param name="clock">Real time; tests put their own, and the engine's with it.</param>
    public CloudTrader(CloudOptions options, CloudPorts ports, IMarketData market, ITradingClock clock, TimeProvider wall, INotifier? notifier, SignalRService? live = null, CloudSeams? seams = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(clock);
        this.options = options;
        this.ports = ports = ports with { Secrets = new RedactingSecretStore(ports.Secrets, ports.Redactor) };
        this.market = market;
        this.clock = clock;
        this.wall = wall;
        aging = new AgingTableStore(ports.Tables, clock.TimeProvider, GateAge);
        Live = live;
        seams ??= new CloudSeams();
        gate = new CloudGate(options, ports, clock);
        heartbeat = seams.Heartbeat is { } http ? new CloudHeartbeat(http, ports.Secrets, clock.TimeProvider) : null;
        // One for the process: the venue's quota and its clock's offset are kept in it.
        account = new Lazy<IBroker>(() => OpenAccount(seams));
        hooks = new WorkHooks { Schedules = options.Schedules, Notifier = notifier, NewEpoch = seams.NewEpoch ?? (() => Guid.NewGuid().ToString("N")), AfterTick = AfterTickAsync };
        Engine = new CloudEngine(() => Bodies!, seams.Time, seams.Engine);
        PerCallCatalogue.Fill(Catalogue, Compose(ports.Tables, options.Settings.Coins), OpenAsync, hooks, new HashSet<string>(StringComparer.Ordinal) { Names.MarketTick, Names.TradeTick }, OpenGateAsync);
        Bodies = new DurableBodies(Catalogue, seams.Time);
    }

    /// <summary>What orchestrators and activities run.</summary>
    public DurableBodies Bodies { get; }

    public WorkCatalogue Catalogue { get; } = new();

    public CloudEngine Engine { get; }

    public IMessageQueue Queue => ports.Queue;

    public ISecretStore Secrets => ports.Secrets;

    /// <summary>Null where the app sends no live updates.</summary>
    public SignalRService? Live { get; }

    /// <summary>The whole of a timer function. Before the portfolio is opened only preparing does anything, and nothing at all with one that is not this app's.</summary>
    public async Task RunScheduleAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Engine.Use(client);
        var head = await new PortfolioStore(ports.Tables).GetHeadAsync(options.Portfolio, cancellationToken);
        var isOwn = head is null || gate.WhyNotServed(head) is null;
        switch (name)
        {
            case Names.Prepare:
                // A history that cannot be traded on is not fetched.
                if (isOwn && (await gate.MissingAsync(cancellationToken)).Count == 0) await RunAsync(name, cancellationToken);
                if (head is null || !isOwn || !options.Settings.IsLive) await gate.AskAsync(null, cancellationToken);
                break;
            case Names.Reconcile when head is not null && isOwn && options.Settings.IsLive:
                await ReconcileLiveAsync(cancellationToken);
                break;
            default:
                if (head is not null && isOwn) await RunAsync(name, cancellationToken);
                break;
        }
    }

    /// <summary>Why nothing is traded now; empty where it is.</summary>
    public Task<IReadOnlyList<string>> RefusalsAsync(CancellationToken cancellationToken) => gate.RefusalsAsync(cancellationToken);

    /// <summary>The portfolio as it is now; null before it is opened.</summary>
    public Task<PortfolioHead?> HeadAsync(CancellationToken cancellationToken) => new PortfolioStore(ports.Tables).GetHeadAsync(options.Portfolio, cancellationToken);

    /// <summary>The status before there is a portfolio.</summary>
    public TraderStatus Unopened => TraderStatus.Unopened(
        market.Market.Value, options.Settings.IsLive ? "live" : "paper", clock.Now, options.Settings.Coins.Select(Venue.Symbols.ExecutionOf).First().Quote);

    /// <summary>The whole of an activity function.</summary>
    public Task<string> RunActivityAsync(string name, string? input, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Engine.Use(client);
        return Bodies.RunActivityAsync(name, input, cancellationToken);
    }

    /// <summary>What becomes of a message. An exception abandons it: it comes again, up to ten times.</summary>
    public Task<HandlerOutcome> HandleAsync(ReceivedMessage message, DurableTaskClient client, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        Engine.Use(client);
        return Catalogue.Queues[message.Queue].Handler(message, cancellationToken);
    }

    /// <summary>Work of its own for one call, loaded from the store.</summary>
    public Task<TraderWork> OpenAsync(CancellationToken cancellationToken) => OpenAsync(ports.Tables, cancellationToken);

    /// <summary>Work that has read nothing: a halt must not need quotes, forecasts or candles to be whole.</summary>
    public async Task<TraderWork> OpenEmptyAsync(CancellationToken cancellationToken) => Compose(ports.Tables, await CoinsAsync(cancellationToken));

    private Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var schedule = Catalogue.Schedules.First(each => each.Name == name);
        return schedule.Body(CloudSchedules.Occurrence(schedule, clock.Now), cancellationToken);
    }

    /// <summary>Books first, then the gate, which needs them fresh; it is asked too where they could not be compared.</summary>
    private async Task ReconcileLiveAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await gate.CanReachAsync(cancellationToken)) await RunAsync(Names.Reconcile, cancellationToken);
        }
        finally
        {
            await gate.AskAsync(await OpenAsync(cancellationToken), cancellationToken);
        }
    }

    private async Task AfterTickAsync()
    {
        // A trader that may not trade must not look like one that does.
        if (heartbeat is not null && (!options.Settings.IsLive || (await gate.RefusalsAsync(CancellationToken.None)).Count == 0)) await heartbeat.BeatAsync(CancellationToken.None);
        await ShowAsync();
    }

    /// <summary>Sends the status to whoever looks. Nothing waits for it, and what is not sent is seen with the next tick.</summary>
    private async Task ShowAsync()
    {
        if (Live is null) return;
        try
        {
            var status = await new CloudOperations(this).GetStatusAsync(CancellationToken.None);
            await Live.SendAsync(StatusTarget, JsonSerializer.Serialize(status, ApiJson.Default.TraderStatus), CancellationToken.None);
        }
        catch (TransientException)
        {
            // The tick itself was done.
        }
    }

    private Task<TraderWork> OpenGateAsync(CancellationToken cancellationToken) => OpenAsync(aging, cancellationToken);

    private async Task<TraderWork> OpenAsync(ITableStore tables, CancellationToken cancellationToken)
    {
        var work = Compose(tables, await CoinsAsync(cancellationToken));
        await work.LoadAsync(cancellationToken);
        return work;
    }

    /// <summary>A coin that is configured no longer is followed until it is sold.</summary>
    private async Task<IReadOnlyList<Symbol>> CoinsAsync(CancellationToken cancellationToken)
    {
        var head = await HeadAsync(cancellationToken);
        return [.. options.Settings.Coins.Union((head?.Symbols ?? []).Select(Venue.Symbols.SignalOf))];
    }

    private WorkVenue Venue => VenueNames.Of(market.Market, options.Settings.IsLive ? options.Settings.Venue : null);

    private IBroker OpenAccount(CloudSeams seams)
    {
        var venue = options.Settings.Venue!;
        return seams.Venue?.Invoke(venue)
            ?? VenueAccounts.Open(venue, options.Portfolio, options.Settings.VenueOptions, ports.Tables, market, clock.TimeProvider, ports.Secrets, options.Settings.Costs);
    }

    private TraderWork Compose(ITableStore tables, IReadOnlyList<Symbol> coins) => new(
        new WorkPorts(tables, ports.Blobs, ports.Queue, Engine, clock, wall),
        new WorkMarket(market.Market, market, Feed: null) { Venue = Venue, Peg = VenueNames.PegOf(market.Market) }, coins, options.Settings, [options.Portfolio],
        prices => new LiveBrokers(
            new PaperBrokers(ports.Tables, prices, clock.TimeProvider, options.Settings.Costs, IPortDecorator.None), _ => account.Value, IPortDecorator.None, ports.Redactor)
        { Guard = gate },
        AtOnce);
}
