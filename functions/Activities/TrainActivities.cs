using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>The nightly training. Idempotent: each may run again after a crash.</summary>
public sealed class TrainActivities(CloudTrader trader)
{
    [Function(nameof(CheckpointModels))]
    public Task<string> CheckpointModels([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(CheckpointModels), input, client, cancellationToken);

    [Function(nameof(PurgeWorkflows))]
    public Task<string> PurgeWorkflows([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(PurgeWorkflows), input, client, cancellationToken);
}
