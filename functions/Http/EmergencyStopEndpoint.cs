using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Http;

/// <summary>Stops the trading: nothing is sent until somebody resumes.</summary>
/// <remarks>Anonymous for Functions: the API asks for its own bearer token, as on one machine.</remarks>
public sealed class EmergencyStopEndpoint(ApiPipeline api)
{
    [Function("EmergencyStop")]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "halt")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RunAsync(request.HttpContext, client);
}
