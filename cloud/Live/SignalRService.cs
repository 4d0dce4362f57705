using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure.Core;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Live;

/// <param name="Url">Where a client connects.</param>
/// <param name="AccessToken">Proves that it may, for an hour.</param>
public sealed record LiveConnection(string Url, string AccessToken);

/// <summary>Live updates through Azure SignalR in serverless mode, over its data-plane REST API: <c>:generateToken</c> and <c>:send</c>, version 2022-06-01.</summary>
/// <remarks>Clients only listen: no method of the hub can be called. The app's identity has the role SignalR REST API Owner.</remarks>
public sealed class SignalRService(HttpClient http, Uri endpoint, TokenCredential credential)
{
    /// <summary>The hub that clients listen at.</summary>
    public const string Hub = "trader";

    private const string Version = "2022-06-01";
    private const int Minutes = 60;

    private static readonly string[] Scopes = ["https://signalr.azure.com/.default"];

    /// <exception cref="TransientException">The service did not answer; asking again is safe.</exception>
    public async Task<LiveConnection> NegotiateAsync(CancellationToken cancellationToken)
    {
        using var answer = await PostAsync($"api/hubs/{Hub}/:generateToken?minutesToExpire={Minutes}&api-version={Version}", null, cancellationToken);
        var token = await answer.Content.ReadFromJsonAsync(SignalRJson.Default.TokenAnswer, cancellationToken);
        if (token?.Token is not { Length: > 0 } text) throw new TransientException("SignalR answered without a token");
        return new LiveConnection(new Uri(endpoint, $"client/?hub={Hub}").AbsoluteUri, text);
    }

    /// <summary>Calls <paramref name="target"/> at every client. Nobody is told whether one got it: what counts is in the store.</summary>
    /// <param name="json">The only argument, as JSON.</param>
    /// <exception cref="TransientException">The service did not answer.</exception>
    public async Task SendAsync(string target, string json, CancellationToken cancellationToken)
    {
        using var document = JsonDocument.Parse(json);
        var body = JsonContent.Create(new HubCall(target, [document.RootElement]), SignalRJson.Default.HubCall);
        using var answer = await PostAsync($"api/hubs/{Hub}/:send?api-version={Version}", body, cancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, HttpContent? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint, path)) { Content = body };
        var token = await credential.GetTokenAsync(new TokenRequestContext(Scopes), cancellationToken);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Token);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new TransientException("SignalR did not answer", fault);
        }
        if (answer.IsSuccessStatusCode) return answer;
        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new TransientException($"SignalR answered HTTP {status}{(status is 401 or 403 ? ": the identity lacks the role SignalR REST API Owner" : "")}");
    }
}

internal sealed record TokenAnswer(string? Token);

internal sealed record HubCall(string Target, IReadOnlyList<JsonElement> Arguments);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(HubCall))]
[JsonSerializable(typeof(LiveConnection))]
internal sealed partial class SignalRJson : JsonSerializerContext;
