using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Risk;

/// <summary>Hours whose log returns a test names.</summary>
internal static class HandMadeHours
{
    /// <summary>The last hour ends at the given instant.</summary>
    public static List<Candle> Of(IReadOnlyList<double> returns, DateTimeOffset end)
    {
        var open = end.AddHours(-returns.Count - 1);
        var log = Math.Log(100);
        var hours = new List<Candle> { At(open, log) };
        foreach (var change in returns)
        {
            open = open.AddHours(1);
            hours.Add(At(open, log += change));
        }
        return hours;
    }

    /// <summary>Up and down by the same: 24 of them have a standard deviation in proportion to it.</summary>
    public static IEnumerable<double> Swings(int count, double size) => Enumerable.Range(0, count).Select(i => i % 2 == 0 ? size : -size);

    private static Candle At(DateTimeOffset open, double log)
    {
        var price = (decimal)Math.Exp(log);
        return new Candle(open, price, price, price, price, 1);
    }
}
