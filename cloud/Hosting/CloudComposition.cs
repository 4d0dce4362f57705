using PowerTrader.Adapters.Notifications;
using PowerTrader.Adapters.Time;
using PowerTrader.Cloud.Live;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>Makes the trader of the app from its settings. Nothing is asked of any service yet.</summary>
public static class CloudComposition
{
    /// <summary>Name of the secret that holds the address alerts are posted to; without it they are rows only.</summary>
    public const string WebhookSecret = "alerts-webhook";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static CloudTrader Open(CloudOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ports = CloudPorts.Open(options);
        var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
        var clock = new SystemTradingClock(TimeProvider.System);
        var market = CloudMarket.Open(MarketId.Parse(options.Settings.Market), TimeProvider.System);
        var live = options.SignalR is { } endpoint ? new SignalRService(http, endpoint, ports.Credential) : null;
        return new CloudTrader(options, ports, market, clock, TimeProvider.System, new WebhookNotifier(http, token => WebhookAsync(ports.Secrets, token)), live, new CloudSeams { Heartbeat = http });
    }

    /// <summary>One that is no https address is as good as none: an alert must not go anywhere in the clear.</summary>
    private static async Task<Uri?> WebhookAsync(ISecretStore secrets, CancellationToken cancellationToken) =>
        Uri.TryCreate(await secrets.GetAsync(WebhookSecret, cancellationToken), UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps ? address : null;
}
