using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;

namespace PowerTrader.Functions.Activities;

/// <summary>What a new candle brings. Idempotent: each may run again after a crash.</summary>
public sealed class ForecastActivities(CloudTrader trader)
{
    [Function(nameof(SettleAndForecast))]
    public Task<string> SettleAndForecast([ActivityTrigger] string input, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunActivityAsync(nameof(SettleAndForecast), input, client, cancellationToken);
}
