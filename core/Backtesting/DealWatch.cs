using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>How far the open deal was in loss and in gain. Between two changes of what is held only the extreme prices are kept.</summary>
/// <param name="exitFactor">What is left of one unit of value at the last price when it is sold.</param>
internal sealed class DealWatch(decimal exitFactor)
{
    private decimal low = decimal.MaxValue;
    private decimal high;
    private long number;
    private decimal worst;
    private decimal best;
    private decimal mostCost;

    public decimal Fees { get; set; }

    public void See(decimal barLow, decimal barHigh)
    {
        if (barLow < low) low = barLow;
        if (barHigh > high) high = barHigh;
    }

    /// <summary>Turns the extreme prices into results of what was held while they came.</summary>
    public void Settle(decimal held, decimal cost, decimal realised)
    {
        if (high > 0)
        {
            worst = Math.Min(worst, realised + held * low * exitFactor - cost);
            best = Math.Max(best, realised + held * high * exitFactor - cost);
        }
        (low, high) = (decimal.MaxValue, 0);
    }

    public void Follow(Deal deal)
    {
        if (deal.Number != number) (number, worst, best, mostCost) = (deal.Number, 0, 0, 0);
        mostCost = Math.Max(mostCost, deal.Cost.Amount);
    }

    public DealRecord Closed(ClosedDeal closed)
    {
        var deal = closed.Deal;
        var fees = Fees;
        Fees = 0;
        var cost = Math.Max(mostCost, 0.00000001m);
        return new DealRecord(
            deal.Number, closed.Symbol, deal.OpenedAt, closed.ClosedAt, mostCost, deal.Realised.Amount, fees, deal.DcaSteps,
            decimal.Round(Math.Min(worst, deal.Realised.Amount) / cost, 8), decimal.Round(Math.Max(best, deal.Realised.Amount) / cost, 8))
        {
            Spent = deal.Spent.Amount,
        };
    }

    public DealWatchState State(Symbol symbol, decimal held, decimal cost, decimal realised)
    {
        Settle(held, cost, realised);
        return new DealWatchState(symbol, number, worst, best, mostCost, Fees);
    }

    public void Restore(DealWatchState state)
    {
        (number, worst, best, mostCost, Fees) = (state.Deal, state.Worst, state.Best, state.MostCost, state.Fees);
        (low, high) = (decimal.MaxValue, 0);
    }
}
