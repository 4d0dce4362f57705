using PowerTrader.Adapters.Live;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Opens accounts of real venues with the keys that a data folder keeps.</summary>
internal static class HostAccounts
{
    /// <exception cref="UsageException">A parameter is not one of the venue's, or out of range.</exception>
    public static IBroker Open(string venue, TradingSystem system, IMarketData prices, MarketWiring wiring)
    {
        if (wiring.Broker is { } given) return given(venue);
        var secrets = Keys.HostSecrets.Of(Path.GetDirectoryName(system.Store.Path)!);
        try
        {
            return VenueAccounts.Open(
                venue, TradingSystem.DefaultPortfolio, VenueAccounts.Addressed(venue, system.Settings.VenueOptions, wiring.RobinhoodAddress), system.Ports.Tables, prices, system.Clock.TimeProvider, secrets.Store, system.Settings.Costs);
        }
        catch (ParameterException fault)
        {
            throw new UsageException([.. VenueAccounts.Faults(fault)]);
        }
    }
}
