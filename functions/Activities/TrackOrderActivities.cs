using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>What following an order asks of the venue. Idempotent: each may run again after a crash.</summary>
public sealed class TrackOrderActivities(CloudTrader trader)
{
    [Function(nameof(PollOrder))]
    public Task<string> PollOrder([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(PollOrder), input, client, cancellationToken);

    [Function(nameof(CancelOrder))]
    public Task<string> CancelOrder([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(CancelOrder), input, client, cancellationToken);
}
