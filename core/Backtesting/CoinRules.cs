using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Backtesting;

/// <summary>The rules of each coin by one set of settings, whatever the version.</summary>
internal sealed class CoinRules(TraderSettings settings, CostRules costs, Func<StrategyRules, LadderStrategy> strategyOf) : IRuleSource
{
    private readonly Dictionary<Symbol, TradingRules> made = [];

    public TradingRules For(PortfolioKey portfolio, int pinned, int current, Symbol coin)
    {
        if (!made.TryGetValue(coin, out var rules))
            made[coin] = rules = new TradingRules(strategyOf(settings.StrategyOf(coin)), new RiskEngine(settings.RiskOf(coin)), costs);
        return rules;
    }

    public bool Knows(PortfolioKey portfolio, int version) => true;

    public Task LoadAsync(PortfolioKey portfolio, CancellationToken cancellationToken) => Task.CompletedTask;
}
