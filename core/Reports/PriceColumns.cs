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
            [.. coin.Levels.GroupBy(level => level.Timeframe).OrderBy(group => group.Key).Select(group => LevelsOf(group.Key, group, candles))]);
    }

    private static ReportFill Shown(TradeFill fill) => new(
        fill.Time.ToUnixTimeSeconds(), fill.Side == OrderSide.Buy ? "buy" : "sell", fill.Rule, fill.Deal, fill.Quantity, fill.Price, fill.Fee);

    /// <summary>Of several in one candle of the page the last one.</summary>
    private static ReportLevels LevelsOf(Timeframe timeframe, IEnumerable<ForecastLevel> levels, List<Candle> candles)
    {
        var (at, low, high) = (new List<int>(), new List<decimal>(), new List<decimal>());
        var candle = 0;
        foreach (var level in levels)
        {
            while (candle < candles.Count && candles[candle].OpenTime < level.From) candle++;
            if (candle == candles.Count) break;
            if (at.Count > 0 && at[^1] == candle) (at, low, high) = (Without(at), Without(low), Without(high));
            at.Add(candle);
            low.Add(Significant(level.Low));
            high.Add(Significant(level.High));
        }
        return new ReportLevels(timeframe.Name(), at, low, high);
    }

    private static List<T> Without<T>(List<T> list)
    {
        list.RemoveAt(list.Count - 1);
        return list;
    }

    /// <summary>Six digits: a line on a screen shows no more.</summary>
    internal static decimal Significant(decimal value)
    {
        var digits = 6;
        for (var size = Math.Abs(value); size >= 1 && digits > 0; size /= 10) digits--;
        return decimal.Round(value, digits);
    }
}
