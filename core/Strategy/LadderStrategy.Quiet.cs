using PowerTrader.Core.Costs;

namespace PowerTrader.Core.Strategy;

public abstract partial class LadderStrategy
{
    /// <summary>LONG level under which nothing is entered; 0 where an entry may come at any.</summary>
    protected virtual int EntryLevel => 0;

    /// <summary>Where a step provably does nothing, so that a backtest may skip it. A test holds it against <see cref="Step"/>.</summary>
    /// <param name="deal">As the step would see it.</param>
    public QuietBand QuietBandOf(in DealView? deal, CostRules costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (deal is not { } open || open.Quantity.IsZero)
            return EntryLevel > 0 && (deal is not { } memory || (!memory.HasOpenBuy && memory.Trailing == default)) ? new QuietBand(decimal.MaxValue, -1, -1, EntryLevel, true, DateTimeOffset.MaxValue) : default;
        if (open.HasOpenBuy || open.HasOpenExit || open.Trailing != default || open.TotalCost.Amount <= 0) return default;
        var (ask, level) = NextStep(open);
        return new QuietBand(QuietBand.Earlier(ProfitLine(open, costs)), ask, StopBid(open, costs), level, false, StopTime(open));
    }

    /// <summary>The ask at which the next step's percent is reached, and the LONG level that buys it too.</summary>
    private (decimal Ask, int Level) NextStep(in DealView deal)
    {
        if (!Rules.DcaEnabled || deal.DcaSteps >= Rules.LadderPercents.Count || deal.Spent >= deal.Budget || deal.DcaPaused) return (-1, QuietBand.NoLevel);
        var percent = Math.Min(0, Rules.LadderPercents[deal.DcaSteps]);
        return (QuietBand.Later(deal.TotalCost.Amount * (1 + percent / 100m) / deal.Quantity.Value), Rules.LevelOfStep(deal.DcaSteps) ?? QuietBand.NoLevel);
    }

    private decimal StopBid(in DealView deal, CostRules costs) => Rules.StopLossPercent > 0
        ? QuietBand.Later(deal.TotalCost.Amount * (1 - Rules.StopLossPercent / 100m) / (deal.Quantity.Value * costs.ExitShare))
        : -1;

    private DateTimeOffset StopTime(in DealView deal) => Rules.TimeStopDays > 0 ? deal.OpenedAt.AddDays(Rules.TimeStopDays) : DateTimeOffset.MaxValue;
}
