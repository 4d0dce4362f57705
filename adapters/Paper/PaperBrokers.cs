using System.Collections.Concurrent;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Paper;

/// <summary>Paper brokers for paper portfolios. A live broker does not exist yet, and nothing falls back to one or from one.</summary>
public sealed class PaperBrokers(ITableStore tables, IMarketData market, TimeProvider time, CostRules costs, IPortDecorator decorator) : IBrokers
{
    private readonly ConcurrentDictionary<PortfolioKey, IBroker> brokers = [];
    private readonly ConcurrentDictionary<PortfolioKey, PaperBroker> venues = [];

    /// <exception cref="NotSupportedException">The portfolio is no paper one.</exception>
    public IBroker For(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (portfolio.Mode != PortfolioMode.Paper)
            throw new NotSupportedException($"portfolio {portfolio.Key} is {portfolio.Mode}: this program executes paper portfolios only");
        if (brokers.TryGetValue(portfolio.Key, out var known)) return known;
        return brokers[portfolio.Key] = decorator.Over(VenueOf(portfolio));
    }

    /// <summary>The venue itself, for what only a paper one can do: moving money and coins in and out.</summary>
    public PaperBroker VenueOf(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (!venues.TryGetValue(portfolio.Key, out var venue))
            venues[portfolio.Key] = venue = new PaperBroker(tables, portfolio.Key.ToString(), market, time, new PaperOptions(portfolio.StartCash.Amount, costs.FeeRate, costs.SlippageFraction));
        return venue;
    }
}
