using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Pairs, history, models and portfolio of a new trader.</summary>
public sealed class PrepareTraderOrchestration(CloudTrader trader)
{
    [Function("Prepare_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.PrepareTrader, context, input);
}
