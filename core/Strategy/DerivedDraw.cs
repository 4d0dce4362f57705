using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Strategy;

/// <summary>Chance as an input: a number derived from seed, symbol and instant by SplitMix64 (Steele, Lea and Flood, 2014).</summary>
public static class DerivedDraw
{
    /// <returns>A number in [0, 1).</returns>
    public static decimal Next(long seed, Symbol symbol, DateTimeOffset instant)
    {
        unchecked
        {
            var state = (ulong)seed * 0x9E3779B97F4A7C15UL;
            foreach (var c in symbol.Value) state = Mix(state + c);
            state = Mix(state + (ulong)instant.ToUnixTimeSeconds());
            return (state >> 11) / 9007199254740992m;
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
