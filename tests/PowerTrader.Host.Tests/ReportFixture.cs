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
    public static ReportData Data(string name = "always", int bars = 900)
    {
        var btc = Symbol.Parse("BTC-USDT");
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var candles = Enumerable.Range(0, bars).Select(hour => new Candle(
            start.AddHours(hour), Wave(hour), Math.Max(Wave(hour), Wave(hour + 1)) * 1.01m, Math.Min(Wave(hour), Wave(hour + 1)) * 0.99m, Wave(hour + 1), 5)).ToList();
        var request = new BacktestRequest([new BacktestSeries(btc, Timeframe.Hour1, candles)]) { Strategy = AlwaysStrategy.StrategyName };
        var run = BacktestEngine.Run(request);
        var source = BacktestSource.Of(request, run, Rivals.Play(request, run, keepsCurves: true), new PathBracket(10_000, run.FinalValue, run.FinalValue, run.FinalValue));
        return ReportBuilder.Of(source with
        {
            Input = source.Input with { Name = name },
            Notes = ["A note with <b>markup</b> & more."],
            Surface = TrialSurface.Of(new TrialSet("<i>final</i>", [Trial(1, 10), Trial(2, 20)])),
        });
    }

    public static string Page(string name = "always") => ReportPage.Of(Data(name));

    private static Trial Trial(decimal level, decimal value) => new(new Dictionary<string, decimal> { ["a<b"] = level }, value);

    private static decimal Wave(int hour) => decimal.Round(100 * (1 + 0.06m * (decimal)Math.Sin(hour * 0.061) - hour * 0.0001m), 2);
}
