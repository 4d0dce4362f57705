using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.LoopbackExchange;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>The production client on a simulated exchange: in process, or over real HTTP on loopback.</summary>
internal sealed class ExchangeUnderTest : IAsyncDisposable
{
    private readonly HttpClient http;

    private ExchangeUnderTest(TimeProvider time, HttpMessageHandler handler, Uri address, ExchangeServer? server, FaultPlan faults)
    {
        http = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        Client = new KuCoinPublicClient(http, time);
        Market = new KuCoinMarketData(Client, MarketId.Simulated(7), time);
        Server = server;
        Faults = faults;
    }

    /// <summary>How long the client waits for an answer, in real time. Before its first request only.</summary>
    public TimeSpan Patience
    {
        set => http.Timeout = value;
    }

    public KuCoinPublicClient Client { get; }

    public KuCoinMarketData Market { get; }

    public ExchangeServer? Server { get; }

    public FaultPlan Faults { get; }

    public static async Task<ExchangeUnderTest> StartAsync(TimeProvider time, bool overNetwork, SimulatedMarket? market = null)
    {
        var faults = new FaultPlan();
        market ??= new SimulatedMarket(7);
        if (!overNetwork)
            return new(time, new SimulatedExchangeHandler(new SimulatedExchange(market, time, faults)), new Uri(KuCoinPublicClient.BaseAddress), null, faults);
        var server = await ExchangeServer.StartAsync(market, time, faults);
        return new(time, new SocketsHttpHandler(), server.Address, server, faults);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        http.Dispose();
        if (Server is not null) await Server.DisposeAsync();
    }
}
