using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Adapters.Live;

/// <summary>Opens accounts of real venues with the keys that a secret store keeps.</summary>
public static class VenueAccounts
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
            return Faults(fault);
        }
    }

    /// <summary>The same of one that was thrown: each names the setting.</summary>
    public static IReadOnlyList<string> Faults(ParameterException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return [.. fault.Faults.Select(each => "venueOptions: " + each)];
    }

    /// <summary>Which of the venue's keys the store lacks; empty where they are complete.</summary>
    public static async Task<IReadOnlyList<string>> MissingAsync(string venue, PortfolioKey portfolio, ISecretStore secrets, CancellationToken cancellationToken)
    {
        var own = new PortfolioSecrets(secrets, portfolio);
        var missing = new List<string>();
        foreach (var name in VenueSecrets.NamesOf(venue))
        {
            if (string.IsNullOrWhiteSpace(await own.GetAsync(name, cancellationToken))) missing.Add(name);
        }
        return missing;
    }

    /// <summary>The options, and with them where the venue answers, unless they say so themselves.</summary>
    /// <param name="robinhood">A server on this machine in Robinhood's place; null for none.</param>
    public static IReadOnlyDictionary<string, string> Addressed(string venue, IReadOnlyDictionary<string, string> options, Uri? robinhood)
    {
        ArgumentNullException.ThrowIfNull(options);
        return venue != RobinhoodDefinition.Definition.Name || robinhood is null || options.ContainsKey("address")
            ? options
            : new Dictionary<string, string>(options) { ["address"] = robinhood.ToString() };
    }

    /// <summary>The account as its portfolio's own keys open it. What the venue says of them never leaves it.</summary>
    /// <exception cref="ParameterException">A parameter is not one of the venue's, or out of range.</exception>
    public static IBroker Open(
        string venue, PortfolioKey portfolio, IReadOnlyDictionary<string, string> options, ITableStore tables, IMarketData prices, TimeProvider time, ISecretStore secrets, CostRules costs)
    {
        var definition = All.FirstOrDefault(each => each.Name == venue)
            ?? throw new ArgumentException($"venue '{venue}' must be one of {string.Join(", ", All.Select(each => each.Name))}", nameof(venue));
        var parameters = ParameterSet.Read(((IDefinition)definition).Id, definition.Parameters, options);
        return definition.Create(new BrokerSeat(portfolio, parameters, tables, prices, time, costs, Money.Zero) { Secrets = new PortfolioSecrets(secrets, portfolio) });
    }
}
