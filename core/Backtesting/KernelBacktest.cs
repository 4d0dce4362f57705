using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Backtesting;

/// <summary>The live decision kernel over the bars of one symbol: signal at the close, fill at the next open, the models learning as they go.</summary>
/// <remarks>A decision at bar i sees bars 0..i only; its order meets bar i + 1. An open beyond the order's limit does not fill it: the order lapses.</remarks>
public sealed class KernelBacktest(string strategy, Symbol symbol, Timeframe timeframe, long seed = 1, TraderSettings? settings = null)
{
    /// <summary>Share of the bars that only warms the models up.</summary>
    public const double Warmup = KernelStrategy.WarmupShare;

    /// <param name="candles">Ascending bars of the timeframe.</param>
    /// <param name="progress">Told the number of bars done, now and then.</param>
    public BacktestResult Run(IReadOnlyList<Candle> candles, decimal cash, IProgress<int>? progress = null) => BacktestResult.From(BacktestEngine.Run(
        new BacktestRequest([new BacktestSeries(symbol, timeframe, candles)]) { Strategy = strategy, Settings = settings ?? TraderSettings.Default, Cash = cash, Seed = seed },
        progress: progress));
}
