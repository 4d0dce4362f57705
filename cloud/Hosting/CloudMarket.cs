using PowerTrader.Adapters.Coinbase;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>A real market, asked over HTTP. One for a process, because the venue's quota is counted in it.</summary>
/// <remarks>No stream: a process that may end at any moment would open one for a few ticks.</remarks>
public static class CloudMarket
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static IMarketData Open(MarketId market, TimeProvider time)
    {
        if (market == MarketId.Coinbase) return new CoinbaseMarketData(Http(CoinbaseMarketData.BaseAddress), time);
        return new KuCoinMarketData(new KuCoinPublicClient(Http(KuCoinPublicClient.BaseAddress), time), MarketId.KuCoin, time);
    }

    private static HttpClient Http(string address) => new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        BaseAddress = new Uri(address),
        Timeout = Patience,
    };
}
