using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>A person's own order; the shared API checks and places it.</summary>
/// <remarks>Anonymous for Functions: the API asks for its own bearer token, as on one machine.</remarks>
public sealed class ManualOrderEndpoint(ApiPipeline api)
{
    [Function("ManualOrder")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "orders")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
