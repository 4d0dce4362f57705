using PowerTrader.Adapters.Notifications;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>The watcher that is told that this trader lives. Its address is a secret, so it comes from the environment and never from a file that is shown.</summary>
internal static class HeartbeatAddress
{
    public const string Variable = "POWERTRADER_HEARTBEAT_URL";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null where none is set.</summary>
    /// <exception cref="UsageException">What is set is no address; the message does not repeat it.</exception>
    public static Heartbeat? FromEnvironment(TimeProvider time)
    {
        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(text)) return null;
        Redaction.Process.Learn(text.Trim());
        if (Heartbeat.AddressOf(text) is not { } address)
            throw new UsageException($"{Variable} must be an https address; its value is not shown, because it is a secret");
        return new Heartbeat(new HttpClient { Timeout = Patience }, address, time);
    }
}
