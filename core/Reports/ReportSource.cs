using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Reports;

/// <summary>What a report is made of: the same for a backtest, paper and live money.</summary>
/// <param name="Kind"><c>backtest</c>, or the mode of a stored portfolio: <c>paper</c>, <c>shadow</c>, <c>live</c>.</param>
/// <param name="Honest">What must stand beside every profit.</param>
public sealed record ReportSource(string Kind, PerformanceInput Input, HonestFigures Honest)
{
    /// <summary>The traded coins.</summary>
    public IReadOnlyList<ReportCoin> Coins { get; init; } = [];

    public IReadOnlyList<RivalRun> Rivals { get; init; } = [];

    /// <summary>What a reader must know before any figure, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What the order of prices inside bars leaves open; null where nothing does.</summary>
    public PathBracket? Bracket { get; init; }

    /// <summary>The run along the worse and the better order of prices, where a single number would not be true; else empty.</summary>
    public IReadOnlyList<SourcePath> Paths { get; init; } = [];

    /// <summary>Trials of a study; null without one.</summary>
    public TrialSurface? Surface { get; init; }
}

/// <summary>One end of what the bars leave open.</summary>
/// <param name="Name"><c>worse</c> or <c>better</c>.</param>
public sealed record SourcePath(string Name, EquityCurve Equity, PerformanceReport Performance);

/// <summary>A coin's prices over the period of a report.</summary>
/// <param name="Candles">Ascending.</param>
/// <param name="Levels">Forecast lows and highs from the instant on at which they were known, of each timeframe ascending in time.</param>
public sealed record ReportCoin(Symbol Symbol, Timeframe Timeframe, IReadOnlyList<Candle> Candles, IEnumerable<ForecastLevel> Levels);

/// <summary>The expected extremes of one timeframe from an instant on.</summary>
public readonly record struct ForecastLevel(DateTimeOffset From, Timeframe Timeframe, decimal Low, decimal High);
