using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Indicators;

/// <summary>160 made-up hourly candles in whole cents, drawn by the Lehmer generator (16807, 2³¹ − 1) from 42: any language makes the same ones.</summary>
internal static class IndicatorSeries
{
    public const int Count = 160;

    public static IReadOnlyList<Candle> Candles { get; } = Make();

    private static List<Candle> Make()
    {
        long state = 42;
        int Draw(int below) => (int)((state = state * 16807 % 2147483647) % below);
        var candles = new List<Candle>(Count);
        var last = 10_000;
        for (var i = 0; i < Count; i++)
        {
            var open = last + Draw(41) - 20;
            var close = Math.Max(2000, open + Draw(401) - 200);
            var high = Math.Max(open, close) + Draw(120);
            var low = Math.Min(open, close) - Draw(120);
            var volume = Draw(10) == 0 ? 0 : Draw(100_000);
            candles.Add(new Candle(DateTimeOffset.UnixEpoch.AddHours(i), open / 100m, high / 100m, low / 100m, close / 100m, volume / 100m));
            last = close;
        }
        return candles;
    }
}
