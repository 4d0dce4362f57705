using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy.References;

namespace PowerTrader.Core.Backtesting;

/// <summary>
/// The reference that other engines can be compared with: buy when the 10-bar average crosses above the 30-bar one with 95 % of cash, sell all when it
/// crosses below, both at the next open, 0.1 % commission, no spread, no increments; the final value marks an open position at the last close.
/// </summary>
public static class SmaCrossBacktest
{
    public const string StrategyName = SmaCrossStrategy.StrategyName;

    /// <summary>Another request on the reference's market: no slippage, no increments, open positions at the last close, and its own spread.</summary>
    public static BacktestRequest Idealised(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with
        {
            Series = [.. request.Series.Select(series => series with { Instrument = Instrument.Unrestricted(series.Symbol) })],
            Costs = new(SlippageFraction: 0),
            MarksNet = false,
        };
    }

    /// <summary>The request with the reference's idealised market: no spread, no slippage, no increments, open positions at the last close.</summary>
    public static BacktestRequest Request(IReadOnlyList<Candle> candles, Symbol symbol, Timeframe timeframe, decimal cash) =>
        Idealised(new([new BacktestSeries(symbol, timeframe, candles)]) { Strategy = StrategyName, Cash = cash, Fills = FillRules.Ideal });

    public static BacktestResult Run(IReadOnlyList<Candle> candles, Symbol symbol, decimal cash) =>
        BacktestResult.From(BacktestEngine.Run(Request(candles, symbol, Timeframe.Hour1, cash)));
}
