using System.Collections.Concurrent;
using PowerTrader.Adapters.Paper;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Live;

/// <summary>Paper brokers for paper portfolios, and the venue's for live ones. Nothing falls back from one to the other.</summary>
/// <param name="redactor">Takes secrets out of whatever the venue says, before anybody keeps it.</param>
/// <param name="open">Opens the account of the venue that is named; asked once for each portfolio.</param>
public sealed class LiveBrokers(PaperBrokers paper, Func<string, IBroker> open, IPortDecorator decorator, Redactor redactor) : IBrokers, IDisposable
{
    private readonly ConcurrentDictionary<PortfolioKey, Lazy<(IBroker Own, IBroker Seen)>> brokers = [];

    public PaperBrokers Paper => paper;

    /// <summary>Asked before any broker is handed out; null where every portfolio of the store is this trader's.</summary>
    public IPortfolioGuard? Guard { get; init; }

    /// <exception cref="NotSupportedException">The portfolio names no venue, decides only, or is not for this trader.</exception>
    public IBroker For(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (Guard?.WhyNotServed(portfolio) is { } foreign) throw new NotSupportedException(foreign);
        if (portfolio.Mode == PortfolioMode.Paper) return paper.For(portfolio);
        if (portfolio is not { Mode: PortfolioMode.Live, Venue: { } venue })
            throw new NotSupportedException($"portfolio {portfolio.Key} is {portfolio.Mode.ToString().ToLowerInvariant()} and has no venue: nothing can be executed for it");
        return OpenFor(portfolio, venue).Seen;
    }

    public IDeadManSwitch? DeadManOf(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (portfolio is not { Mode: PortfolioMode.Live, Venue: { } venue } || Guard?.WhyNotServed(portfolio) is not null) return null;
        return OpenFor(portfolio, venue).Own is IDeadManSwitch own ? new RedactingDeadManSwitch(own, redactor) : null;
    }

    public bool IsGuarded => Guard is not null;

    public Task<string?> WhyNotBoughtAsync(PortfolioHead portfolio, CancellationToken cancellationToken) =>
        Guard?.WhyNotBoughtAsync(portfolio, cancellationToken) ?? Task.FromResult<string?>(null);

    public IAccountFeedSource? FeedOf(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        return portfolio is { Mode: PortfolioMode.Live, Venue: { } venue } && Guard?.WhyNotServed(portfolio) is null ? OpenFor(portfolio, venue).Own as IAccountFeedSource : null;
    }

    private (IBroker Own, IBroker Seen) OpenFor(PortfolioHead portfolio, string venue) => brokers.GetOrAdd(portfolio.Key, _ => new(() =>
    {
        var own = open(venue);
        return (own, decorator.Over(new RedactingBroker(own, redactor)));
    })).Value;

    public void Dispose()
    {
        foreach (var broker in brokers.Values)
        {
            if (broker is { IsValueCreated: true, Value.Own: IDisposable own }) own.Dispose();
        }
    }
}
