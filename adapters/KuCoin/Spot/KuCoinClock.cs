using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>The venue's time: this machine's and the offset that was measured last. Signed requests must be within 5 s of it.</summary>
/// <param name="ask">The venue's time in milliseconds.</param>
internal sealed class KuCoinClock(Func<CancellationToken, Task<VenueResult<long>>> ask, TimeProvider time)
{
    /// <summary>Clocks drift by seconds a day at worst.</summary>
    private static readonly TimeSpan MeasureEvery = TimeSpan.FromMinutes(10);

    /// <summary>Between the wall clock and the steady one: beyond it somebody has set the clock, or the machine slept.</summary>
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(1);

    /// <summary>The year 9999.</summary>
    private const long MaxMilliseconds = 253_402_300_799_000;

    private readonly Lock gate = new();
    private ClockOffset offset;
    private (long Steady, DateTimeOffset Wall)? measured;
    private (long Steady, DateTimeOffset Venue)? heard;

    /// <summary>Zero until it has been measured.</summary>
    public ClockOffset Offset
    {
        get
        {
            lock (gate) return offset;
        }
    }

    /// <summary>The venue's time now, as it told last and the steady clock has run since; null until it has told. This machine's clock has no part in it.</summary>
    public DateTimeOffset? Told
    {
        get
        {
            lock (gate) return heard is var (steady, venue) ? venue + time.GetElapsedTime(steady) : null;
        }
    }

    public DateTimeOffset Now => At(time.GetUtcNow());

    /// <summary>The venue's time when this machine's clock said so.</summary>
    public DateTimeOffset At(DateTimeOffset here) => here + Offset.Offset;

    /// <summary>Measures where that was not done for a while.</summary>
    /// <returns>Null where it is known; else why the venue could not be asked.</returns>
    public async Task<KuCoinError?> EnsureAsync(CancellationToken cancellationToken)
    {
        if (IsKnown()) return null;
        var steady = time.GetTimestamp();
        var sent = time.GetUtcNow();
        var answer = await ask(cancellationToken);
        if (!answer.IsSuccess) return answer.Error;
        if (answer.Data is < 0 or > MaxMilliseconds) return new KuCoinError(KuCoinErrorKind.Unreadable, "200000", $"the venue's time is no time: {answer.Data}");
        var half = time.GetElapsedTime(steady) / 2;
        lock (gate)
        {
            offset = new ClockOffset(DateTimeOffset.FromUnixTimeMilliseconds(answer.Data) - (sent + half), half);
            measured = (time.GetTimestamp(), time.GetUtcNow());
            heard = (measured.Value.Steady, DateTimeOffset.FromUnixTimeMilliseconds(answer.Data) + half);
        }
        return null;
    }

    /// <summary>It is measured anew before the next request that may ask.</summary>
    public void Forget()
    {
        lock (gate) measured = null;
    }

    private bool IsKnown()
    {
        lock (gate)
        {
            if (measured is not var (steady, wall)) return false;
            var elapsed = time.GetElapsedTime(steady);
            return elapsed < MeasureEvery && (time.GetUtcNow() - wall - elapsed).Duration() < MaxStep;
        }
    }
}
