using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Messages;

/// <summary>Brings an alert to people.</summary>
public sealed class NotifyTrigger(CloudTrader trader)
{
    [Function("Notify")]
    public Task Run(
        [ServiceBusTrigger(Names.AlertsQueue, Connection = FunctionNames.Bus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        Settlement.RunAsync(trader, Names.AlertsQueue, message, actions, client, cancellationToken);
}
