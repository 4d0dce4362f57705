namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>Chance as an input: numbers derived from a seed, a purpose and the number of a run. Runs do not depend on each other, so they may be done in any order.</summary>
/// <remarks>SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, OOPSLA 2014). Not for secrets.</remarks>
public sealed class DrawStream
{
    private ulong state;

    public DrawStream(long seed, string purpose, long run = 0)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        unchecked
        {
            state = Mix((ulong)seed);
            foreach (var c in purpose) state = Mix(state ^ c);
            state = Mix(state ^ (ulong)run);
        }
    }

    /// <returns>A number in [0, 1).</returns>
    public double Next() => (Draw() >> 11) * (1.0 / (1UL << 53));

    /// <param name="below">Above 0.</param>
    /// <returns>A whole number from 0 to one less.</returns>
    public int Next(int below)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(below, 1);
        // The high half of a product: no number is likelier than another by more than 2⁻³².
        return (int)Math.BigMul(Draw(), (ulong)below, out _);
    }

    private ulong Draw()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
            return Finish(state);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            return Finish(z + 0x9E3779B97F4A7C15UL);
        }
    }

    private static ulong Finish(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
