using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Reports;

/// <summary>Everything a report shows, thinned out to what a page can carry. Instants in columns are unix seconds, shares fractions, amounts in the currency.</summary>
/// <param name="Performance">Of the run as it was asked for; where <paramref name="Paths"/> are, each figure of it is one of three.</param>
/// <param name="Paths">The worse and the better order of prices inside bars where the bracket is too wide; else empty.</param>
/// <param name="Thinned">What was left out or merged, a sentence each; empty where the page holds everything.</param>
public sealed record ReportData(
    int V, string Kind, string Name, string Currency, IReadOnlyList<string> Notes, IReadOnlyList<string> Thinned, HonestFigures Honest, ReportBracket? Bracket,
    PerformanceReport Performance, ReportCurve Curve, IReadOnlyList<ReportRival> Rivals, IReadOnlyList<ReportPath> Paths, IReadOnlyList<ReportPrices> Coins, IReadOnlyList<ReportDeal> Deals,
    TrialSurface? Surface);

/// <param name="TooWide">Wider than a tenth of the profit: no single final value is true.</param>
public sealed record ReportBracket(decimal Low, decimal High, bool TooWide)
{
    public FigureRange Profit { get; init; }

    public FigureRange Realised { get; init; }

    public FigureRange Unrealised { get; init; }

    public FigureRange MaxDrawdown { get; init; }

    public FigureRange Locked { get; init; }

    public static ReportBracket Of(PathBracket bracket)
    {
        ArgumentNullException.ThrowIfNull(bracket);
        var runs = bracket.Runs;
        return new ReportBracket(bracket.Low, bracket.High, bracket.IsTooWide)
        {
            Profit = runs.Range(run => run.Profit),
            Realised = runs.Range(run => run.Realised),
            Unrealised = runs.Range(run => run.Unrealised),
            MaxDrawdown = runs.Range(run => run.MaxDrawdown),
            Locked = runs.Range(run => run.Locked),
        };
    }
}

/// <param name="Name"><c>worse</c> or <c>better</c>.</param>
/// <param name="Equity">At the instants of the curve.</param>
public sealed record ReportPath(string Name, IReadOnlyList<decimal?> Equity, PerformanceReport Performance);

/// <summary>Columns of equal length.</summary>
/// <param name="Drawdown">Below the highest growth before, external flows taken out.</param>
/// <param name="Locked">Held at cost ÷ equity.</param>
/// <param name="Exposed">Held at market ÷ equity.</param>
public sealed record ReportCurve(
    IReadOnlyList<long> Time, IReadOnlyList<decimal> Equity, IReadOnlyList<decimal> Drawdown, IReadOnlyList<decimal> Locked, IReadOnlyList<decimal> Exposed);

/// <param name="Equity">At the instants of the curve; null where its way was not kept.</param>
public sealed record ReportRival(Rival Figures, IReadOnlyList<decimal?>? Equity);

/// <summary>A coin's candles as columns of equal length, with what was traded.</summary>
/// <param name="Merged">Candles of the timeframe in one candle of the page.</param>
public sealed record ReportPrices(
    string Symbol, string Timeframe, int Merged, IReadOnlyList<long> Time, IReadOnlyList<decimal> Open, IReadOnlyList<decimal> High, IReadOnlyList<decimal> Low,
    IReadOnlyList<decimal> Close, IReadOnlyList<ReportFill> Fills, IReadOnlyList<ReportLevels> Levels);

public sealed record ReportFill(long Time, string Side, string Rule, long Deal, decimal Quantity, decimal Price, decimal Fee);

/// <summary>Forecast lows and highs of one timeframe: entry i holds from candle <c>At[i]</c> of the page on.</summary>
public sealed record ReportLevels(string Timeframe, IReadOnlyList<int> At, IReadOnlyList<decimal> Low, IReadOnlyList<decimal> High);

/// <summary>A deal and its purchase cost a coin, fees included, after each of its fills.</summary>
/// <param name="Closed">Null while it is open.</param>
/// <param name="Profit">Net; of an open deal as if it were sold at the end.</param>
/// <param name="Adverse">Maximum adverse excursion ÷ cost; null where it was not measured.</param>
public sealed record ReportDeal(
    string Symbol, long Number, long Opened, long? Closed, decimal Cost, decimal Profit, int Steps, decimal? Adverse, decimal? Favourable,
    IReadOnlyList<long> LevelTimes, IReadOnlyList<decimal> Levels);
