namespace PowerTrader.Core.Analytics;

/// <summary>What an analysis is made of: the same for a backtest, paper and live money. All lists ascend in time.</summary>
/// <param name="Name">Whose performance it is, for people.</param>
/// <param name="Currency">Of every amount.</param>
/// <param name="Marks">At least one; the first is the start, before anything was earned.</param>
public sealed record PerformanceInput(string Name, string Currency, IReadOnlyList<EquityMark> Marks)
{
    public IReadOnlyList<ExternalFlow> Flows { get; init; } = [];

    public IReadOnlyList<TradeFill> Fills { get; init; } = [];

    public IReadOnlyList<ClosedTrade> Closed { get; init; } = [];

    public IReadOnlyList<OpenTrade> Open { get; init; } = [];

    /// <summary>Of the traded coins, for the attribution; without it there is none.</summary>
    public IReadOnlyList<CoinWindow> Windows { get; init; } = [];

    /// <summary>Prices by name, for the matrix; under two of them there is none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PricePoint>> Prices { get; init; } = new Dictionary<string, IReadOnlyList<PricePoint>>();

    /// <summary>Prices of what could have been held instead; none, no comparison.</summary>
    public IReadOnlyList<PricePoint> Benchmark { get; init; } = [];

    public string BenchmarkName { get; init; } = "benchmark";

    /// <summary>Ladder steps that were refused.</summary>
    public int RefusedSteps { get; init; }

    /// <summary>A year, as a fraction: 0.04 is 4 %.</summary>
    public double RiskFreeRate { get; init; }
}
