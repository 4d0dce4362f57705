using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Experiments;

/// <summary>The sound model under evaluation; frozen at the cut unless it learns on.</summary>
internal sealed class SoundEvaluated(bool learn) : IEvaluatedModel
{
    private readonly SymbolForecaster forecaster = new();

    public string Name => SoundModel.ModelName;

    public void Train(IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles) forecaster.Learn(candle);
    }

    public void Observe(in Candle candle) => forecaster.Learn(candle, frozen: !learn);

    public (double High, double Low, double LastClose, bool Active) Predict(Timeframe timeframe)
    {
        var close = (double)(forecaster.LastClosed(timeframe)?.Close ?? 0);
        var forecast = forecaster.Forecast(timeframe);
        return forecast.IsActive ? ((double)forecast.High!.Value, (double)forecast.Low!.Value, close, true) : (close, close, close, false);
    }
}
