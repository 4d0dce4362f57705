using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Cloud.Messaging;

/// <summary><see cref="IMessageQueue"/> on Service Bus queues with sessions and duplicate detection.</summary>
/// <remarks>
/// In Azure a trigger receives and settles; receiving here is for tools and tests. The duplicate window, the lock's time and the number of
/// deliveries are properties of the queue, set where it is made.
/// </remarks>
public sealed class ServiceBusMessageQueue(ServiceBusClient client) : IMessageQueue, IAsyncDisposable
{
    /// <summary>How long a receive asks for a session before it says that there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, ServiceBusSender> senders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (ServiceBusSessionReceiver Receiver, ServiceBusReceivedMessage Message)> held = new(StringComparer.Ordinal);

    /// <summary>The message that the port's one becomes; a trigger's tests use it too.</summary>
    public static ServiceBusMessage ToServiceBus(QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var sent = new ServiceBusMessage(message.Body) { MessageId = message.MessageId, SessionId = message.SessionId, ContentType = "application/json" };
        if (message.NotBefore is { } visible) sent.ScheduledEnqueueTime = visible;
        if (message.TraceParent is { } parent)
        {
            // Both names are read by Azure's libraries; one that is there keeps them from writing their own.
            sent.ApplicationProperties["traceparent"] = parent;
            sent.ApplicationProperties["Diagnostic-Id"] = parent;
        }
        return sent;
    }

    /// <summary>What a handler of the catalogue is given.</summary>
    public static ReceivedMessage FromServiceBus(string queue, ServiceBusReceivedMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new ReceivedMessage(queue, message.MessageId, message.SessionId ?? "", message.Body.ToString(), message.LockToken, message.DeliveryCount);
    }

    public async Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentNullException.ThrowIfNull(message);
        if (!IdGrammar.IsId(message.MessageId)) throw new ArgumentException($"'{message.MessageId}' is no message id", nameof(message));
        if (!IdGrammar.IsId(message.SessionId)) throw new ArgumentException($"'{message.SessionId}' is no session id", nameof(message));
        if (MessageRules.IsTooLarge(message)) return SendResult.TooLarge;
        try
        {
            await senders.GetOrAdd(queue, static (name, bus) => bus.CreateSender(name), client).SendMessageAsync(ToServiceBus(message), cancellationToken);
            return SendResult.Accepted;
        }
        catch (ServiceBusException fault) when (fault.Reason == ServiceBusFailureReason.MessageSizeExceeded)
        {
            return SendResult.TooLarge;
        }
        catch (ServiceBusException fault) when (fault.IsTransient)
        {
            // Sending again is safe: the duplicate window drops the second one.
            throw new AmbiguousException($"the queue {queue} did not answer ({fault.Reason})", fault);
        }
    }

    public async Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var receiver = await client.AcceptNextSessionAsync(queue, cancellationToken: patience.Token);
            if (await receiver.ReceiveMessageAsync(Patience, cancellationToken) is { } message)
            {
                held[message.LockToken] = (receiver, message);
                return FromServiceBus(queue, message);
            }
            await receiver.CloseAsync(cancellationToken);
            return null;
        }
        catch (ServiceBusException fault) when (fault.Reason == ServiceBusFailureReason.ServiceTimeout)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (ServiceBusException fault) when (fault.IsTransient)
        {
            throw new TransientException($"the queue {queue} did not answer ({fault.Reason})", fault);
        }
    }

    public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, (receiver, _) => receiver.RenewSessionLockAsync(cancellationToken), keeps: true, cancellationToken);

    public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, (receiver, found) => receiver.CompleteMessageAsync(found, cancellationToken), keeps: false, cancellationToken);

    public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        SettleAsync(message, (receiver, found) => receiver.AbandonMessageAsync(found, cancellationToken: cancellationToken), keeps: false, cancellationToken);

    public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        ArgumentNullException.ThrowIfNull(description);
        return SettleAsync(
            message, (receiver, found) => receiver.DeadLetterMessageAsync(found, MessageRules.Cut(reason), MessageRules.Cut(description), cancellationToken), keeps: false, cancellationToken);
    }

    public async Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(queue);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        await using var receiver = client.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var letters = await receiver.PeekMessagesAsync(limit, cancellationToken: cancellationToken);
        return [.. letters.Select(letter => new DeadLetter(
            letter.MessageId, letter.SessionId ?? "", letter.Body.ToString(), letter.DeadLetterReason ?? "", letter.DeadLetterErrorDescription ?? "", letter.DeliveryCount))];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (receiver, _) in held.Values) await receiver.DisposeAsync();
        foreach (var sender in senders.Values) await sender.DisposeAsync();
    }

    private async Task<bool> SettleAsync(
        ReceivedMessage message, Func<ServiceBusSessionReceiver, ServiceBusReceivedMessage, Task> settle, bool keeps, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!held.TryGetValue(message.LockToken, out var found)) return false;
        try
        {
            await settle(found.Receiver, found.Message);
        }
        catch (ServiceBusException fault) when (fault.Reason is ServiceBusFailureReason.MessageLockLost or ServiceBusFailureReason.SessionLockLost)
        {
            await ForgetAsync(message, found.Receiver, cancellationToken);
            return false;
        }
        catch (ServiceBusException fault) when (fault.IsTransient)
        {
            throw new AmbiguousException($"the queue {message.Queue} did not answer ({fault.Reason})", fault);
        }
        if (!keeps) await ForgetAsync(message, found.Receiver, cancellationToken);
        return true;
    }

    /// <summary>Closing gives the session back, so that its next message may be received by anybody.</summary>
    private async Task ForgetAsync(ReceivedMessage message, ServiceBusSessionReceiver receiver, CancellationToken cancellationToken)
    {
        held.TryRemove(message.LockToken, out _);
        await receiver.CloseAsync(cancellationToken);
    }
}
