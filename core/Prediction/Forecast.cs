using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>The expected extremes of the next candle of one timeframe.</summary>
/// <param name="CandleOpen">Open time of the candle that is forecast: the one after the last closed candle the model has learned.</param>
/// <param name="LastClose">Close of that last closed candle.</param>
/// <param name="High">Expected high; null where the model abstains (<paramref name="Abstains"/> says why).</param>
/// <param name="Low">Expected low; null where the model abstains.</param>
/// <param name="ModelId">Name and version of the model that made it.</param>
/// <param name="Matches">Memories that took part.</param>
/// <param name="Abstains">Why there is no forecast, in words; null where there is one.</param>
public sealed record Forecast(
    Timeframe Timeframe, DateTimeOffset CandleOpen, decimal LastClose, decimal? High, decimal? Low, string ModelId, int Matches, string? Abstains)
{
    public bool IsActive => High is not null && Low is not null;
}
