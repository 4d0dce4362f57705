using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Opens accounts of real venues with the keys that the data folder keeps.</summary>
internal static class VenueAccounts
{
    /// <exception cref="WorldException">There is no such venue, or its keys are not kept here.</exception>
    public static IBroker Open(string venue, TradingSystem system, IMarketData prices, MarketWiring wiring)
    {
        if (wiring.Broker is { } given) return given(venue);
        throw new WorldException($"{venue} cannot be reached from here yet");
    }
}
