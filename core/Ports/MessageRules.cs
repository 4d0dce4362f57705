using System.Text;

namespace PowerTrader.Core.Ports;

/// <summary>The limits of Azure Service Bus (standard tier) and the properties of this program's queues, kept by every queue.</summary>
/// <remarks>Source: "Service Bus quotas" (Microsoft Learn); the length of a reason is the .NET client's.</remarks>
public static class MessageRules
{
    /// <summary>Of a message with its headers.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    /// <summary>Of a dead letter's reason, and of its description; characters.</summary>
    public const int MaxReasonLength = 4096;

    /// <summary>Deliveries after which a message that is not settled is dead.</summary>
    public const int MaxDeliveries = 10;

    /// <summary>Reason of the dead letter that <see cref="MaxDeliveries"/> makes.</summary>
    public const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";

    /// <summary>Trading time during which a message id is remembered, completed or not.</summary>
    public static readonly TimeSpan DuplicateWindow = TimeSpan.FromMinutes(10);

    /// <summary>Wall time for which a received message is its receiver's; also the most that Service Bus allows.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    /// <summary>Taken for headers, annotations and framing beside the ids.</summary>
    private const int HeaderBytes = 1024;

    /// <summary>Body and ids in UTF-8, and the headers.</summary>
    public static bool IsTooLarge(QueueMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var bytes = (long)HeaderBytes + message.MessageId.Length + message.SessionId.Length + Encoding.UTF8.GetByteCount(message.Body);
        return bytes > MaxMessageBytes;
    }

    /// <summary>The text, or as much of it as a dead letter holds: a long stack trace must not keep a message from being buried.</summary>
    public static string Cut(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= MaxReasonLength) return text;
        var length = char.IsHighSurrogate(text[MaxReasonLength - 1]) ? MaxReasonLength - 1 : MaxReasonLength;
        return text[..length];
    }
}
