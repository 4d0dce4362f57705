using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Hands out the broker of a portfolio. A live one is only ever built for a validated live portfolio.</summary>
public interface IBrokers
{
    IBroker For(PortfolioHead portfolio);

    /// <summary>The venue's own switch for when this program falls silent; null where it has none.</summary>
    IDeadManSwitch? DeadManOf(PortfolioHead portfolio) => null;

    /// <summary>Whether <see cref="WhyNotBoughtAsync"/> ever says anything.</summary>
    bool IsGuarded => false;

    /// <summary>Why nothing may be bought with the portfolio now, whatever it decided: asked again on the order path. Null for nothing.</summary>
    Task<string?> WhyNotBoughtAsync(PortfolioHead portfolio, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Where the venue tells of the account unasked; null where it does not.</summary>
    IAccountFeedSource? FeedOf(PortfolioHead portfolio) => null;
}
