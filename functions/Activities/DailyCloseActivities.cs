using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>The close of a day. Idempotent: each may run again after a crash.</summary>
public sealed class DailyCloseActivities(CloudTrader trader)
{
    [Function(nameof(SummariseDay))]
    public Task<string> SummariseDay([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(SummariseDay), input, client, cancellationToken);

    [Function(nameof(BackUpStore))]
    public Task<string> BackUpStore([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(BackUpStore), input, client, cancellationToken);

    [Function(nameof(DeleteOldRows))]
    public Task<string> DeleteOldRows([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(DeleteOldRows), input, client, cancellationToken);
}
