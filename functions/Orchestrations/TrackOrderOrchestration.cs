using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Follows an accepted order to its end.</summary>
public sealed class TrackOrderOrchestration(CloudTrader trader)
{
    [Function("TrackOrder_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.TrackOrder, context, input);
}
