namespace PowerTrader.Testing;

/// <summary>Time that jumps to the end of every wait as soon as somebody waits, and remembers how long each was to be. For one flow of control: while it waits, nothing else runs.</summary>
public sealed class JumpingTimeProvider(DateTimeOffset start) : MovableTimeProvider(start)
{
    private readonly List<TimeSpan> waits = [];

    /// <summary>Every wait so far, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (Gate) return [.. waits];
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            lock (Gate)
            {
                waits.Add(dueTime);
                Current += dueTime;
            }
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
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
