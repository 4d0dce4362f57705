using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>The steps of a trade cycle. Idempotent: each may run again after a crash.</summary>
public sealed class TradeCycleActivities(CloudTrader trader)
{
    [Function(nameof(Predict))]
    public Task<string> Predict([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(Predict), input, client, cancellationToken);

    [Function(nameof(RiskAndCommit))]
    public Task<string> RiskAndCommit([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(RiskAndCommit), input, client, cancellationToken);

    [Function(nameof(DrainOutbox))]
    public Task<string> DrainOutbox([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(DrainOutbox), input, client, cancellationToken);
}
