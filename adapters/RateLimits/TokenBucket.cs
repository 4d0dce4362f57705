namespace PowerTrader.Adapters.RateLimits;

/// <summary>Lets through a burst at once and a steady rate after it. Time is the market's own. Thread-safe, first come first served.</summary>
/// <param name="capacity">The burst; the bucket begins full.</param>
/// <param name="perMinute">What flows in.</param>
public sealed class TokenBucket(int capacity, int perMinute, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly Lock state = new();
    private double tokens = capacity;
    private DateTimeOffset at = time.GetUtcNow();
    private DateTimeOffset closedUntil = DateTimeOffset.MinValue;
    private long requests;

    /// <summary>Requests let through.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Waits until a token is there. A cancelled wait takes nothing.</summary>
    /// <param name="reserve">So many tokens are left for others that matter more.</param>
    public async Task EnterAsync(int reserve, CancellationToken cancellationToken)
    {
        if (TryEnter(reserve) is null) return;
        // Those with a reserve queue; one without goes by as soon as there is a token.
        if (reserve > 0) await turn.WaitAsync(cancellationToken);
        try
        {
            while (TryEnter(reserve) is { } wait) await Task.Delay(wait, time, cancellationToken);
        }
        finally
        {
            if (reserve > 0) turn.Release();
        }
    }

    /// <summary>Null where a token was taken, else how long it takes until there may be one.</summary>
    public TimeSpan? TryEnter(int reserve)
    {
        lock (state)
        {
            var now = time.GetUtcNow();
            if (now > at)
            {
                tokens = Math.Min(capacity, tokens + (now - at).TotalMinutes * perMinute);
                at = now;
            }
            if (now < closedUntil) return closedUntil - now;
            var missing = reserve + 1 - tokens;
            if (missing > 1e-9) return TimeSpan.FromMinutes(missing / perMinute) + TimeSpan.FromMilliseconds(1);
            tokens -= 1;
            Interlocked.Increment(ref requests);
            return null;
        }
    }

    /// <summary>The venue says that its own bucket is empty.</summary>
    /// <param name="wait">Until when it asks to wait; null where it does not say.</param>
    public void Drain(TimeSpan? wait)
    {
        lock (state)
        {
            tokens = Math.Min(tokens, 0);
            at = time.GetUtcNow();
            if (wait is { } told && at + told > closedUntil) closedUntil = at + told;
        }
    }

    public void Dispose() => turn.Dispose();
}
