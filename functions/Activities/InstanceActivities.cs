using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Workflows;

namespace PowerTrader.Functions.Activities;

/// <summary>What the workflow context itself asks of the engine, so that a used id is never used again.</summary>
public static class InstanceActivities
{
    [Function(nameof(InstanceExists))]
    public static Task<bool> InstanceExists([ActivityTrigger] string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        DurableBodies.InstanceExistsAsync(client, instanceId, cancellationToken);

    [Function(nameof(InstanceEnd))]
    public static Task<string> InstanceEnd([ActivityTrigger] string instanceId, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        DurableBodies.InstanceEndAsync(client, instanceId, cancellationToken);
}
