using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Reports;

/// <summary>A coin's candles, fills and forecast levels as a page carries them: neighbours are merged until they are few enough.</summary>
internal static class PriceColumns
{
    /// <param name="most">Candles that are kept.</param>
    /// <param name="fills">Of the coin, ascending.</param>
    public static ReportPrices Of(ReportCoin coin, int most, IEnumerable<TradeFill> fills)
    {
        var merged = Math.Max(1, (coin.Candles.Count + most - 1) / most);
        var candles = coin.Candles.Chunk(merged)
            .Select(part => new Candle(part[0].OpenTime, part[0].Open, part.Max(one => one.High), part.Min(one => one.Low), part[^1].Close, part.Sum(one => one.Volume))).ToList();
        return new ReportPrices(
            coin.Symbol.Value, coin.Timeframe.Name(), merged, [.. candles.Select(one => one.OpenTime.ToUnixTimeSeconds())], [.. candles.Select(one => one.Open)],
            [.. candles.Select(one => one.High)], [.. candles.Select(one => one.Low)], [.. candles.Select(one => one.Close)], [.. fills.Select(Shown)],
            LevelsOf(coin.Levels, candles));
    }

    private static ReportFill Shown(TradeFill fill) => new(
        fill.Time.ToUnixTimeSeconds(), fill.Side == OrderSide.Buy ? "buy" : "sell", fill.Rule, fill.Deal, fill.Quantity, fill.Price, fill.Fee);

    private static IReadOnlyList<ReportLevels> LevelsOf(IEnumerable<ForecastLevel> levels, List<Candle> candles)
    {
        var found = new SortedDictionary<Timeframe, LevelColumns>();
        foreach (var level in levels)
        {
            if (!found.TryGetValue(level.Timeframe, out var own)) found[level.Timeframe] = own = new LevelColumns(candles);
            own.Take(level);
        }
        return [.. found.Select(pair => pair.Value.Of(pair.Key))];
    }

    /// <summary>Levels of one timeframe: of several in one candle of the page the last one.</summary>
    private sealed class LevelColumns(List<Candle> candles)
    {
        private readonly List<int> at = [];
        private readonly List<ForecastLevel> last = [];
        private int candle;

        public void Take(in ForecastLevel level)
        {
            while (candle < candles.Count && candles[candle].OpenTime < level.From) candle++;
            if (candle == candles.Count) return;
            if (at.Count > 0 && at[^1] == candle)
            {
                last[^1] = level;
                return;
            }
            at.Add(candle);
            last.Add(level);
        }

        public ReportLevels Of(Timeframe timeframe) =>
            new(timeframe.Name(), at, [.. last.Select(level => Significant(level.Low))], [.. last.Select(level => Significant(level.High))]);
    }

    /// <summary>Six digits: a line on a screen shows no more.</summary>
    internal static decimal Significant(decimal value)
    {
        var digits = 6;
        for (var size = Math.Abs(value); size >= 1 && digits > 0; size /= 10) digits--;
        return decimal.Round(value, digits);
    }
}
