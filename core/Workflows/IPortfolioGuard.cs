using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Workflows;

/// <summary>Stands before every broker where nobody starts the program: which portfolio it serves, and whether real money may buy.</summary>
public interface IPortfolioGuard
{
    /// <summary>Why this trader executes nothing for the portfolio, neither live as paper nor paper as live; null where it does.</summary>
    string? WhyNotServed(PortfolioHead portfolio);

    /// <summary>Why nothing may be bought with it now; null where it may.</summary>
    Task<string?> WhyNotBoughtAsync(PortfolioHead portfolio, CancellationToken cancellationToken);
}
