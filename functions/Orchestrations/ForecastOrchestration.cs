using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Orchestrations;

/// <summary>Settles the last forecast of a candle, learns it and makes the next.</summary>
public sealed class ForecastOrchestration(CloudTrader trader)
{
    [Function("Forecast_v1")]
    public Task<string> Run([OrchestrationTrigger] TaskOrchestrationContext context, string input) => trader.Bodies.RunWorkflowAsync(Names.Forecast, context, input);
}
