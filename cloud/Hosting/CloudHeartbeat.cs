using PowerTrader.Adapters.Notifications;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The watcher elsewhere, whose address is in the vault. It hears of each trade tick that was done: while the gate to real money is closed or the app is down it hears nothing, and raises the alarm.</summary>
public sealed class CloudHeartbeat(HttpClient http, ISecretStore secrets, TimeProvider time)
{
    /// <summary>Name of the secret that holds the address: https, or nobody is told.</summary>
    public const string Secret = "heartbeat-url";

    /// <summary>How long a process keeps what the vault said.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private Heartbeat? heart;
    private DateTimeOffset? askedAt;

    /// <summary>Nothing of the trading waits for it or fails by it.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (askedAt is not { } at || time.GetUtcNow() - at > Kept)
            {
                heart = Heartbeat.AddressOf(await secrets.GetAsync(Secret, cancellationToken)) is { } address ? new Heartbeat(http, address, time) : null;
                askedAt = time.GetUtcNow();
            }
            if (heart is not null) await heart.BeatAsync(cancellationToken);
        }
        catch (TransientException)
        {
            // The vault did not answer: the next tick asks again, and the watcher misses one.
        }
    }
}
