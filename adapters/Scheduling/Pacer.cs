namespace PowerTrader.Adapters.Scheduling;

/// <summary>Holds simulated time to a multiple of wall time. Work that takes longer than its share delays what follows; nothing is caught up in a burst.</summary>
internal sealed class Pacer(TimeProvider wall, double speed)
{
    private long anchorStamp;
    private DateTimeOffset anchorInstant;

    /// <summary>Trading seconds per wall second.</summary>
    public double Speed { get; private set; } = speed;

    /// <exception cref="ArgumentOutOfRangeException">Not above zero.</exception>
    public void Restart(DateTimeOffset instant, double newSpeed)
    {
        if (double.IsNaN(newSpeed) || newSpeed <= 0) throw new ArgumentOutOfRangeException(nameof(newSpeed), newSpeed, "the speed must be above zero");
        Speed = newSpeed;
        anchorInstant = instant;
        anchorStamp = wall.GetTimestamp();
    }

    /// <summary>Wall time to wait before the clock may stand at the instant; zero or less for none.</summary>
    public TimeSpan DelayUntil(DateTimeOffset instant)
    {
        if (double.IsPositiveInfinity(Speed)) return TimeSpan.Zero;
        var share = (instant - anchorInstant).TotalSeconds / Speed;
        var delay = TimeSpan.FromSeconds(Math.Min(share, TimeSpan.FromDays(365).TotalSeconds)) - wall.GetElapsedTime(anchorStamp);
        if (delay < TimeSpan.Zero) Restart(instant, Speed);
        return delay;
    }
}
