namespace PowerTrader.Adapters.Storage;

public sealed record HostLeaseOptions
{
    /// <summary>Wall time after which a holder that does not renew may be replaced. It renews three times as often.</summary>
    public TimeSpan Term { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often somebody who waits for the place looks.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>For the term, its renewals and the waiting.</summary>
    public TimeProvider Wall { get; init; } = TimeProvider.System;

    /// <summary>Told to whoever finds the place taken.</summary>
    public long Process { get; init; } = Environment.ProcessId;

    /// <summary>Whether the holder also holds a lock that its end frees: then a free lock proves its end, and nobody need wait for the term.</summary>
    public bool HoldsLock { get; init; }
}
