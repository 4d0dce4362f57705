namespace PowerTrader.Host.Reports;

internal enum FigureUnit
{
    Money,
    Share,
    Number,
    Count,
    Days,
    Hours,
}

/// <summary>A figure of the page's tables.</summary>
/// <param name="Path">Where it is in the performance of the page's JSON.</param>
internal sealed record FigureDefinition(string Path, string Name, FigureUnit Unit, string Definition);

/// <summary>Which figures a report shows and what each of them is: docs/reference/analytics.md in short.</summary>
internal static class FigureDefinitions
{
    public static IReadOnlyList<(string Group, IReadOnlyList<FigureDefinition> Figures)> Groups { get; } =
    [
        ("Money",
        [
            new("money.start", "Start", FigureUnit.Money, "Equity at the first mark."),
            new("money.final", "Final equity", FigureUnit.Money, "Cash and everything held at market, net of the cost of selling it."),
            new("money.netFlows", "Paid in less taken out", FigureUnit.Money, "External flows after the start: no return of anybody."),
            new("money.profit", "Profit", FigureUnit.Money, "Final equity less start and net flows: realised and unrealised."),
            new("money.realised", "Realised profit", FigureUnit.Money, "Of closed deals and of what was sold of open ones, net of both sides' fees. Says little without the next line."),
            new("money.unrealised", "Unrealised profit", FigureUnit.Money, "The rest of the profit: what the open deals are above or below their cost."),
            new("money.fees", "Fees", FigureUnit.Money, "Paid to the venue."),
            new("money.locked", "Locked at cost", FigureUnit.Money, "Purchase cost of what is held: it cannot be used until it is sold."),
            new("money.lockedShare", "Locked share", FigureUnit.Share, "What is held, at cost, divided by final equity."),
            new("money.highestLocked", "Most locked", FigureUnit.Money, "Most money in held coins at a mark, at cost."),
            new("money.oldestOpenDays", "Oldest open deal", FigureUnit.Days, "Age of the oldest open deal."),
        ]),
        ("Returns",
        [
            new("returns.total", "Total return", FigureUnit.Share, "Profit divided by start and everything paid in."),
            new("returns.timeWeighted", "Time-weighted return", FigureUnit.Share, "Growth of one unit, flows taken out: what compares with others (GIPS 2020)."),
            new("returns.cagr", "CAGR", FigureUnit.Share, "The time-weighted return a year; not defined under 30 days."),
        ]),
        ("Risk",
        [
            new("risk.maxDrawdown", "Deepest drawdown", FigureUnit.Share, "Deepest fall of equity from its highest point before, flows taken out."),
            new("risk.longestDrawdownDays", "Longest drawdown", FigureUnit.Days, "From a highest point until it was reached again, or to the end."),
            new("risk.volatility", "Volatility", FigureUnit.Share, "Standard deviation of daily returns times the root of 365."),
            new("risk.sharpe", "Sharpe ratio", FigureUnit.Number, "Mean excess return divided by standard deviation, a year (Sharpe 1994)."),
            new("risk.sortino", "Sortino ratio", FigureUnit.Number, "Mean excess return divided by downside deviation, a year (Sortino and Price 1994)."),
            new("risk.calmar", "Calmar ratio", FigureUnit.Number, "CAGR divided by the deepest drawdown (Young 1991)."),
            new("risk.valueAtRisk95", "Value at risk 95 %", FigureUnit.Share, "Loss that 95 % of the days did not exceed."),
            new("risk.conditionalValueAtRisk95", "Expected shortfall 95 %", FigureUnit.Share, "Mean loss of the worst 5 % of the days (Acerbi and Tasche 2002)."),
            new("risk.days", "Daily returns", FigureUnit.Count, "Days behind these figures: below some hundred they say little."),
        ]),
        ("Exposure",
        [
            new("exposure.mean", "Mean exposure", FigureUnit.Share, "Held at market divided by equity, weighed by time."),
            new("exposure.highest", "Highest exposure", FigureUnit.Share, "The most at a mark."),
            new("exposure.timeInMarket", "Time in market", FigureUnit.Share, "Part of the time in which anything was held."),
            new("exposure.meanLocked", "Mean locked", FigureUnit.Share, "Held at cost divided by equity, weighed by time."),
            new("exposure.highestLocked", "Highest locked", FigureUnit.Share, "The most at a mark."),
            new("exposure.turnover", "Turnover", FigureUnit.Number, "Lesser of purchases and sales divided by mean equity (SEC Form N-1A)."),
        ]),
        ("Deals",
        [
            new("trades.closed", "Closed deals", FigureUnit.Count, "Deals that were sold out."),
            new("trades.open", "Open deals", FigureUnit.Count, "Deals that still hold something."),
            new("trades.hitRate", "Hit rate of closed deals", FigureUnit.Share, "Won divided by closed. A strategy that never closes a loss has 100 %: read the next line."),
            new("trades.hitRateAtMarket", "Hit rate at market", FigureUnit.Share, "The same with every open deal sold now."),
            new("trades.profitFactor", "Profit factor", FigureUnit.Number, "Profits divided by losses of closed deals; not defined without a loss (Pardo 2008)."),
            new("trades.profitFactorAtMarket", "Profit factor at market", FigureUnit.Number, "The same with every open deal sold now."),
            new("trades.expectancy", "Expectancy", FigureUnit.Money, "Mean net result of a closed deal (Tharp 1998)."),
            new("trades.expectancyAtMarket", "Expectancy at market", FigureUnit.Money, "The same with every open deal sold now."),
            new("trades.meanAdverse", "Mean adverse excursion", FigureUnit.Share, "Worst net result while open divided by the most money in the deal; mean over closed deals (Sweeney 1996)."),
            new("trades.worstAdverse", "Worst adverse excursion", FigureUnit.Share, "The worst of them."),
            new("trades.meanFavourable", "Mean favourable excursion", FigureUnit.Share, "Best net result while open divided by the most money in the deal; mean over closed deals."),
            new("trades.meanHours", "Mean time open", FigureUnit.Hours, "Of closed deals."),
            new("trades.meanSteps", "Mean ladder steps", FigureUnit.Number, "Bought per closed deal."),
        ]),
        ("Benchmark",
        [
            new("benchmark.return", "Return of holding", FigureUnit.Share, "Every coin in equal parts from the start, never rebalanced."),
            new("benchmark.excess", "Excess over it", FigureUnit.Share, "Time-weighted return less the benchmark's."),
            new("benchmark.alpha", "Alpha", FigureUnit.Share, "Mean return a year that the beta does not explain (Jensen 1968)."),
            new("benchmark.beta", "Beta", FigureUnit.Number, "Covariance with the benchmark divided by its variance."),
            new("benchmark.correlation", "Correlation", FigureUnit.Number, "Of daily returns."),
            new("benchmark.trackingError", "Tracking error", FigureUnit.Share, "Deviation of the daily differences, a year."),
            new("benchmark.informationRatio", "Information ratio", FigureUnit.Number, "Mean difference divided by tracking error (Grinold and Kahn 1999)."),
        ]),
    ];
}
