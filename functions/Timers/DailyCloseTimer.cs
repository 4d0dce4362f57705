using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Starts the close of the day that has ended.</summary>
/// <remarks>The workflow has the day in its id: a second start is none.</remarks>
public sealed class DailyCloseTimer(CloudTrader trader)
{
    [Function(Names.DailyClose)]
    public Task Run([TimerTrigger("%Schedules:DailyClose%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.DailyClose, client, cancellationToken);
}
