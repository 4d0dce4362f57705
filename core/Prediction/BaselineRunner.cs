using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>What the predecessor's signal runner knows after a sweep. Lists of bounds are its own: short where equal values met.</summary>
internal sealed record BaselineSweep(
    IReadOnlyList<double> High, IReadOnlyList<double> Low, IReadOnlyList<bool> Active, IReadOnlyList<string> Sides, IReadOnlyList<double> Margins,
    IReadOnlyList<double> LowBounds, IReadOnlyList<double> HighBounds, IReadOnlyList<double> LowRanks, IReadOnlyList<double> HighRanks,
    int LongLevel, int ShortLevel, double LongMargin, double ShortMargin);

/// <summary>The predecessor's signal runner: predictions from the files, signals from the bounds of the sweep before.</summary>
internal sealed class BaselineRunner(IReadOnlyDictionary<Timeframe, BaselineMemory> stores)
{
    private const double LowSentinel = 0.01;
    private const double HighSentinel = 99999999999999999;
    private const double MarginFloor = 0.25;

    private List<double> lowBounds = [];
    private List<double> highBounds = [];

    /// <summary>Predicted extremes after a candle of the timeframe; inactive ones are its close twice.</summary>
    public (double High, double Low, bool Active) Predict(Timeframe timeframe, double open, double close)
    {
        if (!stores.TryGetValue(timeframe, out var memory)) return (close, close, false);
        var pattern = Baseline.Pattern(open, close);
        double highs = 0, lows = 0;
        int closeCount = 0, highCount = 0, lowCount = 0;
        foreach (var entry in memory.Flushed)
        {
            if (!(Baseline.Difference(pattern, entry.Pattern) <= memory.ThresholdFile)) continue;
            if (entry.CloseWeight != 0) closeCount++;
            if (entry.HighWeight != 0)
            {
                highs += entry.HighPercent / 100 * entry.HighWeight;
                highCount++;
            }
            if (entry.LowWeight != 0)
            {
                lows += entry.LowPercent / 100 * entry.LowWeight;
                lowCount++;
            }
        }
        if (closeCount == 0 || highCount == 0 || lowCount == 0) return (close, close, false);
        return (close + close * (highs / highCount), close + close * (lows / lowCount), true);
    }

    /// <param name="candles">Last closed candle per timeframe.</param>
    public BaselineSweep Sweep(IReadOnlyList<(double Open, double Close)> candles, double ask)
    {
        var predicted = Timeframes.All.Select(timeframe => Predict(timeframe, candles[(int)timeframe].Open, candles[(int)timeframe].Close)).ToList();
        var (sides, margins) = Signals(predicted, ask);
        var lows = predicted.Select(p => p.Active ? p.Low - p.Low * 0.005 : LowSentinel).ToList();
        var highs = predicted.Select(p => p.Active ? p.High + p.High * 0.005 : HighSentinel).ToList();
        var lowOrder = lows.OrderDescending().ToList();
        var highOrder = highs.Order().ToList();
        var lowFrom = lowOrder.Select(value => lows.IndexOf(value)).ToList();
        var highFrom = highOrder.Select(value => highs.IndexOf(value)).ToList();
        Space(lowOrder, highOrder);
        lowBounds = Back(lowOrder, lowFrom);
        highBounds = Back(highOrder, highFrom);
        var nonZero = margins.Where(margin => margin != 0).ToList();
        var mean = 0.0;
        foreach (var margin in nonZero) mean += margin;
        var profit = nonZero.Count == 0 ? MarginFloor : Math.Max(MarginFloor, mean / nonZero.Count);
        return new BaselineSweep(
            [.. predicted.Select(p => p.High)], [.. predicted.Select(p => p.Low)], [.. predicted.Select(p => p.Active)], sides, margins,
            lowBounds, highBounds, lowOrder, highOrder, sides.Count(side => side == "long"), sides.Count(side => side == "short"), profit, Math.Abs(profit));
    }

    private (List<string> Sides, List<double> Margins) Signals(List<(double High, double Low, bool Active)> predicted, double ask)
    {
        var sides = new List<string>();
        var margins = new List<double>();
        for (var i = 0; i < Timeframes.Count; i++)
        {
            var low = i < lowBounds.Count ? lowBounds[i] : LowSentinel;
            var high = i < highBounds.Count ? highBounds[i] : HighSentinel;
            var moves = predicted[i].High != predicted[i].Low;
            var side = moves && ask > high ? "short" : moves && ask < low ? "long" : "none";
            sides.Add(side);
            margins.Add(side switch
            {
                "short" => Baseline.Percent(predicted[i].High, ask),
                "long" => Baseline.Percent(predicted[i].Low, ask),
                _ => 0,
            });
        }
        return (sides, margins);
    }

    /// <summary>Pushes ranks apart until each gap is 0.25 % wider than the one before.</summary>
    private static void Space(List<double> lows, List<double> highs)
    {
        static double Distance(double a, double b) => Math.Abs(a - b) / ((a + b) / 2) * 100;
        var gap = 0.0;
        for (var rank = 0; rank < Timeframes.Count - 1;)
        {
            var idle = lows[rank] == LowSentinel || lows[rank + 1] == LowSentinel || highs[rank] == HighSentinel || highs[rank + 1] == HighSentinel;
            if (!idle && (Distance(lows[rank], lows[rank + 1]) < 0.25 + gap || lows[rank + 1] > lows[rank]))
            {
                lows[rank + 1] -= lows[rank + 1] * 0.0005;
                continue;
            }
            if (!idle && (Distance(highs[rank], highs[rank + 1]) < 0.25 + gap || highs[rank + 1] < highs[rank]))
            {
                highs[rank + 1] += highs[rank + 1] * 0.0005;
                continue;
            }
            rank++;
            gap += 0.25;
        }
    }

    /// <summary>Back to timeframe order by the first position of each unspaced value: positions that nobody remembers fall out.</summary>
    private static List<double> Back(List<double> spaced, List<int> from)
    {
        var back = new List<double>();
        for (var position = 0; position < Timeframes.Count; position++)
        {
            var rank = from.IndexOf(position);
            if (rank >= 0) back.Add(spaced[rank]);
        }
        return back;
    }
}
