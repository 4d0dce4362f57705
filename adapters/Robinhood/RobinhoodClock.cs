namespace PowerTrader.Adapters.Robinhood;

/// <summary>The venue's clock as its replies tell it. A signature carries the venue's time, whatever this machine's clock says.</summary>
internal sealed class RobinhoodClock(TimeProvider time)
{
    private long skew;
    private volatile Heard? heard;

    /// <summary>The venue's clock less this machine's; zero until a reply contradicts it.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref skew));

    public DateTimeOffset Local => time.GetUtcNow();

    /// <summary>The venue's time now.</summary>
    public DateTimeOffset Now => Local + Skew;

    /// <summary>The venue's time now, as its last reply told it and the steady clock has run since; null before any. This machine's clock has no part in it.</summary>
    public DateTimeOffset? Told => heard is { } last ? last.Venue + time.GetElapsedTime(last.Steady) : null;

    /// <summary>Learns from one reply's <c>Date</c>, which is cut to the second: the truth lies between two bounds, and what lies there already stays.</summary>
    /// <returns>True where the skew became another one.</returns>
    public bool Observe(DateTimeOffset date, DateTimeOffset sent, DateTimeOffset received)
    {
        heard = new Heard(time.GetTimestamp(), date);
        var least = date - received;
        var most = date + TimeSpan.FromSeconds(1) - sent;
        var known = Skew;
        if (least > most || (known >= least && known <= most)) return false;
        Interlocked.Exchange(ref skew, (TimeSpan.Zero >= least && TimeSpan.Zero <= most ? TimeSpan.Zero : (least + most) / 2).Ticks);
        return true;
    }

    private sealed record Heard(long Steady, DateTimeOffset Venue);
}
