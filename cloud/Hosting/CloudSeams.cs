using PowerTrader.Cloud.Workflows;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>What another place puts where the app has chance, time, an engine and the network of its own.</summary>
public sealed record CloudSeams
{
    /// <summary>Draws what no other installation has; null draws at random.</summary>
    public Func<string>? NewEpoch { get; init; }

    /// <summary>The engine's time beside trading time.</summary>
    public DurableTime Time { get; init; } = DurableTime.Real;

    /// <summary>Null for the one that functions bring.</summary>
    public IWorkflowEngine? Engine { get; init; }

    /// <summary>Opens the account of a venue; null for the venue itself with the keys of the vault.</summary>
    public Func<string, IBroker>? Venue { get; init; }

    /// <summary>Carries the heartbeat; null sends none.</summary>
    public HttpClient? Heartbeat { get; init; }
}
