using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>Makes an analysis' input of a backtest.</summary>
public static class BacktestPerformance
{
    /// <param name="run">With its details kept: without equity, fills and orders there is little to analyse.</param>
    /// <param name="request">What it was run with: costs, spread, bars.</param>
    public static PerformanceInput Of(BacktestRun run, BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(request);
        var input = new PerformanceInput(run.Strategy, run.Head.Currency, new CurveMarks(run))
        {
            Fills = [.. run.Fills.Select(fill => Arrived(TradeFill.Of(fill, run.SignalPrices.TryGetValue(fill.OrderId, out var signal) ? signal : null), request))],
            Closed = [.. run.Deals.Select(deal => new ClosedTrade(deal.Symbol, deal.Number, run.Strategy, deal.OpenedAt, deal.ClosedAt, deal.Spent, deal.Profit, deal.Steps)
            {
                Excursion = new Excursion(deal.Mae * deal.Cost, deal.Mfe * deal.Cost, deal.Mae, deal.Mfe),
            })],
            Open = [.. run.OpenDeals.Select(deal => new OpenTrade(deal.Symbol, deal.Number, run.Strategy, deal.OpenedAt, deal.Cost, deal.Value,
                run.Fills.Where(fill => fill.Symbol == deal.Symbol && fill.Deal == deal.Number).Sum(fill => fill.RealisedProfit.Amount)))],
            RefusedSteps = run.Head.RefusedSteps,
        };
        var series = request.Series.ToDictionary(one => one.Symbol, one => one.Candles);
        return input.WithCandles(series, run.Timeframe.Length(), request.Costs.FeeRate);
    }

    /// <summary>The middle of the market that the fill was made of.</summary>
    private static TradeFill Arrived(TradeFill fill, BacktestRequest request)
    {
        var (half, slip) = (request.Fills.SpreadFraction / 2, request.Costs.SlippageFraction);
        return fill with { ArrivalPrice = fill.Side == OrderSide.Buy ? fill.Price / ((1 + half) * (1 + slip)) : fill.Price / ((1 - half) * (1 - slip)) };
    }
}
