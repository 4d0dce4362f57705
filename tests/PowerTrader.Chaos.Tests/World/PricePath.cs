using PowerTrader.Core.Markets;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>Prices as a function of (seed, coin, second): waves of some minutes, so that deals begin, step and end, with books so thin that many orders fill in parts.</summary>
internal sealed class PricePath(int seed)
{
    private static readonly DateTimeOffset Origin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public SimulatedQuote? At(Symbol symbol, DateTimeOffset time)
    {
        var coin = symbol.Value[0];
        var second = (long)(time - Origin).TotalSeconds;
        var period = 170 + Draw(coin, 0, 120);
        var phase = (second + Draw(coin, 1, period)) % period;
        var wave = Math.Abs(2m * phase / period - 1) * 2 - 1;
        var mid = (40 + coin) * (1 + 0.006m * wave + 0.0002m * (Draw(coin, second, 11) - 5));
        var bid = Math.Round(mid * 0.9998m, 2);
        return new SimulatedQuote(bid, Size(coin, second, 2), Math.Max(bid + 0.01m, Math.Round(mid * 1.0002m, 2)), Size(coin, second, 3));
    }

    /// <summary>At times nothing to speak of is offered for some minutes: what is ordered then is cancelled, often in part filled.</summary>
    private decimal Size(char coin, long second, int side) => Draw(coin, second / 90 * 7 + side, 100) < 5 ? 0.002m : Draw(coin, second * 7 + side, 100) / 8m;

    /// <summary>0 ≤ result &lt; below, without memory.</summary>
    private long Draw(char coin, long at, long below)
    {
        unchecked
        {
            var x = (ulong)seed * 0x9E3779B97F4A7C15UL + (ulong)coin * 0xBF58476D1CE4E5B9UL + (ulong)at * 0x94D049BB133111EBUL;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return (long)((x ^ (x >> 31)) % (ulong)below);
        }
    }
}
