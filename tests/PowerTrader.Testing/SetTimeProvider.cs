namespace PowerTrader.Testing;

/// <summary>The clock of a machine that somebody sets: what it shows is off by as much, and its steady clock runs on.</summary>
public sealed class SetTimeProvider(TimeProvider world) : TimeProvider
{
    /// <summary>How far what it shows is ahead of the world's time.</summary>
    public TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow() + Ahead;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => world.CreateTimer(callback, state, dueTime, period);
}
