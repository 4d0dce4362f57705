using PowerTrader.Core.Ports;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>The time of one schedule's world. It passes where somebody waits for it, and in requests under way; whole milliseconds only. One thread at a time.</summary>
internal sealed class WorldTime(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    /// <summary>Told after each step, with the time as it is then.</summary>
    public Action? Passed { get; set; }

    /// <summary>Stands before and after each wait of the running host.</summary>
    public Action<Action>? Waiting { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public void Advance(TimeSpan by)
    {
        now += TimeSpan.FromMilliseconds(Math.Ceiling(by.TotalMilliseconds));
        Passed?.Invoke();
    }

    /// <summary>Whoever waits is alone: time goes on to the end of the wait at once.</summary>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return new Fired();
        void Wait() => Advance(dueTime < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : dueTime);
        if (Waiting is { } waiting) waiting(Wait);
        else Wait();
        callback(state);
        return new Fired();
    }

    private sealed class Fired : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>The clock of the machine that the traders run on: the world's, and how far it is off.</summary>
internal sealed class MachineClock(WorldTime world) : TimeProvider, ITradingClock
{
    public TimeSpan Offset { get; set; }

    public DateTimeOffset Now => world.GetUtcNow() + Offset;

    TimeProvider ITradingClock.TimeProvider => this;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => world.CreateTimer(callback, state, dueTime, period);
}
