namespace PowerTrader.Core.Ports;

/// <param name="MessageId">Derived; a second one within the duplicate window is dropped silently, even after the first was completed.</param>
/// <param name="SessionId">Order holds within a session; one message of a session is handled at a time.</param>
/// <param name="SortKey">Which of several sessions goes first at one instant on the embedded queue; ignored by a cloud one.</param>
/// <param name="NotBefore">Invisible until then; null for at once.</param>
/// <param name="TraceParent">W3C Trace Context of the sender, for people's tools alone: no part of what makes a message a duplicate, and a queue may drop it.</param>
public sealed record QueueMessage(
    string MessageId, string SessionId, string Body, string SortKey = "", DateTimeOffset? NotBefore = null, string? TraceParent = null);

/// <param name="LockToken">Proof for settling; invalid after the lock's time.</param>
/// <param name="DeliveryCount">1 at the first delivery.</param>
public sealed record ReceivedMessage(string Queue, string MessageId, string SessionId, string Body, string LockToken, int DeliveryCount);

public sealed record DeadLetter(string MessageId, string SessionId, string Body, string Reason, string Description, int DeliveryCount);

public enum SendResult
{
    /// <summary>Taken, or dropped as a duplicate: the sender cannot tell.</summary>
    Accepted,

    /// <summary>Over <see cref="MessageRules.MaxMessageBytes"/>.</summary>
    TooLarge,
}

/// <summary>At-least-once queue with sessions, locks, a duplicate window and dead letters, as Service Bus has them. No back-off.</summary>
public interface IMessageQueue
{
    Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Locks the next message of a session that nobody holds, or returns null. Never waits.</summary>
    Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken);

    /// <summary>The lock lasts its whole time again from now. False where it was lost: the message will be, or was, delivered again.</summary>
    Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) =>
        throw new NotSupportedException("this queue has no locks to renew");

    /// <summary>False where the lock was lost: the message will be, or was, delivered again.</summary>
    Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Visible again at once; the tenth delivery that ends so goes to the dead letters (<c>MaxDeliveryCountExceeded</c>).</summary>
    Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken);

    /// <summary>Reason and description are cut to <see cref="MessageRules.MaxReasonLength"/>.</summary>
    Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken);

    /// <summary>Oldest first; they stay.</summary>
    Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken);
}
