using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Passes every call on; a test overrides the ones that it is about.</summary>
public abstract class ForwardingBroker(IBroker inner) : IBroker
{
    public virtual BrokerTraits Traits => inner.Traits;

    public virtual DateTimeOffset? VenueNow => inner.VenueNow;

    protected IBroker Inner => inner;

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

    public virtual Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => inner.GetAccountAsync(cancellationToken);

    public virtual Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) => inner.PlaceAsync(request, cancellationToken);

    public virtual Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) => inner.FindAsync(order, cancellationToken);

    public virtual Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) => inner.CancelAsync(order, cancellationToken);

    public virtual Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => inner.GetOpenOrdersAsync(cancellationToken);

    public virtual Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) => inner.GetFillsAsync(order, cancellationToken);

    public virtual Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => inner.GetFillsSinceAsync(since, cancellationToken);

    public virtual Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => inner.GetBalancesAsync(cancellationToken);
}
