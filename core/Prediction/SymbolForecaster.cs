using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>The seven models of one symbol, fed by one series of base candles, hourly in the running trader.</summary>
public sealed class SymbolForecaster
{
    private readonly SoundModel[] models;
    private readonly CandleAggregator[] aggregators;
    private readonly Candle?[] lastClosed = new Candle?[Timeframes.Count];
    private readonly List<Candle> completed = [];

    private readonly Timeframe baseTimeframe;

    /// <param name="saved">Models to go on with, one per timeframe; null begins anew.</param>
    /// <param name="baseTimeframe">Length of the candles it is fed; shorter timeframes then have no forecast.</param>
    public SymbolForecaster(IReadOnlyList<SoundModel>? saved = null, Timeframe baseTimeframe = Timeframe.Hour1)
    {
        this.baseTimeframe = baseTimeframe;
        models = saved is null ? [.. Timeframes.All.Select(timeframe => new SoundModel(timeframe))] : [.. saved];
        aggregators = [.. Timeframes.All.Select(timeframe => new CandleAggregator(baseTimeframe, timeframe))];
    }

    /// <summary>Open of the newest base candle taken.</summary>
    public DateTimeOffset? LastBase { get; private set; }

    public string ModelId(Timeframe timeframe) => models[(int)timeframe].Name;

    public SoundModel Model(Timeframe timeframe) => models[(int)timeframe];

    /// <summary>The newest closed candle of the timeframe.</summary>
    public Candle? LastClosed(Timeframe timeframe) => lastClosed[(int)timeframe];

    /// <summary>Takes the next base candle: every timeframe whose candle closes with it learns.</summary>
    /// <param name="frozen">Moves the patterns on without learning.</param>
    /// <param name="kindOf">Why candles are missing before it, by open time; null for nobody knows.</param>
    public void Learn(in Candle candle, bool frozen = false, Func<DateTimeOffset, GapKind>? kindOf = null)
    {
        foreach (var timeframe in Timeframes.All)
        {
            if (timeframe < baseTimeframe) continue;
            completed.Clear();
            aggregators[(int)timeframe].Add(candle, completed, kindOf);
            foreach (var closed in completed)
            {
                var model = models[(int)timeframe];
                lastClosed[(int)timeframe] = closed;
                // A saved model has learned what it is fed again when the aggregators are warmed up.
                if (model.LastLearned is { } last && closed.OpenTime <= last) continue;
                if (frozen) model.Observe(closed);
                else model.Learn(closed);
            }
        }
        LastBase = candle.OpenTime;
    }

    /// <summary>Forecast of the candle that follows the last closed one; it abstains while there is none.</summary>
    public Forecast Forecast(Timeframe timeframe) => models[(int)timeframe].Next();
}
