using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Timers;

/// <summary>Quotes, newly closed candles and a forecast of each, once a minute for all tenants.</summary>
/// <remarks>Missed ones collapse into the last; a fault is tried again at the next occurrence.</remarks>
public sealed class MarketTickTimer(CloudTrader trader)
{
    [Function(Names.MarketTick)]
    public Task Run([TimerTrigger("%Schedules:MarketTick%")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        trader.RunScheduleAsync(Names.MarketTick, client, cancellationToken);
}
