using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Extensions;

/// <summary>What a broker is made of.</summary>
/// <param name="Tables">Where it may keep what it must remember.</param>
/// <param name="Market">Prices and pairs.</param>
/// <param name="Time">Trading time.</param>
/// <param name="StartCash">Of a paper account.</param>
public sealed record BrokerSeat(PortfolioKey Portfolio, ParameterSet Parameters, ITableStore Tables, IMarketData Market, TimeProvider Time, CostRules Costs, Money StartCash)
{
    /// <summary>Keys of a venue; null where none are kept.</summary>
    public ISecretStore? Secrets { get; init; }
}

/// <summary>A broker under a name and a version.</summary>
/// <param name="IsPaper">It moves no real money.</param>
public sealed record BrokerDefinition(
    string Name, int Version, string Summary, IReadOnlyList<ParameterDefinition> Parameters, bool IsPaper, Func<BrokerSeat, IBroker> Create) : IDefinition;
