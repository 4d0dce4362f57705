using System.Collections.Concurrent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Settings;

/// <summary>Rules out of the stored settings versions. Versions never change, so what was made once is kept. Thread-safe.</summary>
/// <param name="strategyOf">The strategy that follows given rules.</param>
public sealed class VersionedRules(SettingsStore store, Func<StrategyRules, LadderStrategy> strategyOf) : IRuleSource
{
    private readonly ConcurrentDictionary<(PortfolioKey, int), TraderSettings> versions = [];
    private readonly ConcurrentDictionary<(PortfolioKey, int, int, Symbol), TradingRules> made = [];

    public TradingRules For(PortfolioKey portfolio, int pinned, int current, Symbol coin)
    {
        var key = (portfolio, pinned, current, coin);
        return made.TryGetValue(key, out var rules) ? rules : made[key] = Make(Version(portfolio, pinned), Version(portfolio, current), coin);
    }

    public bool Knows(PortfolioKey portfolio, int version) => versions.ContainsKey((portfolio, version));

    public async Task LoadAsync(PortfolioKey portfolio, CancellationToken cancellationToken)
    {
        foreach (var version in await store.ListAsync(portfolio, cancellationToken))
        {
            var key = (portfolio, version.Number);
            if (!versions.ContainsKey(key)) versions[key] = TraderSettings.Parse(version.Text, $"settings version {version.Number}");
        }
    }

    private TraderSettings Version(PortfolioKey portfolio, int version) =>
        versions.TryGetValue((portfolio, version), out var settings)
            ? settings
            : throw new TransientException($"settings version {version} of portfolio {portfolio} is not loaded");

    private TradingRules Make(TraderSettings pinned, TraderSettings current, Symbol coin) => new(
        strategyOf(pinned.StrategyOf(coin)), new RiskEngine(pinned.RiskOf(coin).Stricter(current.RiskOf(coin))), current.Costs);
}
