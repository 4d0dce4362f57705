namespace PowerTrader.Adapters.Simulation;

/// <summary>Noise as a pure function of (seed, stream, counter): SplitMix64's finaliser over the mixed key. Any value can be asked for at any time.</summary>
internal readonly struct CounterNoise(long seed, int stream)
{
    private readonly ulong key = Mix(Mix(unchecked((ulong)seed)) ^ unchecked((ulong)stream * 0xD1B54A32D192ED03UL));

    /// <summary>In (0, 1).</summary>
    public double Uniform(long counter)
    {
        unchecked
        {
            return ((Mix(key + (ulong)counter * 0x9E3779B97F4A7C15UL) >> 11) + 0.5) / 9007199254740992.0;
        }
    }

    /// <summary>Two independent standard normal values (Box and Muller, 1958).</summary>
    public (double First, double Second) Normals(long counter)
    {
        var radius = Math.Sqrt(-2 * Math.Log(Uniform(counter * 2)));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * Uniform(counter * 2 + 1));
        return (radius * cosine, radius * sine);
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
