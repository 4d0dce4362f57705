using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Reports;
using PowerTrader.Core.Strategy;
using PowerTrader.Host.Reports;

namespace PowerTrader.Host.Tests;

/// <summary>A report of a backtest over made-up waves, in this process.</summary>
internal static class ReportFixture
{
    /// <param name="name">Of the strategy, as the page shows it.</param>
    /// <param name="isOpen">With long wicks, whose order decides the result.</param>
    public static ReportData Data(string name = "always", int bars = 900, bool isOpen = false)
    {
        var btc = Symbol.Parse("BTC-USDT");
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var candles = Enumerable.Range(0, bars).Select(hour => new Candle(
            start.AddHours(hour), Wave(hour), Math.Max(Wave(hour), Wave(hour + 1)) * (isOpen ? 1.03m : 1.01m), Math.Min(Wave(hour), Wave(hour + 1)) * (isOpen ? 0.98m : 0.99m), Wave(hour + 1), 5)).ToList();
        var request = new BacktestRequest([new BacktestSeries(btc, Timeframe.Hour1, candles)]) { Strategy = AlwaysStrategy.StrategyName, KeepsDays = true };
        var run = BacktestEngine.Run(request);
        var figures = RunFigures.Of(run);
        var bracket = isOpen ? PathRuns.Bracket(request, run) : new PathBracket(10_000, new Along<RunFigures>(figures, figures, figures));
        var source = BacktestSource.Of(request, run, Rivals.Play(request, run, keepsCurves: true), bracket) with { Paths = isOpen ? BacktestSource.PathsOf(request) : [] };
        return ReportBuilder.Of(source with
        {
            Input = source.Input with { Name = name },
            Notes = ["A note with <b>markup</b> & more."],
            Surface = TrialSurface.Of(new TrialSet("<i>final</i>", [Trial(1, 10), Trial(2, 20)])),
        });
    }

    public static string Page(string name = "always", bool isOpen = false) => ReportPage.Of(Data(name, isOpen: isOpen));

    private static Trial Trial(decimal level, decimal value) => new(new Dictionary<string, decimal> { ["a<b"] = level }, value);

    private static decimal Wave(int hour) => decimal.Round(100 * (1 + 0.06m * (decimal)Math.Sin(hour * 0.061) - hour * 0.0001m), 2);
}
