using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Settings;

/// <summary>The rules by which one coin is traded.</summary>
public sealed record TradingRules(LadderStrategy Strategy, RiskEngine Risk, CostRules Costs);

/// <summary>Rules by settings version and coin. Asking for what is known allocates nothing.</summary>
public interface IRuleSource
{
    /// <param name="pinned">Version that a deal began with: its strategy. Limits are the stricter of this version's and the current one's.</param>
    /// <param name="current">Version that the portfolio has now; costs are what it says, because the venue asks no deal for its age.</param>
    /// <exception cref="Ports.TransientException">A version is not loaded: load and decide again.</exception>
    TradingRules For(PortfolioKey portfolio, int pinned, int current, Symbol coin);

    bool Knows(PortfolioKey portfolio, int version);

    /// <summary>Reads every version of the portfolio.</summary>
    /// <exception cref="Ports.CorruptException">A version cannot be read by this program.</exception>
    Task LoadAsync(PortfolioKey portfolio, CancellationToken cancellationToken);
}

/// <summary>The same rules for every version and coin: backtests and tests.</summary>
public sealed class FixedRules(TradingRules rules) : IRuleSource
{
    public TradingRules For(PortfolioKey portfolio, int pinned, int current, Symbol coin) => rules;

    public bool Knows(PortfolioKey portfolio, int version) => true;

    public Task LoadAsync(PortfolioKey portfolio, CancellationToken cancellationToken) => Task.CompletedTask;
}
