using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Makes the trader ready where something is missing: pairs, history, models, the portfolio.</summary>
/// <remarks>Looks again at the next occurrence.</remarks>
public sealed class PrepareTimer(CloudTrader trader)
{
    [Function(Names.Prepare)]
    public Task Run([TimerTrigger("%Schedules:Prepare%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.Prepare, client, cancellationToken);
}
