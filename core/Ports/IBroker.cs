using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Ports;

/// <param name="ConclusiveAfter">How long after sending a look-up that finds nothing proves that nothing was placed: signature window plus skew.
/// Zero where a look-up is conclusive at once (the paper venue).</param>
public sealed record BrokerTraits(string Venue, bool IsPaper, TimeSpan ConclusiveAfter);

/// <summary>A limit order as sent. Prices and quantities are already on the increments.</summary>
public sealed record PlaceRequest(ClientOrderId ClientOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Limit);

/// <param name="Code">The venue's own code.</param>
public sealed record VenueError(string Code, string Message);

/// <summary>What the venue said. Never throws for an expected answer.</summary>
public abstract record PlaceResult
{
    private PlaceResult() { }

    public sealed record Accepted(string VenueOrderId, DateTimeOffset AcceptedAt) : PlaceResult;

    /// <summary>It does not exist at the venue.</summary>
    public sealed record Rejected(VenueError Error) : PlaceResult;

    /// <summary>It may exist: ask before sending again.</summary>
    public sealed record Unknown(string Cause) : PlaceResult;
}

public enum VenueOrderStatus
{
    Open,
    Filled,
    Cancelled,
    Rejected,
    Expired,
}

public sealed record VenueOrder(
    string VenueOrderId, ClientOrderId? ClientOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Limit,
    Quantity FilledQuantity, VenueOrderStatus Status, DateTimeOffset CreatedAt);

/// <param name="Fee">In the portfolio's currency.</param>
public sealed record VenueFill(
    string TradeId, string VenueOrderId, ClientOrderId? ClientOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Price, Money Fee, DateTimeOffset Time);

/// <param name="Cash">Free and held cash in the quote currency.</param>
/// <param name="Coins">Total per base coin.</param>
public sealed record VenueBalances(Money Cash, IReadOnlyDictionary<string, Quantity> Coins);

public enum CancelResult
{
    Requested,

    /// <summary>Already final, or unknown to the venue: fetch it.</summary>
    NotOpen,
}

/// <summary>One venue account. GET and cancel may be retried; <see cref="PlaceAsync"/> never is.</summary>
public interface IBroker
{
    BrokerTraits Traits { get; }

    Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken);

    /// <summary>The execution quote, fetched now.</summary>
    Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken);

    /// <summary>Exactly one request. Cancellation or a fault after sending is <see cref="PlaceResult.Unknown"/>.</summary>
    Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken);

    /// <summary>Null where a complete look-up finds no order with this id.</summary>
    Task<VenueOrder?> FindAsync(ClientOrderId clientOrderId, Symbol symbol, CancellationToken cancellationToken);

    Task<CancelResult> CancelAsync(ClientOrderId clientOrderId, Symbol symbol, CancellationToken cancellationToken);

    /// <summary>All open orders of the account, every page.</summary>
    Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken);

    /// <summary>Fills of one order, oldest first, every page.</summary>
    Task<IReadOnlyList<VenueFill>> GetFillsAsync(ClientOrderId clientOrderId, Symbol symbol, CancellationToken cancellationToken);

    /// <summary>All fills at or after the instant, oldest first, every page.</summary>
    Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken);
}
