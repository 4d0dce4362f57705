using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>Holes in the stored candles. Idempotent: each may run again after a crash.</summary>
public sealed class RepairActivities(CloudTrader trader)
{
    [Function(nameof(RepairCandles))]
    public Task<string> RepairCandles([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(RepairCandles), input, client, cancellationToken);
}
