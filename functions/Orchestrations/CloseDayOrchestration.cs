using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Summary, backup and retention of one day.</summary>
public sealed class CloseDayOrchestration(CloudTrader trader)
{
    [Function("DailyClose_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.CloseDay, context, input);
}
