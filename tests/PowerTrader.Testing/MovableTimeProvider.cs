namespace PowerTrader.Testing;

/// <summary>Time that stands still until it is moved.</summary>
public abstract class MovableTimeProvider(DateTimeOffset start) : TimeProvider
{
    public sealed override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public sealed override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Guards the time, and whatever hangs on it.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>To be read and moved under <see cref="Gate"/>.</summary>
    protected DateTimeOffset Current { get; set; } = start;

    public sealed override DateTimeOffset GetUtcNow()
    {
        lock (Gate) return Current;
    }

    public sealed override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves it; what falls due happens.</summary>
    public virtual void Advance(TimeSpan by)
    {
        lock (Gate) Current += by;
    }
}
