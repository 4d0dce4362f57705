namespace PowerTrader.Adapters.KuCoin;

/// <summary>What kind of failure it was; what a caller does follows from it.</summary>
public enum KuCoinErrorKind
{
    /// <summary>No answer, a broken one, 5xx, maintenance: the same call may succeed later.</summary>
    Unavailable,

    /// <summary>Over the quota, or the venue is overloaded.</summary>
    RateLimited,

    /// <summary>KuCoin does not serve this location.</summary>
    Region,

    /// <summary>The symbol or its trading does not exist.</summary>
    UnknownSymbol,

    /// <summary>The request itself is wrong.</summary>
    BadRequest,

    /// <summary>The key is unknown, or passphrase or signature are wrong.</summary>
    Forbidden,

    /// <summary>The key may not do this.</summary>
    Permission,

    /// <summary>The key may not be used from this address.</summary>
    Address,

    /// <summary>The time stamp is more than 5 s from the venue's clock.</summary>
    Clock,

    /// <summary>The account is frozen, restricted, or its owner not identified.</summary>
    AccountBlocked,

    /// <summary>The venue knows no such order, or it can no longer be cancelled.</summary>
    OrderNotFound,

    /// <summary>Not enough of the coin is free.</summary>
    InsufficientBalance,

    /// <summary>Size, funds or price break an increment, a minimum, a maximum, or the price protection.</summary>
    OrderRules,

    /// <summary>Too many open orders.</summary>
    TooManyOrders,

    /// <summary>The client id was used before.</summary>
    DuplicateClientId,

    /// <summary>The pair takes no orders now.</summary>
    Suspended,

    /// <summary>The answer is not of the protocol's form: a proxy's page, or data of another shape.</summary>
    Unreadable,

    /// <summary>Success was claimed and there is no data.</summary>
    NoData,
}
