namespace PowerTrader.Adapters.RateLimits;

/// <summary>Holds requests so that a pool's weights per window are never exceeded. Time is the market's own. Thread-safe.</summary>
/// <remarks>The window is fixed and begins with its first request, as KuCoin counts it.</remarks>
public sealed class RateGate(int quota, TimeSpan window, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock state = new();
    private DateTimeOffset windowEnd = DateTimeOffset.MinValue;
    private int limit;
    private int used;
    private long requests;

    /// <summary>Weights a window may hold, as configured.</summary>
    public int Quota { get; } = quota;

    /// <summary>Requests let through.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Weights of this window already taken, by this process or by what the venue reported.</summary>
    public int Used
    {
        get
        {
            lock (state) return used;
        }
    }

    /// <summary>Waits for its turn and for room in the window. A cancelled wait takes nothing.</summary>
    public async Task EnterAsync(int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, Quota);
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (TryTake(weight) is { } wait) await Task.Delay(wait, time, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes its turn where the window has room.</summary>
    /// <returns>Null where it was taken, else how long the window still lasts.</returns>
    public TimeSpan? TryEnter(int weight)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, Quota);
        return TryTake(weight);
    }

    /// <summary>The venue's own count, where it sends one: it knows of requests that this process does not.</summary>
    /// <param name="allowed">The pool's quota by the venue; null where it does not say.</param>
    /// <param name="remaining">Weights left in the venue's window.</param>
    /// <param name="reset">Until the venue's window ends; longer than a window is read as one window.</param>
    public void Learn(int? allowed, int remaining, TimeSpan reset)
    {
        lock (state)
        {
            if (allowed is > 0 and var told) limit = told;
            used = Math.Max(used, (limit > 0 ? limit : Quota) - remaining);
            if (reset > TimeSpan.Zero) windowEnd = time.GetUtcNow() + (reset < window ? reset : window);
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>Null where the weight was taken, else how long the window still lasts.</summary>
    private TimeSpan? TryTake(int weight)
    {
        lock (state)
        {
            var now = time.GetUtcNow();
            if (now >= windowEnd)
            {
                windowEnd = now + window;
                used = 0;
            }
            // A fresh window lets any single request through, even where the venue has told of a smaller quota.
            if (used > 0 && used + weight > (limit > 0 ? limit : Quota)) return windowEnd - now;
            used += weight;
            Interlocked.Increment(ref requests);
            return null;
        }
    }
}
