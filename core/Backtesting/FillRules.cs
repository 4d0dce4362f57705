namespace PowerTrader.Core.Backtesting;

/// <summary>When decisions are made and where orders meet the market.</summary>
public enum FillModel
{
    /// <summary>Decided at a bar's close, met at the next bar's open. The cheapest, and blind to what happens inside a bar.</summary>
    NextOpen,

    /// <summary>Decided each minute along a path through the bar, as the running trader does, and met where the path is when the order arrives.</summary>
    Path,
}

/// <summary>The order in which prices inside a bar are assumed to have come; only the four prices of a bar are known.</summary>
public enum PricePath
{
    /// <summary>Low before high where the bar closed up, else high before low: as replayed markets are quoted.</summary>
    ByDirection,

    OpenHighLowClose,

    OpenLowHighClose,

    /// <summary>Of the two the one that is worse for what is held: low first while holding, high first while not.</summary>
    Worst,

    /// <summary>The opposite of <see cref="Worst"/>.</summary>
    Best,
}

/// <summary>How orders meet recorded bars. Fractions are of the price, per side.</summary>
public sealed record FillRules
{
    public static FillRules Default { get; } = new();

    /// <summary>No spread: for references that are compared with idealised engines.</summary>
    public static FillRules Ideal { get; } = new() { SpreadFraction = 0 };

    public FillModel Model { get; init; } = FillModel.NextOpen;

    /// <summary>Orders that rest inside bars follow it in every model.</summary>
    public PricePath Path { get; init; } = PricePath.ByDirection;

    /// <summary>(ask − bid) ÷ price; 0.0005 is 5 bp.</summary>
    public decimal SpreadFraction { get; init; } = 0.0005m;

    /// <summary>Share of a bar's volume that may fill in it, 0 to 1; null fills any size. A bar without volume then fills nothing.</summary>
    public decimal? VolumeShare { get; init; }

    /// <summary>Whole bars that pass between a decision and its order's arrival, besides the one that comes anyway.</summary>
    public int LatencyBars { get; init; }

    /// <summary>
    /// Time between a decision and its order's arrival. Where it is shorter than a bar the order meets the price on the way from the open to the extreme that
    /// is worse for it (<see cref="FillModel.NextOpen"/>), or the path at that very time (<see cref="FillModel.Path"/>).
    /// </summary>
    public TimeSpan Latency { get; init; }

    /// <exception cref="ArgumentException">A field breaks its rule.</exception>
    public void Check()
    {
        if (SpreadFraction is < 0 or >= 1) throw new ArgumentException($"SpreadFraction: {SpreadFraction} must be from 0 to below 1");
        if (VolumeShare is <= 0 or > 1) throw new ArgumentException($"VolumeShare: {VolumeShare} must be above 0 and at most 1");
        if (LatencyBars is < 0 or > 1000) throw new ArgumentException($"LatencyBars: {LatencyBars} must be from 0 to 1000");
        if (Latency < TimeSpan.Zero || Latency > TimeSpan.FromDays(7)) throw new ArgumentException($"Latency: {Latency} must be from 0 to 7 days");
    }
}
