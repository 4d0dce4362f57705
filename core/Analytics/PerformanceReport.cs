namespace PowerTrader.Core.Analytics;

/// <summary>Money shown whole: what is realised never stands without what is not. Amounts in the account's currency, shares as fractions.</summary>
/// <param name="NetFlows">Paid in less taken out after the start.</param>
/// <param name="Profit">Final equity less start and net flows: realised and unrealised.</param>
/// <param name="Realised">Of closed deals and of what was sold of open ones.</param>
/// <param name="Unrealised">The rest of the profit.</param>
/// <param name="LockedShare">What is held, at cost ÷ final equity.</param>
/// <param name="OldestOpenDays">Age of the oldest open deal; 0 without one.</param>
/// <param name="RefusedSteps">Ladder steps that were refused.</param>
/// <param name="HighestLocked">Most money that was in held coins at a mark, at cost.</param>
public sealed record MoneyFigures(
    decimal Start, decimal Final, decimal NetFlows, decimal Profit, decimal Realised, decimal Unrealised, decimal Fees, decimal Locked, decimal LockedShare,
    double OldestOpenDays, int RefusedSteps, decimal HighestLocked);

/// <summary>Returns as fractions.</summary>
/// <param name="Total">Profit ÷ (start + everything paid in): what the money that was given earned.</param>
/// <param name="TimeWeighted">Growth of one unit, flows taken out: what compares with others.</param>
/// <param name="Cagr">The time-weighted one a year of 365.25 days; null under <see cref="Performance.LeastDays"/> days, where it would be a guess.</param>
public sealed record ReturnFigures(decimal Total, decimal TimeWeighted, double? Cagr);

/// <param name="Days">From the first to the last mark.</param>
public sealed record PeriodFigures(DateTimeOffset Start, DateTimeOffset End, double Days, int Marks);

/// <summary>
/// The whole analysis of an account, live or backtested. Definitions: the types of its parts, and docs/reference/analytics.md. Made of numbers, texts and
/// instants only, so any serialiser writes it as it stands.
/// </summary>
/// <param name="Drawdowns">The deepest first, at most <see cref="Performance.KeptDrawdowns"/>.</param>
/// <param name="Attribution">Null where the coins' prices were not given.</param>
public sealed record PerformanceReport(
    string Name, string Currency, PeriodFigures Period, MoneyFigures Money, ReturnFigures Returns, RiskFigures Risk, ExposureFigures Exposure, TradeFigures Trades,
    IReadOnlyList<Drawdown> Drawdowns, IReadOnlyList<MonthReturn> Months, AttributionReport? Attribution, BenchmarkFigures? Benchmark, CorrelationMatrix? Correlations);
