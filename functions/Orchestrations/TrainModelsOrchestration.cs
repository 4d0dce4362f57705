using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Learns anew what was repaired, saves the models and forgets old instances.</summary>
public sealed class TrainModelsOrchestration(CloudTrader trader)
{
    [Function("Train_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.TrainModels, context, input);
}
