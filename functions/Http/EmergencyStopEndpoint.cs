using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>Stops the trading: nothing more is sent, what is open is cancelled, and, where asked, what is held is sold.</summary>
/// <remarks>Anonymous for Functions: the API asks for its own bearer token, as on one machine.</remarks>
public sealed class EmergencyStopEndpoint(ApiPipeline api)
{
    [Function("EmergencyStop")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stop")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
