using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>The emergency stop: nothing more is sent, open orders are cancelled, and, where asked, what is held is sold.</summary>
/// <remarks>Anonymous for Functions: the API asks for its own bearer token, as on one machine.</remarks>
public sealed class StopEndpoint(ApiPipeline api)
{
    [Function("Stop")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "stop")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
