using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;

namespace PowerTrader.Functions.Messages;

/// <summary>Sends one order: sessions keep the order per coin, one message at a time, settled by hand.</summary>
public sealed class PlaceOrderTrigger(CloudTrader trader)
{
    [Function("PlaceOrder")]
    public Task Run(
        [ServiceBusTrigger(Names.OrdersQueue, Connection = FunctionNames.Bus, IsSessionsEnabled = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        Settlement.RunAsync(trader, Names.OrdersQueue, message, actions, client, cancellationToken);
}
