using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

public sealed record SqliteQueueOptions
{
    /// <summary>Deliveries after which a message that is not settled is dead.</summary>
    public int MaxDeliveries { get; init; } = MessageRules.MaxDeliveries;

    /// <summary>Trading time during which a message id is remembered, completed or not.</summary>
    public TimeSpan DuplicateWindow { get; init; } = MessageRules.DuplicateWindow;

    /// <summary>Wall time for which a received message is its receiver's.</summary>
    public TimeSpan LockTime { get; init; } = MessageRules.LockTime;
}
