using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Experiments;

/// <summary>The predecessor under evaluation: its trainer on the history, then its signal runner; it never learns on.</summary>
internal sealed class BaselineEvaluated(bool intended) : IEvaluatedModel
{
    private readonly BaselineHistory history = new();
    private BaselineRunner? runner;

    public string Name => intended ? Baseline.IntendedName : Baseline.ShippedName;

    public void Train(IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles) history.Add(candle);
        runner = new BaselineRunner(new BaselineTrainer(intended).Train(history.Of));
    }

    public void Observe(in Candle candle) => history.Add(candle);

    public (double High, double Low, double LastClose, bool Active) Predict(Timeframe timeframe)
    {
        if (history.LastClosed(timeframe) is not { } closed) return (0, 0, 0, false);
        var (high, low, active) = runner!.Predict(timeframe, (double)closed.Open, (double)closed.Close);
        return (high, low, (double)closed.Close, active);
    }
}
