namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>One family of order calls. Lists come whole, every page of them, or not at all.</summary>
internal interface ISpotOrders
{
    /// <summary>One request at most; the answer carries only an id.</summary>
    Task<VenueResult<SpotPlaced>> PlaceAsync(SpotPlaceRequest request, CancellationToken cancellationToken);

    Task<VenueResult<SpotOrder>> GetAsync(string orderId, string symbol, CancellationToken cancellationToken);

    Task<VenueResult<SpotOrder>> GetByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken);

    /// <summary>A request to cancel; what became of it shows in the order.</summary>
    Task<VenueResult<SpotCancelled>> CancelAsync(string orderId, string symbol, CancellationToken cancellationToken);

    Task<VenueResult<SpotCancelled>> CancelByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken);

    /// <param name="symbol">Null for all pairs.</param>
    Task<VenueResult<IReadOnlyList<SpotOrder>>> GetOpenAsync(string? symbol, CancellationToken cancellationToken);

    Task<VenueResult<IReadOnlyList<SpotOrder>>> GetClosedAsync(string symbol, SpotSpan span, CancellationToken cancellationToken);

    /// <param name="symbol">Null for all pairs, where <see cref="ListsAllPairs"/>.</param>
    /// <param name="orderId">Null for all orders.</param>
    Task<VenueResult<IReadOnlyList<SpotFill>>> GetFillsAsync(string? symbol, string? orderId, SpotSpan span, CancellationToken cancellationToken);

    /// <summary>Whether fills can be listed without naming a pair.</summary>
    bool ListsAllPairs { get; }
}
