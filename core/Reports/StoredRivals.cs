using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Reports;

/// <summary>What somebody else would have had over a stored portfolio's time: the rivals of a backtest, played over its candles.</summary>
internal static class StoredRivals
{
    private const int FewestBars = 24;

    /// <returns>Empty where nothing was traded, or the time is too short to compare.</returns>
    public static IReadOnlyList<RivalRun> Play(
        TraderSettings settings, PortfolioHead head, PerformanceInput input, PerformanceReport performance, IReadOnlyList<ReportCoin> coins, CancellationToken cancellationToken)
    {
        var length = Timeframe.Hour1.Length();
        var series = coins.Select(coin => new BacktestSeries(coin.Symbol, Timeframe.Hour1, [.. coin.Candles.Where(candle => candle.OpenTime + length <= performance.Period.End)]))
            .Where(one => one.Candles.Count >= FewestBars).ToList();
        if (series.Count == 0 || input.Fills.Count == 0) return [];
        var request = new BacktestRequest(series) { Settings = settings, Cash = performance.Money.Start, Warmup = 0 };
        var run = new BacktestRun(request.Strategy, [.. series.Select(one => one.Symbol)], Timeframe.Hour1, series.Sum(one => one.Candles.Count), request.Cash, performance.Money.Final, new RunEnd(RunEndKind.Completed, performance.Period.End, null))
        {
            Head = head,
            TradesHash = "",
            Exposure = performance.Exposure.MeanLocked,
            FlatBars = series.Sum(one => FlatBars(one, input, length)),
        };
        return Rivals.Play(request, run, keepsCurves: true, cancellationToken);
    }

    /// <summary>Bars at whose close nothing of the coin was held.</summary>
    private static int FlatBars(BacktestSeries series, PerformanceInput input, TimeSpan length)
    {
        var fills = input.Fills.Where(fill => fill.Symbol == series.Symbol).ToList();
        var (flat, next, held) = (0, 0, 0m);
        foreach (var candle in series.Candles)
        {
            for (; next < fills.Count && fills[next].Time <= candle.OpenTime + length; next++) held += fills[next].Side == OrderSide.Buy ? fills[next].Quantity : -fills[next].Quantity;
            if (held <= 0) flat++;
        }
        return flat;
    }
}
