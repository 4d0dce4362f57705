using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>Turns what an account went through into its figures.</summary>
public static class Performance
{
    /// <summary>A shorter period is not scaled to a year.</summary>
    public const int LeastDays = 30;

    public const int KeptDrawdowns = 10;

    /// <exception cref="ArgumentException">There is no mark, or a list is not in order; the message names what.</exception>
    public static PerformanceReport Of(PerformanceInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Marks.Count == 0) throw new ArgumentException("an account without a mark of its equity has no performance: give at least the start", nameof(input));
        var index = GrowthIndex.Of(input.Marks, input.Flows);
        var days = DailyReturns.Of(index);
        var drawdowns = Drawdown.Of(index);
        var period = new PeriodFigures(index[0].Time, index[^1].Time, (index[^1].Time - index[0].Time).TotalDays, index.Count);
        var money = MoneyOf(input);
        var returns = ReturnsOf(input, money, index[^1].Price - 1, period.Days);
        var riskFree = input.RiskFreeRate / DailyReturns.DaysPerYear;
        return new PerformanceReport(
            input.Name, input.Currency, period, money, returns, RiskFigures.Of(days, drawdowns, returns.Cagr, riskFree), ExposureFigures.Of(input.Marks, input.Fills),
            TradeFigures.Of(input.Closed, input.Open), [.. drawdowns.Take(KeptDrawdowns)], MonthReturn.Of(days),
            input.Windows.Count > 0 ? Attributor.Of(input.Fills, input.Windows) : null, BenchmarkOf(input, index, days, riskFree), CorrelationsOf(input, index, days));
    }

    private static MoneyFigures MoneyOf(PerformanceInput input)
    {
        var (first, last) = (input.Marks[0], input.Marks[^1]);
        var flows = Within(input).Sum(flow => flow.Amount);
        var profit = last.Equity - first.Equity - flows;
        var realised = input.Fills.Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Profit);
        return new MoneyFigures(
            first.Equity, last.Equity, flows, profit, realised, profit - realised, input.Fills.Sum(fill => fill.Fee), last.Locked,
            last.Equity > 0 ? last.Locked / last.Equity : 0, input.Open.Count > 0 ? input.Open.Max(deal => (last.Time - deal.OpenedAt).TotalDays) : 0,
            input.RefusedSteps, input.Marks.Max(mark => mark.Locked));
    }

    private static ReturnFigures ReturnsOf(PerformanceInput input, MoneyFigures money, decimal timeWeighted, double days)
    {
        var given = money.Start + Within(input).Where(flow => flow.Amount > 0).Sum(flow => flow.Amount);
        var cagr = Math.Pow((double)(1 + timeWeighted), 365.25 / Math.Max(days, LeastDays)) - 1;
        return new ReturnFigures(given > 0 ? money.Profit / given : 0, timeWeighted, days >= LeastDays && double.IsFinite(cagr) ? cagr : null);
    }

    private static IEnumerable<ExternalFlow> Within(PerformanceInput input) =>
        input.Flows.Where(flow => flow.Time > input.Marks[0].Time && flow.Time <= input.Marks[^1].Time);

    private static BenchmarkFigures? BenchmarkOf(PerformanceInput input, IReadOnlyList<PricePoint> index, DailyReturns days, double riskFree) =>
        input.Benchmark.Count == 0
            ? null
            : BenchmarkFigures.Of(input.BenchmarkName, days.Values, DailyReturns.Over(input.Benchmark, index[0].Time, days.FirstDay, days.Values.Count).Values, riskFree);

    private static CorrelationMatrix? CorrelationsOf(PerformanceInput input, IReadOnlyList<PricePoint> index, DailyReturns days) =>
        input.Prices.Count < 2
            ? null
            : CorrelationMatrix.Of(
            [
                .. input.Prices.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => (pair.Key, DailyReturns.Over(pair.Value, index[0].Time, days.FirstDay, days.Values.Count).Values)),
            ]);
}
