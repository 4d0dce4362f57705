using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>The gate: looks at every portfolio and starts a cycle where there is something to trade.</summary>
/// <remarks>A missed one is not made up for: the next one decides on what is then known.</remarks>
public sealed class TradeTickTimer(CloudTrader trader)
{
    [Function(Names.TradeTick)]
    public Task Run([TimerTrigger("%Schedules:TradeTick%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.TradeTick, client, cancellationToken);
}
