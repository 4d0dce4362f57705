using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Predict, then risk and commit, then send.</summary>
public sealed class TradeCycleOrchestration(CloudTrader trader)
{
    [Function("TradeCycle_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.TradeCycle, context, input);
}
