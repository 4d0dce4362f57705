using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Opens accounts of real venues with the keys that a data folder keeps.</summary>
internal static class VenueAccounts
{
    /// <summary>Every venue that real money can be traded at.</summary>
    public static IReadOnlyList<BrokerDefinition> All { get; } = [KuCoinDefinition.Definition, RobinhoodDefinition.Definition];

    /// <summary>Why the venue cannot be spoken to like this; empty for nothing.</summary>
    public static IReadOnlyList<string> Faults(string venue, IReadOnlyDictionary<string, string> options)
    {
        try
        {
            IDefinition definition = All.First(each => each.Name == venue);
            ParameterSet.Read(definition.Id, definition.Parameters, options);
            return [];
        }
        catch (ParameterException fault)
        {
            return [.. fault.Faults.Select(each => "venueOptions: " + each)];
        }
    }

    /// <exception cref="UsageException">A parameter is not one of the venue's, or out of range.</exception>
    /// <exception cref="WorldException">Its keys are not kept here.</exception>
    public static IBroker Open(string venue, TradingSystem system, IMarketData prices, MarketWiring wiring)
    {
        if (wiring.Broker is { } given) return given(venue);
        var secrets = Keys.HostSecrets.Of(Path.GetDirectoryName(system.Store.Path)!);
        return Open(venue, TradingSystem.DefaultPortfolio, Addressed(venue, system.Settings.VenueOptions, wiring.RobinhoodAddress), system.Ports.Tables, prices, system.Clock.TimeProvider, secrets.Store, system.Settings.Costs);
    }

    /// <summary>The options, and with them where the venue answers, unless they say so themselves.</summary>
    /// <param name="robinhood">A server on this machine in Robinhood's place; null for none.</param>
    public static IReadOnlyDictionary<string, string> Addressed(string venue, IReadOnlyDictionary<string, string> options, Uri? robinhood) =>
        venue != VenueNames.Robinhood || robinhood is null || options.ContainsKey("address")
            ? options
            : new Dictionary<string, string>(options) { ["address"] = robinhood.ToString() };

    /// <summary>The same over given keys. What the venue says of them never leaves it.</summary>
    public static IBroker Open(
        string venue, PortfolioKey portfolio, IReadOnlyDictionary<string, string> options, ITableStore tables, IMarketData prices, TimeProvider time, ISecretStore secrets, CostRules costs)
    {
        var definition = All.FirstOrDefault(each => each.Name == venue) ?? throw new UsageException($"venue '{venue}' must be one of {string.Join(", ", All.Select(each => each.Name))}");
        try
        {
            var parameters = ParameterSet.Read(((IDefinition)definition).Id, definition.Parameters, options);
            return definition.Create(new BrokerSeat(portfolio, parameters, tables, prices, time, costs, Money.Zero) { Secrets = new PortfolioSecrets(secrets, portfolio) });
        }
        catch (ParameterException fault)
        {
            throw new UsageException([.. fault.Faults.Select(each => "venueOptions: " + each)]);
        }
    }
}
