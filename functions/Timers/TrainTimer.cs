using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Starts the nightly training.</summary>
/// <remarks>A missed night leaves the models learning on from the last checkpoint.</remarks>
public sealed class TrainTimer(CloudTrader trader)
{
    [Function(Names.Train)]
    public Task Run([TimerTrigger("%Schedules:Train%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.Train, client, cancellationToken);
}
