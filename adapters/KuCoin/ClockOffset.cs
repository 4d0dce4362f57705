namespace PowerTrader.Adapters.KuCoin;

/// <summary>Venue time less local time, from one exchange of messages.</summary>
/// <param name="Offset">Positive where the venue's clock is ahead.</param>
/// <param name="Uncertainty">Half the round trip: the true offset lies within it on either side, wherever in between the venue looked at its clock.</param>
public readonly record struct ClockOffset(TimeSpan Offset, TimeSpan Uncertainty)
{
    /// <exception cref="ArgumentOutOfRangeException">The answer came before the question: the local clock was set back meanwhile.</exception>
    public static ClockOffset Measure(DateTimeOffset sent, DateTimeOffset server, DateTimeOffset received)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(received, sent);
        var half = (received - sent) / 2;
        return new(server - (sent + half), half);
    }

    /// <summary>Certainly within the limit.</summary>
    public bool IsWithin(TimeSpan limit) => Offset.Duration() + Uncertainty <= limit;
}
