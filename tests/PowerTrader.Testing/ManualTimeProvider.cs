namespace PowerTrader.Testing;

/// <summary>Wall time that a test moves. Timers fire on the thread that moves it, in the order of their instants; a periodic one once, however many periods have passed.</summary>
public sealed class ManualTimeProvider(DateTimeOffset start) : MovableTimeProvider(start)
{
    private readonly List<ManualTimer> timers = [];
    private readonly List<(TimeSpan Due, TaskCompletionSource Found)> waiters = [];

    /// <summary>Timers that wait.</summary>
    public int TimerCount
    {
        get
        {
            lock (Gate) return timers.Count;
        }
    }

    /// <summary>Completes when somebody waits for exactly so long from now: then it is safe to advance.</summary>
    public Task WhenTimerAsync(TimeSpan due)
    {
        lock (Gate)
        {
            if (timers.Exists(timer => timer.Due - Current == due)) return Task.CompletedTask;
            var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((due, found));
            return found.Task;
        }
    }

    /// <summary>Jumps: a timer that somebody starts because another has fired counts from the new instant, whichever thread is faster.</summary>
    public override void Advance(TimeSpan by)
    {
        base.Advance(by);
        while (Take() is { } timer) timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? Take()
    {
        lock (Gate)
        {
            var first = timers.Where(timer => timer.Due <= Current).MinBy(timer => timer.Due);
            if (first is null) return null;
            if (first.Period > TimeSpan.Zero) first.Due += first.Period * (1 + (Current - first.Due).Ticks / first.Period.Ticks);
            else timers.Remove(first);
            return first;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider owner, Action callback) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner.Gate)
            {
                owner.timers.Remove(this);
                Period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = owner.Current + dueTime;
                if (dueTime > TimeSpan.Zero)
                {
                    owner.timers.Add(this);
                    foreach (var waiter in owner.waiters.Where(waiter => waiter.Due == dueTime)) waiter.Found.TrySetResult();
                    owner.waiters.RemoveAll(waiter => waiter.Found.Task.IsCompleted);
                    return true;
                }
            }
            callback();
            return true;
        }

        public void Dispose()
        {
            lock (owner.Gate) owner.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
