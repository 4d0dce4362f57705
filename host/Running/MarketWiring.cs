using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Ports;

namespace PowerTrader.Host.Running;

/// <summary>How the market is reached. Users have no say in it: tests put servers, streams and faults of their own in its place.</summary>
internal sealed record MarketWiring
{
    public static MarketWiring Default { get; } = new();

    /// <summary>What goes wrong on the simulated exchange.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>Base address of a real market; null for its own.</summary>
    public Uri? Address { get; init; }

    /// <summary>Carries the requests to a real market; null for the network.</summary>
    public Func<HttpMessageHandler>? Handler { get; init; }

    /// <summary>Opens a real market's streams; null for the network.</summary>
    public IStreamConnector? Connector { get; init; }

    /// <summary>Time of a real market; the wall's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Chance, 0 to 1, that spreads the reconnects of a stream; null for a random one.</summary>
    public Func<double>? Random { get; init; }

    /// <summary>Opens the account of a venue; null for the venue itself with the keys of the data folder.</summary>
    public Func<string, IBroker>? Broker { get; init; }

    /// <summary>How long one answer may take, in real time.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
