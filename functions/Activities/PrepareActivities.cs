using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>What a new trader needs. Idempotent: each may run again after a crash.</summary>
public sealed class PrepareActivities(CloudTrader trader)
{
    [Function(nameof(ListPairs))]
    public Task<string> ListPairs([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(ListPairs), input, client, cancellationToken);

    [Function(nameof(FetchHistory))]
    public Task<string> FetchHistory([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(FetchHistory), input, client, cancellationToken);

    [Function(nameof(TrainFirst))]
    public Task<string> TrainFirst([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(TrainFirst), input, client, cancellationToken);

    [Function(nameof(OpenPortfolio))]
    public Task<string> OpenPortfolio([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(OpenPortfolio), input, client, cancellationToken);
}
