using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Asks for an order of which only its id is known: a venue without client ids reads its whole history.</summary>
public static class BrokerLookups
{
    public static Task<VenueOrder?> FindAsync(this IBroker broker, ClientOrderId id, Symbol symbol, CancellationToken cancellationToken) =>
        broker.FindAsync(Ref(id, symbol), cancellationToken);

    public static Task<CancelResult> CancelAsync(this IBroker broker, ClientOrderId id, Symbol symbol, CancellationToken cancellationToken) =>
        broker.CancelAsync(Ref(id, symbol), cancellationToken);

    public static Task<IReadOnlyList<VenueFill>> GetFillsAsync(this IBroker broker, ClientOrderId id, Symbol symbol, CancellationToken cancellationToken) =>
        broker.GetFillsAsync(Ref(id, symbol), cancellationToken);

    private static OrderRef Ref(ClientOrderId id, Symbol symbol) => new(id, symbol, DateTimeOffset.UnixEpoch);
}
