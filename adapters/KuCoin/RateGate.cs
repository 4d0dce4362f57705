namespace PowerTrader.Adapters.KuCoin;

/// <summary>Holds requests so that a pool's weights per window are never exceeded. Time is the market's own.</summary>
/// <remarks>KuCoin: 2,000 weights per 30 s and IP in the public pool; the window begins with the first request.</remarks>
public sealed class RateGate(int quota, TimeSpan window, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private DateTimeOffset windowEnd = DateTimeOffset.MinValue;
    private int used;

    /// <summary>Requests let through.</summary>
    public long Requests { get; private set; }

    public async Task EnterAsync(int weight, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weight, quota);
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (time.GetUtcNow() >= windowEnd) Begin(window);
            while (used + weight > quota)
            {
                var wait = windowEnd - time.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
                Begin(window);
            }
            used += weight;
            Requests++;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The venue's own count, where it sends one: it knows of requests that this process does not.</summary>
    public void Learn(int remaining, TimeSpan reset)
    {
        used = Math.Max(used, quota - remaining);
        if (reset > TimeSpan.Zero && reset <= window) windowEnd = time.GetUtcNow() + reset;
    }

    public void Dispose() => turn.Dispose();

    private void Begin(TimeSpan length)
    {
        windowEnd = time.GetUtcNow() + length;
        used = 0;
    }
}
