using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Starts the repair of holes in the stored candles.</summary>
/// <remarks>The next hour looks again.</remarks>
public sealed class RepairTimer(CloudTrader trader)
{
    [Function(Names.Repair)]
    public Task Run([TimerTrigger("%Schedules:Repair%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.Repair, client, cancellationToken);
}
