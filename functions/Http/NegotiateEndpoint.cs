using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>Tells a client where live updates come from, and lets it in for an hour.</summary>
/// <remarks>Behind the same bearer token as the API.</remarks>
public sealed class NegotiateEndpoint(ApiPipeline api)
{
    [Function("Negotiate")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "negotiate")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
