using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Analytics;

/// <summary>Adds to an input what only prices can tell: excursions, attribution, correlations, and holding as the benchmark.</summary>
public static class PerformanceCandles
{
    /// <summary>Name of the benchmark that holds every coin given, in equal parts from the start, never rebalanced.</summary>
    public const string HoldName = "hold in equal parts";

    /// <param name="input">Of an account from its beginning. What it already has of these stays.</param>
    /// <param name="candles">Ascending, of each coin that was traded; others take part in benchmark and correlations too.</param>
    /// <param name="length">Of a candle: its close is known at its end.</param>
    /// <param name="exitFeeRate">As the marks count it.</param>
    /// <remarks>A coin that was sold beyond what was bought had come from outside; it counts as held from the start, at the first price. Coins that left without a sale show as a cost.</remarks>
    public static PerformanceInput WithCandles(
        this PerformanceInput input, IReadOnlyDictionary<Symbol, IReadOnlyList<Candle>> candles, TimeSpan length, decimal exitFeeRate = 0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(candles);
        var prices = candles.Where(pair => pair.Value.Count > 0).OrderBy(pair => pair.Key)
            .ToDictionary(pair => pair.Key, pair => (IReadOnlyList<PricePoint>)new ClosePrices(pair.Value, length));
        var (start, end) = (input.Marks[0].Time, input.Marks[^1].Time);
        var fills = input.Fills.ToLookup(fill => (fill.Symbol, fill.Deal));
        var traded = input.Fills.Select(fill => fill.Symbol).Distinct().ToList();
        return input with
        {
            Closed = [.. input.Closed.Select(trade => trade.Excursion is null && candles.TryGetValue(trade.Symbol, out var own)
                ? trade with { Excursion = Excursion.Of([.. fills[(trade.Symbol, trade.Deal)]], Between(own, trade.OpenedAt - length, trade.ClosedAt), exitFeeRate) }
                : trade)],
            Windows = input.Windows.Count == 0 && traded.TrueForAll(prices.ContainsKey)
                ? [.. traded.Select(symbol => WindowOf(input, symbol, PriceAt(prices[symbol], start), PriceAt(prices[symbol], end)))]
                : input.Windows,
            Prices = input.Prices.Count == 0 ? prices.ToDictionary(pair => pair.Key.Base, pair => pair.Value) : input.Prices,
            Benchmark = input.Benchmark.Count == 0 ? Hold([.. prices.Values], start) : input.Benchmark,
            BenchmarkName = input.Benchmark.Count == 0 ? HoldName : input.BenchmarkName,
        };
    }

    /// <summary>Growth of equal parts of money in each, from the start.</summary>
    private static IReadOnlyList<PricePoint> Hold(IReadOnlyList<IReadOnlyList<PricePoint>> prices, DateTimeOffset start)
    {
        if (prices.Count == 0) return [];
        if (prices is [var only]) return new HeldGrowth(only, start, After(only, start), PriceAt(only, start));
        var index = new PriceCurve(prices.Max(series => series.Count) + 1);
        index.Add(start, 1);
        var first = prices.Select(series => PriceAt(series, start)).ToArray();
        var now = prices.Select(_ => 1m).ToArray();
        var next = prices.Select(series => After(series, start)).ToArray();
        while (Earliest(prices, next) is { } time)
        {
            for (var coin = 0; coin < now.Length; coin++)
            {
                for (; next[coin] < prices[coin].Count && prices[coin][next[coin]] is var point && point.Time == time; next[coin]++) now[coin] = point.Price / first[coin];
            }
            index.Add(time, now.Average());
        }
        return index;
    }

    private static DateTimeOffset? Earliest(IReadOnlyList<IReadOnlyList<PricePoint>> prices, int[] next)
    {
        DateTimeOffset? earliest = null;
        for (var coin = 0; coin < next.Length; coin++)
        {
            if (next[coin] < prices[coin].Count && prices[coin][next[coin]].Time is var time && (earliest is null || time < earliest)) earliest = time;
        }
        return earliest;
    }

    private static CoinWindow WindowOf(PerformanceInput input, Symbol symbol, decimal first, decimal last)
    {
        decimal held = 0, missing = 0;
        foreach (var fill in input.Fills.Where(fill => fill.Symbol == symbol))
        {
            held += fill.Signed;
            missing = Math.Max(missing, -held);
        }
        var value = input.Open.Where(deal => deal.Symbol == symbol).Sum(deal => deal.Value);
        return new CoinWindow(symbol, input.Marks[0].Time, input.Marks[^1].Time, first, last, value, missing);
    }

    /// <summary>The last price until the instant, or the very first.</summary>
    private static decimal PriceAt(IReadOnlyList<PricePoint> points, DateTimeOffset time) => points[Math.Max(0, After(points, time) - 1)].Price;

    /// <summary>Index of the first price after the instant; the count where there is none.</summary>
    private static int After(IReadOnlyList<PricePoint> points, DateTimeOffset time)
    {
        var (low, high) = (0, points.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Time <= time) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static List<Candle> Between(IReadOnlyList<Candle> candles, DateTimeOffset from, DateTimeOffset until)
    {
        var (low, high) = (0, candles.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (candles[middle].OpenTime < from) low = middle + 1;
            else high = middle;
        }
        var found = new List<Candle>();
        for (; low < candles.Count && candles[low].OpenTime <= until; low++) found.Add(candles[low]);
        return found;
    }
}
