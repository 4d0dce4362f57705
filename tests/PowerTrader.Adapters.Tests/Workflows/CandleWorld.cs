using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

/// <summary>Market tick, forecasts, repair and training of one coin on the simulated exchange, composed as the trader composes them, without the trading.</summary>
internal sealed class CandleWorld : IDisposable
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly DateTimeOffset Start = SimulatedMarket.TradingStart;

    private static readonly MarketId Id = MarketId.Simulated(7);
    private static readonly SimulatedMarket Prices = new(7);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan History = TimeSpan.FromDays(60);

    private readonly HttpClient http;
    private readonly KuCoinPublicClient client;
    private readonly SqliteStore store;
    private readonly EmbeddedRuntime runtime;
    private readonly EmbeddedPorts ports;

    private CandleWorld(SqliteStore store, FaultPlan faults)
    {
        this.store = store;
        var clock = SimulatedClock.Open(store, Start);
        http = new HttpClient(new SimulatedExchangeHandler(new SimulatedExchange(Prices, clock.TimeProvider, faults))) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        client = new KuCoinPublicClient(http, clock.TimeProvider);
        Market = new AlteredMarketData(new KuCoinMarketData(client, Id, clock.TimeProvider));
        var catalogue = new WorkCatalogue();
        ports = EmbeddedPorts.Over(store, catalogue, clock, TimeProvider.System);
        Candles = new CandleStore(ports.Tables, Id);
        Service = new ServiceBoard(ports.Tables, Id);
        Desk = NewDesk();
        Returns = new ReturnBoard(Candles);
        var quotes = new QuoteBoard(ports.Tables, Id);
        var watch = new InstrumentWatch(Market, new InstrumentBoard(ports.Tables, Id), new MarketViews(quotes, Desk, Grace, Returns), [Btc], clock);
        var tick = new MarketTickFlow(Market, Market, null, Candles, Returns, quotes, Service, watch, ports.Workflows, clock, [Btc], Grace);
        var repair = new RepairFlow(Market, Candles, Service, Desk, Returns, ports.Workflows, clock, [Btc], Grace);
        var train = new TrainFlow(Desk, ports.Workflows, []);
        new ForecastFlow(Desk, ports.Tables, new ForecastCounter(ports.Tables, Id)).Register(catalogue);
        repair.Register(catalogue);
        train.Register(catalogue);
        catalogue
            .Schedule(Names.MarketTick, Schedules.MarketTick, WorkPhase.MarketTick, tick.RunAsync)
            .Schedule(Names.Repair, Schedules.Repair, WorkPhase.Train, (due, token) => repair.StartAsync(due, atStart: false, token))
            .Schedule(Names.Train, Schedules.Train, WorkPhase.Train, (due, token) => train.StartAsync(new TrainInput(Id, due), token));
        runtime = new EmbeddedRuntime(catalogue, ports);
    }

    public AlteredMarketData Market { get; }

    public CandleStore Candles { get; }

    public ReturnBoard Returns { get; }

    public ServiceBoard Service { get; }

    public ForecastDesk Desk { get; }

    public ITableStore Tables => ports.Tables;

    /// <summary>Over what the file holds; a new file gets a history first.</summary>
    public static async Task<CandleWorld> OpenAsync(SqliteStore store, FaultPlan faults)
    {
        var world = new CandleWorld(store, faults);
        await world.Service.LoadAsync(default);
        if (await world.Candles.NewestAsync(Btc, Timeframe.Hour1, default) is not null) return world;
        var history = await world.Market.GetCandlesAsync(Btc, Timeframe.Hour1, Start - History, Start, default);
        await world.Candles.MergeAsync(Btc, Timeframe.Hour1, history, CandleSource.History, Start, default);
        return world;
    }

    public Task RunToAsync(double hour) => runtime.RunUntilAsync(Start.AddHours(hour), default);

    /// <summary>A desk as a restarted process has it.</summary>
    public ForecastDesk NewDesk() => new(ports.Tables, new SqliteBlobStore(store), Candles, Id);

    public async Task<GapKind?> GapAtAsync(int hour) =>
        (await Candles.GapsAsync(Btc, Timeframe.Hour1, Start, default)).FirstOrDefault(gap => gap.Gap.From == Start.AddHours(hour))?.Gap.Kind;

    public async Task<StoredCandle?> CandleAtAsync(int hour) =>
        (await Candles.ReadSeriesAsync(Btc, Timeframe.Hour1, Start, default)).Candles.Cast<StoredCandle?>().FirstOrDefault(stored => stored!.Value.Candle.OpenTime == Start.AddHours(hour));

    /// <summary>All seven models as bytes, having learned up to the hour.</summary>
    public static async Task<string> ModelsAsync(ForecastDesk desk, int hour)
    {
        var learned = await desk.LearnAsync(Btc, Start.AddHours(hour), default);
        return string.Join(' ', Timeframes.All.Select(timeframe => Convert.ToBase64String(learned.Model(timeframe).Save("test"))));
    }

    public void Dispose()
    {
        client.Dispose();
        http.Dispose();
    }
}

/// <summary>A market whose candles a test hides or alters for a while.</summary>
internal sealed class AlteredMarketData(IMarketData inner) : IMarketData
{
    public HashSet<DateTimeOffset> Hidden { get; } = [];

    public Dictionary<DateTimeOffset, Func<Candle, Candle>> Altered { get; } = [];

    public bool AnswersNothing { get; set; }

    public MarketId Market => inner.Market;

    public async Task<IReadOnlyList<Candle>> GetCandlesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        AnswersNothing ? [] :
        [.. (await inner.GetCandlesAsync(symbol, timeframe, from, to, cancellationToken)).Where(candle => !Hidden.Contains(candle.OpenTime))
            .Select(candle => Altered.TryGetValue(candle.OpenTime, out var alter) ? alter(candle) : candle)];

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => inner.GetServerTimeAsync(cancellationToken);

    public Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken) => inner.GetServiceAsync(cancellationToken);
}
