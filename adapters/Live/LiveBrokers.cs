using System.Collections.Concurrent;
using PowerTrader.Adapters.Paper;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Live;

/// <summary>Paper brokers for paper portfolios, and the venue's for live ones. Nothing falls back from one to the other.</summary>
/// <param name="open">Opens the account of the venue that is named; asked once for each portfolio.</param>
public sealed class LiveBrokers(PaperBrokers paper, Func<string, IBroker> open, IPortDecorator decorator) : IBrokers, IDisposable
{
    private readonly ConcurrentDictionary<PortfolioKey, Lazy<(IBroker Own, IBroker Seen)>> brokers = [];

    public PaperBrokers Paper => paper;

    /// <exception cref="NotSupportedException">The portfolio names no venue, or decides only.</exception>
    public IBroker For(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (portfolio.Mode == PortfolioMode.Paper) return paper.For(portfolio);
        if (portfolio is not { Mode: PortfolioMode.Live, Venue: { } venue })
            throw new NotSupportedException($"portfolio {portfolio.Key} is {portfolio.Mode.ToString().ToLowerInvariant()} and has no venue: nothing can be executed for it");
        return brokers.GetOrAdd(portfolio.Key, _ => new(() =>
        {
            var own = open(venue);
            return (own, decorator.Over(own));
        })).Value.Seen;
    }

    public void Dispose()
    {
        foreach (var broker in brokers.Values)
        {
            if (broker is { IsValueCreated: true, Value.Own: IDisposable own }) own.Dispose();
        }
    }
}
