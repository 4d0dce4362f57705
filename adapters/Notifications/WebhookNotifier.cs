using System.Net.Http.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Notifications;

/// <summary>Posts an alert as JSON to an address that a person has chosen: a chat's hook, a paging service, a script.</summary>
/// <remarks>The address is a secret: it is in no message. <c>id</c> is the same when the alert is posted again.</remarks>
/// <param name="address">Asked for at each alert; null where none is set, and then nothing is posted.</param>
public sealed class WebhookNotifier(HttpClient http, Func<CancellationToken, Task<Uri?>> address) : INotifier
{
    public async Task<string?> NotifyAsync(Alert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (await address(cancellationToken) is not { } hook) return null;
        var id = $"{alert.Portfolio}|{alert.Time.ToUnixTimeMilliseconds()}|{alert.Kind}|{alert.Subject}";
        var body = new WebhookAlert(id, alert.Time, alert.Severity.ToString().ToLowerInvariant(), alert.Kind, alert.Portfolio.ToString(), alert.Subject, alert.Text);
        try
        {
            using var answer = await http.PostAsJsonAsync(hook, body, WebhookJson.Default.WebhookAlert, cancellationToken);
            var status = (int)answer.StatusCode;
            if (answer.IsSuccessStatusCode) return null;
            if (status is 408 or 429 or >= 500) throw new TransientException($"the webhook answered HTTP {status}");
            return $"the webhook refused the alert with HTTP {status}";
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The fault's own words may name the address.
            throw new TransientException("the webhook did not answer");
        }
    }
}

internal sealed record WebhookAlert(string Id, DateTimeOffset Time, string Severity, string Kind, string Portfolio, string Subject, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookAlert))]
internal sealed partial class WebhookJson : JsonSerializerContext;
