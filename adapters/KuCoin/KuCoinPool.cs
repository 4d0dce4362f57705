using PowerTrader.Adapters.RateLimits;

namespace PowerTrader.Adapters.KuCoin;

/// <summary>What a request is counted against. Public: per IP address; the others: per user.</summary>
public enum KuCoinPool
{
    Public,
    Spot,
    Management,
}

/// <summary>One gate per pool, with the quotas of the lowest level (VIP 0) per 30 s. Source: KuCoin API documentation, rate limit.</summary>
public sealed class KuCoinRateLimits(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly RateGate[] gates = [new(2000, Window, time), new(4000, Window, time), new(2000, Window, time)];

    public RateGate this[KuCoinPool pool] => gates[(int)pool];

    public void Dispose()
    {
        foreach (var gate in gates) gate.Dispose();
    }
}
