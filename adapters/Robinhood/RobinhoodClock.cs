namespace PowerTrader.Adapters.Robinhood;

/// <summary>The venue's clock as its replies tell it. A signature carries the venue's time, whatever this machine's clock says.</summary>
internal sealed class RobinhoodClock(TimeProvider time)
{
    private long skew;

    /// <summary>The venue's clock less this machine's; zero until a reply contradicts it.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref skew));

    public DateTimeOffset Local => time.GetUtcNow();

    /// <summary>The venue's time now.</summary>
    public DateTimeOffset Now => Local + Skew;

    /// <summary>Learns from one reply's <c>Date</c>, which is cut to the second: the truth lies between two bounds, and what lies there already stays.</summary>
    /// <returns>True where the skew became another one.</returns>
    public bool Observe(DateTimeOffset date, DateTimeOffset sent, DateTimeOffset received)
    {
        var least = date - received;
        var most = date + TimeSpan.FromSeconds(1) - sent;
        var known = Skew;
        if (least > most || (known >= least && known <= most)) return false;
        Interlocked.Exchange(ref skew, (TimeSpan.Zero >= least && TimeSpan.Zero <= most ? TimeSpan.Zero : (least + most) / 2).Ticks);
        return true;
    }
}
