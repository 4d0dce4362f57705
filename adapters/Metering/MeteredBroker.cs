using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Metering;

/// <summary>Counts requests to a venue's account with the weights they have in KuCoin's spot pool. What is public is counted by <see cref="MeteredMarket"/>.</summary>
public sealed class MeteredBroker(PortMeter meter, IBroker inner) : IBroker
{
    public BrokerTraits Traits => inner.Traits;

    public DateTimeOffset? VenueNow => inner.VenueNow;

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

    /// <remarks>Fees are asked for once an hour and account, which does not count beside the rest.</remarks>
    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => inner.GetAccountAsync(cancellationToken);

    public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) => Count(1, inner.PlaceAsync(request, cancellationToken));

    public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
        Count(2, inner.FindAsync(order, cancellationToken));

    public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) =>
        Count(1, inner.CancelAsync(order, cancellationToken));

    public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => Count(2, inner.GetOpenOrdersAsync(cancellationToken));

    public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        Count(2, inner.GetFillsAsync(order, cancellationToken));

    public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Count(2, inner.GetFillsSinceAsync(since, cancellationToken));

    /// <remarks>Of the pool for accounts, which nothing else here uses.</remarks>
    public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => Count(0, inner.GetBalancesAsync(cancellationToken));

    private T Count<T>(int weight, T answer)
    {
        meter.Add(CloudMeter.AccountCalls);
        meter.Add(CloudMeter.AccountWeight, weight);
        return answer;
    }
}
