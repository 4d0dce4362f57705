using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>Venue time less local time, from one exchange of messages.</summary>
/// <param name="Offset">Positive where the venue's clock is ahead.</param>
/// <param name="Uncertainty">Half the round trip: the true offset lies within it on either side, wherever in between the venue looked at its clock.</param>
public readonly record struct ClockOffset(TimeSpan Offset, TimeSpan Uncertainty)
{
    /// <summary>Above it quotes look stale, or candles closed, that are not.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <exception cref="ArgumentOutOfRangeException">The answer came before the question: the local clock was set back meanwhile.</exception>
    public static ClockOffset Measure(DateTimeOffset sent, DateTimeOffset server, DateTimeOffset received)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(received, sent);
        var half = (received - sent) / 2;
        return new(server - (sent + half), half);
    }

    /// <summary>Asks the market for its time once.</summary>
    public static async Task<ClockOffset> MeasureAsync(IMarketData market, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(time);
        var sent = time.GetUtcNow();
        var server = await market.GetServerTimeAsync(cancellationToken);
        return Measure(sent, server, time.GetUtcNow());
    }

    /// <summary>Certainly within the limit.</summary>
    public bool IsWithin(TimeSpan limit) => Offset.Duration() + Uncertainty <= limit;

    /// <summary>Certainly beyond the limit.</summary>
    public bool IsBeyond(TimeSpan limit) => Offset.Duration() - Uncertainty > limit;

    /// <summary>Reads like <c>+0.3 s (± 0.1 s)</c>.</summary>
    public override string ToString() => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{Offset.TotalSeconds:+0.0;-0.0;0.0} s (± {Uncertainty.TotalSeconds:0.0} s)");
}
