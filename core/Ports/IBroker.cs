using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Ports;

/// <param name="ConclusiveAfter">How long after sending, by the venue's own clock, a look-up that finds nothing proves that nothing was placed: signature window plus skew.
/// Zero where a look-up is conclusive at once (the paper venue).</param>
public sealed record BrokerTraits(string Venue, bool IsPaper, TimeSpan ConclusiveAfter);

/// <summary>What a venue needs to find an order again.</summary>
/// <param name="SentAt">Not after the request was sent: where the venue knows no client ids, its orders are read from here on (less a margin for its clock).</param>
/// <param name="VenueOrderId">Null until the venue has said it.</param>
public sealed record OrderRef(ClientOrderId Id, Symbol Symbol, DateTimeOffset SentAt, string? VenueOrderId = null);

/// <summary>A limit order as sent. Prices and quantities are already on the increments.</summary>
public sealed record PlaceRequest(ClientOrderId ClientOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Limit)
{
    /// <summary>The instant that was saved before sending: what the request is signed with, so that the venue's own time window refuses it where the process
    /// stood still in between and others have meanwhile looked for the order. Null where nobody saved one: the moment of sending.</summary>
    public DateTimeOffset? IntendedAt { get; init; }
}

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

/// <param name="Fee">In the portfolio's currency; one paid in another coin is valued at the venue's price of the moment.</param>
public sealed record VenueFill(
    string TradeId, string VenueOrderId, ClientOrderId? ClientOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Price, Money Fee, DateTimeOffset Time)
{
    /// <summary>Null where the fee was taken from the quote currency; else it left the account in this coin, and no cash was paid for it.</summary>
    public CoinFee? PaidIn { get; init; }
}

/// <summary>A fee as the venue took it.</summary>
/// <param name="Coin">Not the quote currency: the base coin, or a third one as KuCoin's KCS.</param>
public sealed record CoinFee(string Coin, Quantity Quantity);

/// <param name="Cash">Free and held cash in the quote currency.</param>
/// <param name="Coins">Total per base coin.</param>
public sealed record VenueBalances(Money Cash, IReadOnlyDictionary<string, Quantity> Coins)
{
    /// <summary>The cash is told to this, rounded in whichever way; zero where it is told exactly.</summary>
    public Money CashUnit { get; init; }
}

/// <summary>What a venue charges for an order of one pair now, as fractions of its value. Zero where the spread of its quotes holds everything.</summary>
public sealed record VenueFees(decimal Taker, decimal Maker);

public enum AccountStatus
{
    Active,

    /// <summary>The venue takes sales only.</summary>
    SellOnly,

    /// <summary>The venue takes no order at all.</summary>
    Blocked,
}

/// <param name="MayTrade">Whether the key may place orders; null where the venue does not tell without an order.</param>
/// <param name="ClockSkew">The venue's clock less this machine's; zero where it cannot be seen.</param>
public sealed record VenueAccount(AccountStatus Status, bool? MayTrade, TimeSpan ClockSkew);

public enum CancelResult
{
    Requested,

    /// <summary>Already final, or unknown to the venue: fetch it.</summary>
    NotOpen,
}

/// <summary>One venue account. GET and cancel may be retried; <see cref="PlaceAsync"/> never is.</summary>
/// <remarks>Everything but placing throws <see cref="TransientException"/> where the venue cannot be asked, and <see cref="VenueAccessException"/> where it refuses the key.</remarks>
public interface IBroker
{
    BrokerTraits Traits { get; }

    /// <summary>The venue's own time now: as it told last, run on by the steady clock, whatever anybody did to this machine's. Null until it has told.</summary>
    /// <remarks>Only by it an absence is believed: where it stays null and <see cref="BrokerTraits.ConclusiveAfter"/> is not zero, an unknown order stays unknown.</remarks>
    DateTimeOffset? VenueNow { get; }

    Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken);

    /// <summary>The execution quote, fetched now.</summary>
    Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken);

    Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken);

    /// <summary>What the account and its key may do. Places nothing.</summary>
    Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken);

    /// <summary>Exactly one request. Cancellation or a fault after sending is <see cref="PlaceResult.Unknown"/>.</summary>
    Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken);

    /// <summary>Null where a complete look-up finds no such order.</summary>
    Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken);

    Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken);

    /// <summary>All open orders of the account, every page.</summary>
    Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken);

    /// <summary>Fills of one order, oldest first, every page.</summary>
    Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken);

    /// <summary>All fills at or after the instant, oldest first, every page.</summary>
    Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken);

    Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken);
}
