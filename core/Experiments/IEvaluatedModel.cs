using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Experiments;

/// <summary>A model as the evaluation walks it: trained on what came before, then shown one closed base candle after the other.</summary>
public interface IEvaluatedModel
{
    string Name { get; }

    void Train(IReadOnlyList<Candle> candles);

    /// <summary>The next closed base candle of the holdout.</summary>
    void Observe(in Candle candle);

    /// <summary>Forecast of the timeframe's candle that is running; inactive ones give the last closed close twice.</summary>
    (double High, double Low, double LastClose, bool Active) Predict(Timeframe timeframe);
}
