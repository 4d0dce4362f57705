using System.Text.Json;
using Microsoft.DurableTask.Client;
using PowerTrader.Adapters.Paper;
using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Cloud.Live;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The whole trader over the cloud's ports. What a function does is one call of it.</summary>
/// <remarks>
/// Each piece of work is loaded from the store when it begins, so that any process may do it. Only the gate of the trade tick keeps its portfolios in
/// memory: it may trust a head for <see cref="GateAge"/>, since it only starts cycles, and those read anew, as every order does.
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

    /// <param name="clock">Real time; tests put their own, and the engine's <paramref name="time"/> with it.</param>
    /// <param name="newEpoch">Draws what no other installation has; null draws at random.</param>
    public CloudTrader(CloudOptions options, CloudPorts ports, IMarketData market, ITradingClock clock, TimeProvider wall, INotifier? notifier, SignalRService? live = null, Func<string>? newEpoch = null,
        DurableTime? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(clock);
        this.options = options;
        this.ports = ports;
        this.market = market;
        this.clock = clock;
        this.wall = wall;
        aging = new AgingTableStore(ports.Tables, clock.TimeProvider, GateAge);
        Live = live;
        hooks = new WorkHooks { Schedules = options.Schedules, Notifier = notifier, NewEpoch = newEpoch ?? (() => Guid.NewGuid().ToString("N")), AfterTick = live is null ? null : ShowAsync };
        time ??= DurableTime.Real;
        Engine = new CloudEngine(() => Bodies!, time);
        PerCallCatalogue.Fill(Catalogue, Compose(ports.Tables, options.Settings.Coins), OpenAsync, hooks, new HashSet<string>(StringComparer.Ordinal) { Names.TradeTick }, OpenGateAsync);
        Bodies = new DurableBodies(Catalogue, time);
    }

    /// <summary>What orchestrators and activities run.</summary>
    public DurableBodies Bodies { get; }

    public WorkCatalogue Catalogue { get; } = new();

    public CloudEngine Engine { get; }

    public IMessageQueue Queue => ports.Queue;

    public ISecretStore Secrets => ports.Secrets;

    /// <summary>Null where the app sends no live updates.</summary>
    public SignalRService? Live { get; }

    /// <summary>The whole of a timer function. Before the portfolio is opened only preparing does anything.</summary>
    public async Task RunScheduleAsync(string name, DurableTaskClient client, CancellationToken cancellationToken)
    {
        Engine.Use(client);
        var schedule = Catalogue.Schedules.First(each => each.Name == name);
        if (name != Names.Prepare && await new PortfolioStore(ports.Tables).GetVersionAsync(options.Portfolio, cancellationToken) is null) return;
        await schedule.Body(CloudSchedules.Occurrence(schedule, clock.Now), cancellationToken);
    }

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

    /// <summary>Sends the status to whoever looks. Nothing waits for it, and what is not sent is seen with the next tick.</summary>
    private async Task ShowAsync()
    {
        try
        {
            var status = await new TraderOperations(await OpenAsync(CancellationToken.None)).GetStatusAsync(CancellationToken.None);
            await Live!.SendAsync(StatusTarget, JsonSerializer.Serialize(status, ApiJson.Default.TraderStatus), CancellationToken.None);
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
        var head = await new PortfolioStore(ports.Tables).GetHeadAsync(options.Portfolio, cancellationToken);
        return [.. options.Settings.Coins.Union(head?.Symbols ?? [])];
    }

    private TraderWork Compose(ITableStore tables, IReadOnlyList<Symbol> coins) => new(
        new WorkPorts(tables, ports.Blobs, ports.Queue, Engine, clock, wall), new WorkMarket(market.Market, market, Feed: null), coins, options.Settings, [options.Portfolio],
        prices => new PaperBrokers(ports.Tables, prices, clock.TimeProvider, options.Settings.Costs, IPortDecorator.None), AtOnce);
}
