using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Experiments;

/// <summary>Trains on all but the last candles, walks those one by one, and says how far the forecasts were off.</summary>
public static class Evaluator
{
    /// <summary>A model needs some history: a smaller rest than this is refused.</summary>
    public const int MinTraining = 100;

    /// <param name="candles">Ascending hourly candles.</param>
    /// <param name="holdout">How many of the last are walked; at least <see cref="MinTraining"/> remain for training.</param>
    /// <param name="progress">Told the number of rows walked, now and then.</param>
    public static EvaluationResult Run(IReadOnlyList<Candle> candles, IEvaluatedModel model, int holdout, bool keepRows, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(candles);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(candles.Count - holdout, MinTraining);
        var cut = candles.Count - holdout;
        model.Train([.. candles.Take(cut)]);
        var rows = new List<EvaluationRow>(keepRows ? holdout : 0);
        var scores = Timeframes.All.Select(timeframe => new Score(timeframe)).ToArray();
        for (var i = cut; i < candles.Count; i++)
        {
            var candle = candles[i];
            var highs = new double[Timeframes.Count];
            var lows = new double[Timeframes.Count];
            foreach (var score in scores)
            {
                var (high, low, close, active) = model.Predict(score.Timeframe);
                (highs[(int)score.Timeframe], lows[(int)score.Timeframe]) = (high, low);
                score.Walk(candle, high, low, close, active);
            }
            if (keepRows) rows.Add(new EvaluationRow(candle.OpenTime.ToUnixTimeSeconds(), highs, lows));
            model.Observe(candle);
            if ((i - cut) % 500 == 0) progress?.Report(i - cut);
        }
        return new EvaluationResult(model.Name, cut, holdout, [.. scores.Select(score => score.Result())], keepRows ? rows : null);
    }

    /// <summary>One timeframe's errors. A candle counts once, by the forecast made at the row where it opens, and only when it has closed whole.</summary>
    private sealed class Score(Timeframe timeframe)
    {
        private static readonly TimeSpan Base = Markets.Timeframe.Hour1.Length();

        private double highSum;
        private double lowSum;
        private int count;
        private int activeCount;
        private (double High, double Low, double Close, bool Active)? forecast;
        private decimal high;
        private decimal low;

        public Timeframe Timeframe { get; } = timeframe;

        public void Walk(in Candle candle, double predictedHigh, double predictedLow, double close, bool active)
        {
            if (Timeframe.OpenOf(candle.OpenTime) == candle.OpenTime)
            {
                forecast = close > 0 ? (predictedHigh, predictedLow, close, active) : null;
                (high, low) = (candle.High, candle.Low);
            }
            else
            {
                high = Math.Max(high, candle.High);
                low = Math.Min(low, candle.Low);
            }
            if (forecast is not { } made || candle.OpenTime + Base != Timeframe.OpenOf(candle.OpenTime) + Timeframe.Length()) return;
            highSum += Math.Abs(made.High - (double)high) / made.Close * 100;
            lowSum += Math.Abs(made.Low - (double)low) / made.Close * 100;
            count++;
            if (made.Active) activeCount++;
            forecast = null;
        }

        public TimeframeError Result() =>
            new(Timeframe.Name(), count, activeCount, count == 0 ? null : highSum / count, count == 0 ? null : lowSum / count);
    }
}
