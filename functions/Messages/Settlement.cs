using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Cloud.Messaging;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Functions.Messages;

/// <summary>Handles a message and settles it as the handler says. A fault leaves it unsettled: the extension abandons it, and it comes again.</summary>
internal static class Settlement
{
    public static async Task RunAsync(
        CloudTrader trader, string queue, ServiceBusReceivedMessage message, ServiceBusMessageActions actions, DurableTaskClient client, CancellationToken cancellationToken)
    {
        var outcome = await trader.HandleAsync(ServiceBusMessageQueue.FromServiceBus(queue, message), client, cancellationToken);
        // Settled even while the host stops: what was done must not be done again.
        await (outcome switch
        {
            HandlerOutcome.Complete => actions.CompleteMessageAsync(message, CancellationToken.None),
            HandlerOutcome.DeadLetter dead => actions.DeadLetterMessageAsync(
                message, null, MessageRules.Cut(dead.Reason), MessageRules.Cut(dead.Description), CancellationToken.None),
            _ => actions.AbandonMessageAsync(message, null, CancellationToken.None),
        });
    }
}
