using System.Security.Cryptography;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Replay;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Which market, found out before the store is opened, because the store is the market's own.</summary>
internal sealed record MarketChoice(MarketId Id, MarketKind Kind, long Seed, CandleSeries? Recorded, Symbol RecordedSymbol)
{
    /// <summary>Share of a recorded file that is history when trading begins.</summary>
    private const double ReplayHistory = 0.25;

    public DateTimeOffset TradingStart => Kind switch
    {
        MarketKind.Simulated => SimulatedMarket.TradingStart,
        MarketKind.Replay => Recorded!.Candles[(int)(Recorded.Candles.Count * ReplayHistory)].OpenTime,
        _ => DateTimeOffset.UnixEpoch,
    };

    /// <exception cref="UsageException">The replayed file is not sound.</exception>
    public static MarketChoice From(RunOptions options)
    {
        switch (options.Market)
        {
            case MarketKind.KuCoin:
                return new(MarketId.KuCoin, options.Market, 0, null, default);
            case MarketKind.Replay:
                var series = CandleFiles.Read(options.ReplayFile!, Timeframe.Hour1);
                var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(options.ReplayFile!)));
                return new(MarketId.Replay(hash), options.Market, 0, series, options.Coins[0]);
            default:
                return new(MarketId.Simulated(options.Seed), options.Market, options.Seed, null, default);
        }
    }
}

/// <summary>An open market: its clock, its data, and the count of requests.</summary>
internal sealed class MarketConnection : IDisposable
{
    private readonly HttpClient? http;
    private readonly KuCoinPublicClient? client;
    private readonly KuCoinMarketData? kuCoin;

    private MarketConnection(ITradingClock clock, IMarketData data, HttpClient? http, KuCoinPublicClient? client)
    {
        Clock = clock;
        Data = data;
        this.http = http;
        this.client = client;
        kuCoin = data as KuCoinMarketData;
    }

    public ITradingClock Clock { get; }

    public IMarketData Data { get; private set; }

    public long Requests => kuCoin?.Requests ?? 0;

    /// <summary>From now on <see cref="Data"/> is asked through the decorator.</summary>
    public void Decorate(IPortDecorator decorator) => Data = decorator.Over(Data);

    public static MarketConnection Open(MarketChoice choice, SqliteStore store)
    {
        ITradingClock clock = choice.Kind == MarketKind.KuCoin ? new SystemTradingClock(TimeProvider.System) : SimulatedClock.Open(store, choice.TradingStart);
        if (choice.Kind == MarketKind.Replay)
            return new(clock, new ReplayMarketData(choice.Id, choice.RecordedSymbol, choice.Recorded!, clock.TimeProvider, choice.TradingStart), null, null);
        HttpMessageHandler handler = choice.Kind == MarketKind.Simulated
            ? new SimulatedExchangeHandler(new SimulatedMarket(choice.Seed), clock.TimeProvider)
            : new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress), Timeout = TimeSpan.FromSeconds(10) };
        var client = new KuCoinPublicClient(http, clock.TimeProvider);
        return new(clock, new KuCoinMarketData(client, choice.Id, clock.TimeProvider), http, client);
    }

    public void Dispose()
    {
        client?.Dispose();
        http?.Dispose();
    }
}
