using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>The seven models of one symbol, fed by one series of hourly candles.</summary>
public sealed class SymbolForecaster
{
    private readonly SoundModel[] models;
    private readonly CandleAggregator[] aggregators;
    private readonly Candle?[] lastClosed = new Candle?[Timeframes.Count];
    private readonly List<Candle> completed = [];

    public SymbolForecaster(IReadOnlyList<SoundModel>? saved = null)
    {
        models = saved is null ? [.. Timeframes.All.Select(timeframe => new SoundModel(timeframe))] : [.. saved];
        aggregators = [.. Timeframes.All.Select(timeframe => new CandleAggregator(Timeframe.Hour1, timeframe))];
    }

    /// <summary>Open of the newest base candle taken.</summary>
    public DateTimeOffset? LastBase { get; private set; }

    public string ModelId(Timeframe timeframe) => models[(int)timeframe].Name;

    public SoundModel Model(Timeframe timeframe) => models[(int)timeframe];

    /// <summary>The newest closed candle of the timeframe.</summary>
    public Candle? LastClosed(Timeframe timeframe) => lastClosed[(int)timeframe];

    /// <summary>Takes the next base candle: every timeframe whose candle closes with it learns.</summary>
    /// <param name="frozen">Moves the patterns on without learning.</param>
    public void Learn(in Candle hourly, bool frozen = false)
    {
        foreach (var timeframe in Timeframes.All)
        {
            completed.Clear();
            aggregators[(int)timeframe].Add(hourly, completed);
            foreach (var candle in completed)
            {
                var model = models[(int)timeframe];
                lastClosed[(int)timeframe] = candle;
                // A saved model has learned what it is fed again when the aggregators are warmed up.
                if (model.LastLearned is { } last && candle.OpenTime <= last) continue;
                if (frozen) model.Observe(candle);
                else model.Learn(candle);
            }
        }
        LastBase = hourly.OpenTime;
    }

    /// <summary>Forecast of the candle that follows the last closed one; it abstains while there is none.</summary>
    public Forecast Forecast(Timeframe timeframe) => models[(int)timeframe].Next();
}
