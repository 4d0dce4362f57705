using System.Text;

namespace PowerTrader.Core.Ports;

/// <summary>The limits of Azure Service Bus (standard tier), kept by every queue.</summary>
/// <remarks>Source: "Service Bus quotas" (Microsoft Learn); the length of a reason is the .NET client's.</remarks>
public static class MessageRules
{
    /// <summary>Of a message with its headers.</summary>
    public const int MaxMessageBytes = 256 * 1024;

    /// <summary>Of a dead letter's reason, and of its description; characters.</summary>
    public const int MaxReasonLength = 4096;

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
