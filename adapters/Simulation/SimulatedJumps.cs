namespace PowerTrader.Adapters.Simulation;

/// <summary>A price that jumps within a minute of an hour.</summary>
/// <param name="Size">In log price; 0 where nothing jumps.</param>
internal readonly record struct SimulatedJump(int Minute, double Size);

/// <summary>Rare jumps as a pure function of (seed, time): an hour has one with a fixed probability (a Poisson process seen by the hour), of a pair alone or of all.</summary>
internal sealed class SimulatedJumps(long seed)
{
    /// <summary>Nine a year of each pair, and four of the whole market.</summary>
    private const double OwnRate = 0.001;
    private const double MarketRate = 0.0005;

    /// <summary>Sizes in hourly standard deviations: at least four, with an exponential tail that is cut where no recorded hour lies beyond.</summary>
    private const double Smallest = 4;
    private const double Tail = 1.5;
    private const double Largest = 15;

    private const int Draws = 4;

    private readonly CounterNoise market = new(seed, 4);
    private readonly CounterNoise[] own = [.. SimulatedPair.All.Select(pair => new CounterNoise(seed, 300 + pair.Index))];

    /// <summary>Part of an hour's variance that jumps bring; the cut tail is neglected.</summary>
    public static double VarianceShare(SimulatedPair pair) =>
        (OwnRate + MarketRate * pair.MarketWeight * pair.MarketWeight) * (Smallest * Smallest + 2 * Smallest * Tail + 2 * Tail * Tail);

    public SimulatedJump Of(SimulatedPair pair, int hour)
    {
        var (ownMinute, ownSize) = Draw(own[pair.Index], hour, OwnRate);
        var (marketMinute, marketSize) = Draw(market, hour, MarketRate);
        return new SimulatedJump(marketSize != 0 ? marketMinute : ownMinute, pair.HourlyVolatility * (ownSize + pair.MarketWeight * marketSize));
    }

    private static (int Minute, double Size) Draw(CounterNoise noise, int hour, double rate)
    {
        var counter = (long)hour * Draws;
        if (noise.Uniform(counter) >= rate) return default;
        var size = Math.Min(Largest, Smallest - Tail * Math.Log(noise.Uniform(counter + 1)));
        return ((int)(noise.Uniform(counter + 3) * 60), noise.Uniform(counter + 2) < 0.5 ? -size : size);
    }
}
