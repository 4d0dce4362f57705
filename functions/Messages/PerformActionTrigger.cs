using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Messages;

/// <summary>Carries out what a person asked for from another process.</summary>
public sealed class PerformActionTrigger(CloudTrader trader)
{
    [Function("PerformAction")]
    public Task Run(
        [ServiceBusTrigger(Names.ActionsQueue, Connection = FunctionNames.Bus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        Settlement.RunAsync(trader, Names.ActionsQueue, message, actions, client, cancellationToken);
}
