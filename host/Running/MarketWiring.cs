using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>How the market is reached: the market itself, or a server on this machine that speaks like it. Tests put servers, streams and faults of their own in its place.</summary>
internal sealed record MarketWiring
{
    /// <summary>Where a server on this machine speaks like KuCoin's public data: a simulated exchange, or a recorder between.</summary>
    public const string AddressVariable = "POWERTRADER_KUCOIN_ADDRESS";

    /// <summary>Where a server on this machine speaks like Robinhood's trading API: a simulated account.</summary>
    public const string RobinhoodVariable = "POWERTRADER_ROBINHOOD_ADDRESS";

    public static MarketWiring Default => new() { Address = AddressFrom(AddressVariable), RobinhoodAddress = AddressFrom(RobinhoodVariable) };

    /// <exception cref="UsageException">It is set and leads away from this machine: prices decide about money, and keys sign for it.</exception>
    public static Uri? AddressFrom(string variable)
    {
        var text = Environment.GetEnvironmentVariable(variable);
        if (string.IsNullOrWhiteSpace(text)) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.IsLoopback && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"{variable} '{text}' must be an address on this machine; for example http://127.0.0.1:5090, or unset it");
    }

    /// <summary>What goes wrong on the simulated exchange.</summary>
    public FaultPlan Faults { get; init; } = new();

    /// <summary>Base address of a real market; null for its own.</summary>
    public Uri? Address { get; init; }

    /// <summary>Base address of Robinhood's trading API; null for its own.</summary>
    public Uri? RobinhoodAddress { get; init; }

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
