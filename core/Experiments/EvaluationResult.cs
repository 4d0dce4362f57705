namespace PowerTrader.Core.Experiments;

/// <summary>Forecasts made at one base candle, from earlier ones only. Arrays in timeframe order.</summary>
/// <param name="Time">Open of the base candle that is being forecast, unix seconds.</param>
/// <param name="PredictedHigh">That timeframe's last closed close where the model is inactive.</param>
public sealed record EvaluationRow(long Time, IReadOnlyList<double> PredictedHigh, IReadOnlyList<double> PredictedLow);

/// <summary>Mean absolute error in percent of the last close, over the candles that were forecast and have closed.</summary>
/// <param name="Candles">How many; the errors are null where there was none.</param>
public sealed record TimeframeError(string Timeframe, int Candles, int Active, double? HighError, double? LowError);

public sealed record EvaluationResult(string Model, int Trained, int Holdout, IReadOnlyList<TimeframeError> Errors, IReadOnlyList<EvaluationRow>? Rows)
{
    /// <summary>Why nothing was measured; null where something was.</summary>
    public string? Remark { get; init; }
}
