using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Secrets;

/// <summary>
/// Stands before a live broker: what it says and throws goes into orders, audit, alerts and workflow histories, so secrets are taken out here,
/// once, before anybody keeps a word. Without a secret in it everything passes as it is.
/// </summary>
public sealed class RedactingBroker(IBroker inner, Redactor redactor) : IBroker
{
    public BrokerTraits Traits => inner.Traits;

    public DateTimeOffset? VenueNow => inner.VenueNow;

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Clean(() => inner.GetInstrumentsAsync(cancellationToken));

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Clean(() => inner.GetQuoteAsync(symbol, cancellationToken));

    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => Clean(() => inner.GetFeesAsync(symbol, cancellationToken));

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => Clean(() => inner.GetAccountAsync(cancellationToken));

    public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken) =>
        await Clean(() => inner.PlaceAsync(request, cancellationToken)) switch
        {
            PlaceResult.Rejected rejected => new PlaceResult.Rejected(new VenueError(redactor.Clean(rejected.Error.Code), redactor.Clean(rejected.Error.Message))),
            PlaceResult.Unknown unknown => new PlaceResult.Unknown(redactor.Clean(unknown.Cause)),
            var other => other,
        };

    public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
        Clean(() => inner.FindAsync(order, cancellationToken));

    public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) =>
        Clean(() => inner.CancelAsync(order, cancellationToken));

    public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => Clean(() => inner.GetOpenOrdersAsync(cancellationToken));

    public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        Clean(() => inner.GetFillsAsync(order, cancellationToken));

    public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) => Clean(() => inner.GetFillsSinceAsync(since, cancellationToken));

    public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => Clean(() => inner.GetBalancesAsync(cancellationToken));

    private Task<T> Clean<T>(Func<Task<T>> ask) => redactor.AskAsync(ask);
}
