namespace PowerTrader.Adapters.Time;

/// <summary>A time provider that stands still until it is advanced; its timers fire while it is, in order of their instants.</summary>
internal sealed class SimulatedTimeProvider(long ticks) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<SimulatedTimer> timers = [];
    private long now = ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref now), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ticks of the earliest timer; <see cref="long.MaxValue"/> for none.</summary>
    public long NextTimer()
    {
        lock (gate)
        {
            var next = long.MaxValue;
            foreach (var timer in timers) next = Math.Min(next, timer.Due);
            return next;
        }
    }

    public void AdvanceTo(long target)
    {
        while (TakeDue(target) is { } timer) timer.Fire();
        Volatile.Write(ref now, Math.Max(now, target));
    }

    public void StandAt(long instant) => Volatile.Write(ref now, instant);

    private SimulatedTimer? TakeDue(long target)
    {
        lock (gate)
        {
            SimulatedTimer? first = null;
            foreach (var timer in timers)
            {
                if (timer.Due <= target && (first is null || timer.Due < first.Due)) first = timer;
            }
            if (first is null) return null;
            Volatile.Write(ref now, Math.Max(now, first.Due));
            if (first.Period > 0) first.Due += first.Period;
            else timers.Remove(first);
            return first;
        }
    }

    private sealed class SimulatedTimer(SimulatedTimeProvider owner, Action callback) : ITimer
    {
        public long Due { get; set; }

        public long Period { get; private set; }

        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var atOnce = dueTime == TimeSpan.Zero;
            lock (owner.gate)
            {
                owner.timers.Remove(this);
                Period = period > TimeSpan.Zero ? period.Ticks : 0;
                if (dueTime >= TimeSpan.Zero && (!atOnce || Period > 0))
                {
                    Due = owner.now + (atOnce ? Period : dueTime.Ticks);
                    owner.timers.Add(this);
                }
            }
            if (atOnce) callback();
            return true;
        }

        public void Dispose()
        {
            lock (owner.gate) owner.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
