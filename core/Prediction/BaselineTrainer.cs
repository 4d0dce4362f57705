using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>One iteration of the predecessor's training, for comparison step by step.</summary>
internal sealed record BaselineStep(
    Timeframe Timeframe, int Pass, int Loop, long OpenTime, double Pattern, int Visible, int Matches, double Threshold, double Start,
    double Close, double High, double Low, double? ActualClose, double? ActualHigh, double? ActualLow, string Action);

/// <summary>The predecessor's training run: three passes per timeframe, the first always over hourly candles, all into one store.</summary>
internal sealed class BaselineTrainer(bool intended)
{
    private const int FlushEvery = 200;
    private const int PageRows = 1500;
    private const int LastPageBelow = 1000;

    /// <param name="history">The collected candles of a timeframe, oldest first, the unfinished newest one included as the predecessor had it.</param>
    public IReadOnlyDictionary<Timeframe, BaselineMemory> Train(Func<Timeframe, IReadOnlyList<Candle>> history, Action<BaselineStep>? trace = null)
    {
        var hourly = Used(history(Timeframe.Hour1), Timeframe.Hour1, pass: 0);
        var stores = new Dictionary<Timeframe, BaselineMemory>();
        foreach (var timeframe in Timeframes.All)
        {
            var memory = new BaselineMemory();
            var own = Used(history(timeframe), timeframe, pass: 1);
            for (var pass = 0; pass < 3; pass++) Pass(memory, timeframe, pass, pass == 0 ? hourly : own, trace);
            if (intended) Finish(memory);
            stores[timeframe] = memory;
        }
        return stores;
    }

    /// <summary>What the shipped form forgets: the last entries and the last threshold reach the files too.</summary>
    private static void Finish(BaselineMemory memory)
    {
        memory.Flush();
        memory.ThresholdFile = memory.Threshold;
    }

    /// <summary>The older half; of days and weeks everything but the newest.</summary>
    private static IReadOnlyList<Candle> Used(IReadOnlyList<Candle> collected, Timeframe timeframe, int pass)
    {
        var whole = pass > 0 && timeframe is Timeframe.Day1 or Timeframe.Week1;
        // It asked on while a page had 1,000 rows or more; an empty last page counted as one row, which then could not be read.
        var rest = collected.Count % PageRows;
        var rows = collected.Count + (rest == 0 || rest >= LastPageBelow ? 1 : 0);
        var drop = whole ? 1 : rows / 2;
        return [.. collected.Take(Math.Max(0, collected.Count - drop))];
    }

    private void Pass(BaselineMemory memory, Timeframe timeframe, int pass, IReadOnlyList<Candle> candles, Action<BaselineStep>? trace)
    {
        var n = candles.Count;
        var quarter = (int)(0.25 * n);
        var length = pass == 2 ? (int)(0.5 * n) : 10;
        var threshold = 1.0;
        // A list too short for its pass made the predecessor loop for ever; it is left out.
        if (n < length || length < 1) return;
        for (var loop = 1; ; loop++)
        {
            var current = candles[length - 1];
            var last = pass == 2 ? length == n : length >= quarter;
            var (pattern, start) = (Baseline.Pattern((double)current.Open, (double)current.Close), (double)current.Close);
            var visible = intended ? memory.Entries : memory.Flushed;
            var matches = Match(visible, pattern, threshold);
            var seen = visible.Count;
            var predicted = Predict(matches, start);
            var step = threshold < 0.1 ? 0.001 : 0.01;
            threshold = matches.Count > 20 ? Math.Max(0, threshold - step) : Math.Min(100, threshold + step);
            memory.Threshold = threshold;
            WriteThreshold(memory, threshold, loop);
            (double Close, double High, double Low)? actual = null;
            var action = "end";
            if (!last && length < n)
            {
                actual = Outcome(candles[length], start);
                action = Update(memory, matches, pattern, actual.Value);
            }
            trace?.Invoke(new BaselineStep(
                timeframe, pass, loop, current.OpenTime.ToUnixTimeSeconds(), pattern, seen, matches.Count, threshold, start,
                predicted.Close, predicted.High, predicted.Low, actual?.Close, actual?.High, actual?.Low, action));
            if (last || length >= n) return;
            length++;
            if (loop % FlushEvery == 0) memory.Flush();
        }
    }

    private string Update(BaselineMemory memory, List<BaselineEntry> matches, double pattern, (double Close, double High, double Low) actual)
    {
        if (matches.Count == 0)
        {
            memory.Entries.Add(new BaselineEntry(pattern, actual.Close, actual.High, actual.Low));
            return "append";
        }
        // As shipped the new weights went into copies that nobody ever wrote.
        if (intended)
        {
            foreach (var match in matches) match.Settle(actual.Close, actual.High, actual.Low);
        }
        return "reweight";
    }

    private static (double Close, double High, double Low) Outcome(in Candle next, double start) => (
        Baseline.Percent((double)next.Close, start), Baseline.Percent((double)next.High, start), Baseline.Percent((double)next.Low, start));

    private static List<BaselineEntry> Match(IReadOnlyList<BaselineEntry> visible, double pattern, double threshold) =>
        [.. visible.Where(entry => Baseline.Difference(pattern, entry.Pattern) <= threshold)];

    private static (double Close, double High, double Low) Predict(List<BaselineEntry> matches, double start)
    {
        if (matches.Count == 0) return (start, start, start);
        double close = 0, high = 0, low = 0;
        foreach (var match in matches)
        {
            close += match.ClosePercent * match.CloseWeight;
            high += match.HighPercent / 100 * match.HighWeight;
            low += match.LowPercent / 100 * match.LowWeight;
        }
        close /= matches.Count;
        high /= matches.Count;
        low /= matches.Count;
        return (start + start * (close / 100), start + start * high, start + start * low);
    }

    /// <summary>The file lags the value: written first, at every flush, and when it has moved by 0.05.</summary>
    private static void WriteThreshold(BaselineMemory memory, double threshold, int loop)
    {
        if (double.IsNaN(memory.ThresholdFile) || loop % FlushEvery == 0 || Math.Abs(threshold - memory.ThresholdFile) >= 0.05) memory.ThresholdFile = threshold;
    }
}
