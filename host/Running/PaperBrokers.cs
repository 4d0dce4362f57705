using PowerTrader.Adapters.Paper;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Paper brokers for paper portfolios. A live broker does not exist yet, and nothing falls back to one or from one.</summary>
internal sealed class PaperBrokers(ITableStore tables, IMarketData market, TimeProvider time, CostRules costs) : IBrokers
{
    private readonly Dictionary<PortfolioKey, PaperBroker> brokers = [];

    IBroker IBrokers.For(PortfolioHead portfolio) => For(portfolio);

    public PaperBroker For(PortfolioHead portfolio)
    {
        if (portfolio.Mode != PortfolioMode.Paper)
            throw new NotSupportedException($"portfolio {portfolio.Key} is {portfolio.Mode}: this program executes paper portfolios only");
        if (!brokers.TryGetValue(portfolio.Key, out var broker))
            brokers[portfolio.Key] = broker = new PaperBroker(tables, portfolio.Key.ToString(), market, time, new PaperOptions(portfolio.StartCash.Amount, costs.FeeRate, costs.SlippageFraction));
        return broker;
    }
}
