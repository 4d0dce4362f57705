using PowerTrader.Adapters.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Metering;

/// <summary>Counts requests to the venue with their weights in KuCoin's public pool, as <see cref="KuCoinPublicClient"/> has them.</summary>
public sealed class MeteredMarket(PortMeter meter, IMarketData inner) : IMarketData
{
    public MarketId Market => inner.Market;

    public async Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var candles = await inner.GetCandlesAsync(symbol, timeframe, from, to, cancellationToken);
        var pages = 1 + candles.Count / KuCoinPublicClient.CandlePage;
        Count(3 * pages, pages);
        return candles;
    }

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Count(2, inner.GetQuoteAsync(symbol, cancellationToken));

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Count(4, inner.GetInstrumentsAsync(cancellationToken));

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => Count(3, inner.GetServerTimeAsync(cancellationToken));

    public Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken) => Count(3, inner.GetServiceAsync(cancellationToken));

    private T Count<T>(int weight, T answer)
    {
        Count(weight, 1);
        return answer;
    }

    private void Count(int weight, int calls)
    {
        meter.Add(CloudMeter.VenueCalls, calls);
        meter.Add(CloudMeter.VenueWeight, weight);
    }
}
