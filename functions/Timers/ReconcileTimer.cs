using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Compares every portfolio with its venue and settles what is unknown.</summary>
/// <remarks>Without it buying stops by itself after the reconciliation limit.</remarks>
public sealed class ReconcileTimer(CloudTrader trader)
{
    [Function(Names.Reconcile)]
    public Task Run([TimerTrigger("%Schedules:Reconcile%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.Reconcile, client, cancellationToken);
}
