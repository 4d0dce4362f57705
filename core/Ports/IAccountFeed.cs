using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Ports;

/// <summary>What a venue sends unasked about an account. It says where to look sooner and nothing else: whoever hears it asks the <see cref="IBroker"/>.</summary>
/// <remarks>A hint may come twice, late, or never; without any feed everything is found at the usual times.</remarks>
public interface IAccountFeed : IAsyncDisposable
{
    FeedState State { get; }

    /// <summary>Begins, once. Hints come one after another on a thread of the feed: a hearer only notes them.</summary>
    void Start(Action<AccountHint> hear);
}

/// <summary>Something has changed.</summary>
/// <param name="Order">Whose order; null where it is another's, or a balance alone that changed, or anything may have been missed.</param>
/// <param name="Symbol">Null where it is not told.</param>
public readonly record struct AccountHint(ClientOrderId? Order, Symbol? Symbol);

/// <summary>A broker whose venue sends such hints.</summary>
public interface IAccountFeedSource
{
    /// <summary>One feed, not begun. Its maker ends it.</summary>
    IAccountFeed CreateFeed();
}
