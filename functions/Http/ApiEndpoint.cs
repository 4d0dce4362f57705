using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>Everything else of the shared API.</summary>
/// <remarks>Anonymous for Functions: the API asks for its own bearer token, as on one machine.</remarks>
public sealed class ApiEndpoint(ApiPipeline api)
{
    [Function("Api")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "put", "delete", Route = "{*path}")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
