using PowerTrader.Adapters.Coinbase;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Replay;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>An open market: its clock, its data, its stream where it has one, and the count of requests.</summary>
internal sealed class MarketConnection : IDisposable, IAsyncDisposable
{
    private readonly IReadOnlyList<IDisposable> owned;
    private readonly Func<long> requests;
    private readonly KuCoinLiveFeed? stream;
    private bool started;

    private MarketConnection(ITradingClock clock, IMarketData data, Func<long> requests, KuCoinLiveFeed? stream, params IReadOnlyList<IDisposable> owned)
    {
        this.stream = stream;
        Clock = clock;
        Data = data;
        this.requests = requests;
        this.owned = owned;
    }

    public ITradingClock Clock { get; }

    /// <summary>The venue itself: every call is a request.</summary>
    public IMarketData Data { get; private set; }

    /// <summary>Null where the market sends nothing unasked.</summary>
    public ILiveFeed? Feed => stream;

    /// <summary>Requests really made.</summary>
    public long Requests => requests();

    /// <summary>From now on <see cref="Data"/> is asked through the decorator.</summary>
    public void Decorate(IPortDecorator decorator) => Data = decorator.Over(Data);

    /// <param name="coins">What the stream is of.</param>
    /// <param name="store">Keeps the clock of a market that is not real; unused for one that is.</param>
    public static MarketConnection Open(MarketChoice choice, SqliteStore? store, IReadOnlyList<Symbol> coins, MarketWiring wiring)
    {
        ITradingClock clock = choice.Id.IsRealTime ? new SystemTradingClock(wiring.Time) : SimulatedClock.Open(store!, choice.TradingStart);
        return choice.Kind switch
        {
            MarketKind.Replay => new(clock, new ReplayMarketData(choice.Id, choice.RecordedSymbol, choice.Recorded!, clock.TimeProvider, choice.TradingStart), () => 0, null),
            MarketKind.Simulated => Simulated(choice, clock, wiring),
            MarketKind.Coinbase => Coinbase(clock, wiring),
            _ => KuCoin(choice, clock, Http(KuCoinPublicClient.BaseAddress, wiring), coins, wiring),
        };
    }

    /// <summary>Opens the stream, where there is one. Once is enough.</summary>
    public void StartFeed()
    {
        if (started) return;
        started = true;
        stream?.Start();
    }

    /// <summary>Waits until the stream has ended, and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stream is not null) await stream.DisposeAsync();
        Release();
    }

    /// <summary>For those who only looked: a stream that was opened ends without being waited for.</summary>
    public void Dispose()
    {
        stream?.Stop();
        Release();
    }

    private void Release()
    {
        foreach (var each in owned) each.Dispose();
    }

    private static MarketConnection Simulated(MarketChoice choice, ITradingClock clock, MarketWiring wiring)
    {
        var exchange = new SimulatedExchange(new SimulatedMarket(choice.Seed), clock.TimeProvider, wiring.Faults);
        var http = new HttpClient(new SimulatedExchangeHandler(exchange)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress), Timeout = wiring.Patience };
        // The clock moves between two items of work, never within one.
        var client = new KuCoinPublicClient(http, clock.TimeProvider, mayWait: false);
        var data = new KuCoinMarketData(client, choice.Id, clock.TimeProvider);
        return new(clock, data, () => data.Requests, null, client, http);
    }

    private static MarketConnection KuCoin(MarketChoice choice, ITradingClock clock, HttpClient http, IReadOnlyList<Symbol> coins, MarketWiring wiring)
    {
        var client = new KuCoinPublicClient(http, clock.TimeProvider);
        var data = new KuCoinMarketData(client, choice.Id, clock.TimeProvider);
        var stream = new KuCoinLiveFeed(client, wiring.Connector ?? new WebSocketConnector(), coins, clock.TimeProvider, wiring.Random);
        return new(clock, data, () => data.Requests, stream, client, http);
    }

    private static MarketConnection Coinbase(ITradingClock clock, MarketWiring wiring)
    {
        var http = Http(CoinbaseMarketData.BaseAddress, wiring);
        var data = new CoinbaseMarketData(http, clock.TimeProvider);
        return new(clock, data, () => data.Requests, null, data, http);
    }

    /// <summary>Requests to a real market.</summary>
    public static HttpClient Http(string address, MarketWiring wiring) =>
        new(wiring.Handler?.Invoke() ?? new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = wiring.Address ?? new Uri(address),
            Timeout = wiring.Patience,
        };
}
