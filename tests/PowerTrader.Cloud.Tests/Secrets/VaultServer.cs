using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PowerTrader.Cloud.Tests.Secrets;

/// <summary>A vault behind a message handler: challenge, get, set and delete of secrets as Key Vault's REST reference (7.x) has them.</summary>
internal sealed class VaultServer : HttpMessageHandler
{
    private readonly Dictionary<string, string> secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> deleted = new(StringComparer.OrdinalIgnoreCase);

    public bool IsFailing { get; set; }

    /// <summary>Method of each request, and whether it had a token.</summary>
    public List<(string Method, bool HasToken)> Asked { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add((request.Method.Method, request.Headers.Authorization is not null));
        if (request.Headers.Authorization is null)
        {
            var challenge = new HttpResponseMessage(HttpStatusCode.Unauthorized);
            challenge.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer authorization=\"https://login.microsoftonline.com/tenant\", resource=\"https://vault.azure.net\"");
            return challenge;
        }
        if (IsFailing) return Fault(HttpStatusCode.TooManyRequests, "Throttled");
        var name = request.RequestUri!.Segments[2].TrimEnd('/');
        return request.Method.Method switch
        {
            "PUT" when deleted.Contains(name) => Fault(HttpStatusCode.Conflict, "ObjectIsDeletedButRecoverable"),
            "PUT" => Set(name, (await request.Content!.ReadFromJsonAsync<JsonElement>(cancellationToken)).GetProperty("value").GetString()!),
            "DELETE" when secrets.Remove(name) && deleted.Add(name) => Answer(new { recoveryId = $"https://test.vault.azure.net/deletedsecrets/{name}", id = Id(name), attributes = new { enabled = true } }),
            "GET" when secrets.TryGetValue(name, out var value) => Secret(name, value),
            _ => Fault(HttpStatusCode.NotFound, "SecretNotFound"),
        };
    }

    private HttpResponseMessage Set(string name, string value)
    {
        secrets[name] = value;
        return Secret(name, value);
    }

    private static HttpResponseMessage Secret(string name, string value) => Answer(new { value, id = Id(name), attributes = new { enabled = true } });

    private static string Id(string name) => $"https://test.vault.azure.net/secrets/{name}/0123456789abcdef0123456789abcdef";

    private static HttpResponseMessage Answer(object body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

    private static HttpResponseMessage Fault(HttpStatusCode status, string code) => new(status) { Content = JsonContent.Create(new { error = new { code, message = code } }) };
}
