using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>KuCoin's production client, on the simulated exchange's protocol.</summary>
public sealed class SimulatedMarketDataTests : MarketDataCompliance, IDisposable
{
    private readonly ManualTimeProvider time;
    private readonly HttpClient http;
    private readonly KuCoinPublicClient client;

    public SimulatedMarketDataTests()
    {
        time = new ManualTimeProvider(Now);
        http = new HttpClient(new SimulatedExchangeHandler(new SimulatedMarket(4), time)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        client = new KuCoinPublicClient(http, time);
        Market = new KuCoinMarketData(client, MarketId.Simulated(4), time);
    }

    protected override IMarketData Market { get; }

    protected override Symbol Listed { get; } = Symbol.Parse("ETH-USDT");

    protected override DateTimeOffset Now { get; } = SimulatedMarket.TradingStart.AddMinutes(17);

    public void Dispose()
    {
        client.Dispose();
        http.Dispose();
    }
}
