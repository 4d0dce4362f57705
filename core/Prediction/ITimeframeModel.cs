using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>An online forecaster of one symbol and timeframe: learns closed candles in order and forecasts the next one.</summary>
/// <remarks>A pure function of the candles it has learned: the same candles give the same state, byte for byte, however often it was saved and loaded between.</remarks>
public interface ITimeframeModel
{
    /// <summary>Registry name, e.g. <c>sound</c>.</summary>
    string Name { get; }

    Timeframe Timeframe { get; }

    /// <summary>Open time of the newest candle learned; null before the first.</summary>
    DateTimeOffset? LastLearned { get; }

    /// <summary>Settles the forecast of this candle (learns from its outcome) and makes it the current one.</summary>
    /// <exception cref="ArgumentException">The candle is not after <see cref="LastLearned"/>.</exception>
    void Learn(in Candle closed);

    /// <summary>Forecast of the candle after <see cref="LastLearned"/>; abstains by name where it cannot.</summary>
    Forecast Next();

    /// <summary>Compact bytes with version, checksum and id. The registry loads them.</summary>
    /// <param name="id">Whose model it is: market/symbol/timeframe/name, also the name it is stored under.</param>
    byte[] Save(string id);
}
