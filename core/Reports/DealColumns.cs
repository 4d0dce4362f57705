using PowerTrader.Core.Analytics;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Reports;

/// <summary>Deals as a page carries them, with the cost a coin after each of their fills.</summary>
internal static class DealColumns
{
    /// <param name="most">The newest of the closed ones; open ones are all kept.</param>
    public static IReadOnlyList<ReportDeal> Of(PerformanceInput input, int most)
    {
        var fills = input.Fills.ToLookup(fill => (fill.Symbol, fill.Deal));
        var closed = input.Closed.Skip(Math.Max(0, input.Closed.Count - most)).Select(deal => Shown(
            fills[(deal.Symbol, deal.Deal)], deal.Symbol.Value, deal.Deal, deal.OpenedAt, deal.ClosedAt, deal.Cost, deal.Profit, deal.Steps, deal.Excursion));
        var open = input.Open.Select(deal => Shown(
            fills[(deal.Symbol, deal.Deal)], deal.Symbol.Value, deal.Deal, deal.OpenedAt, null, deal.Cost, deal.ProfitAtMarket,
            fills[(deal.Symbol, deal.Deal)].Select(fill => fill.Rule).Where(rule => rule.StartsWith("dca", StringComparison.Ordinal)).Distinct().Count(), null));
        return [.. closed, .. open];
    }

    private static ReportDeal Shown(
        IEnumerable<TradeFill> fills, string symbol, long number, DateTimeOffset opened, DateTimeOffset? closed, decimal cost, decimal profit, int steps, Excursion? excursion)
    {
        var (times, levels) = (new List<long>(), new List<decimal>());
        decimal held = 0, spent = 0;
        foreach (var fill in fills)
        {
            if (fill.Side == OrderSide.Buy) spent += fill.Value + fill.Fee;
            else if (held > 0) spent -= spent * Math.Min(1, fill.Quantity / held);
            held = Math.Max(0, held + (fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity));
            if (held <= 0) continue;
            times.Add(fill.Time.ToUnixTimeSeconds());
            levels.Add(PriceColumns.Significant(spent / held));
        }
        return new ReportDeal(
            symbol, number, opened.ToUnixTimeSeconds(), closed?.ToUnixTimeSeconds(), cost, profit, steps, excursion?.AdverseShare, excursion?.FavourableShare, times, levels);
    }
}
