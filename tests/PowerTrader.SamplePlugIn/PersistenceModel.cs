using PowerTrader.Core.Experiments;
using PowerTrader.Core.Markets;

namespace PowerTrader.SamplePlugIn;

/// <summary>Expects each candle to reach as far from the last close as the one before it did, times a factor: what any model must beat.</summary>
public sealed class PersistenceModel(double factor) : IEvaluatedModel
{
    private readonly Dictionary<Timeframe, CandleAggregator> aggregators = Timeframes.All.Where(each => each > Timeframe.Hour1).ToDictionary(each => each, each => new CandleAggregator(Timeframe.Hour1, each));
    private readonly Dictionary<Timeframe, Candle> last = [];

    public string Name => "persistence";

    public void Train(IReadOnlyList<Candle> candles)
    {
        ArgumentNullException.ThrowIfNull(candles);
        foreach (var candle in candles) Observe(candle);
    }

    public void Observe(in Candle candle)
    {
        last[Timeframe.Hour1] = candle;
        foreach (var (timeframe, aggregator) in aggregators)
        {
            var closed = new List<Candle>();
            aggregator.Add(candle, closed);
            if (closed.Count > 0) last[timeframe] = closed[^1];
        }
    }

    public (double High, double Low, double LastClose, bool Active) Predict(Timeframe timeframe)
    {
        if (!last.TryGetValue(timeframe, out var candle)) return (0, 0, 0, false);
        var (open, high, low, close) = ((double)candle.Open, (double)candle.High, (double)candle.Low, (double)candle.Close);
        return (close * (1 + factor * (high / open - 1)), close * (1 - factor * (1 - low / open)), close, true);
    }
}
