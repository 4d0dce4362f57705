using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Bench;

/// <summary>
/// Bars a second of the engine against a plain loop that makes the crossing-averages decision and nothing else. Orders, fees, slippage, risk, lots and ledger are in
/// every run of the engine; forecasts are computed before and measured apart.
/// </summary>
internal static class BacktestBench
{
    public const string Name = "backtest";

    private const int Repetitions = 9;
    private const int LargeRun = 500_000;
    private const decimal Cash = 10_000m;
    private const string Baseline = "plain loop over the same candles";

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var figures = new List<Figure>();
        Measure(figures, "synthetic", BenchCandles.Synthetic());
        if (BenchCandles.Recorded() is { } recorded) Measure(figures, "recorded", recorded);
        figures.Add(Memory());
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static void Measure(List<Figure> figures, string source, IReadOnlyList<Candle> candles)
    {
        var reference = SmaCrossBacktest.Request(candles, BenchCandles.Symbol, Timeframe.Hour1, Cash);
        var (plain, result) = (PlainLoop(candles), BacktestEngine.Run(reference));
        // The loop is only a baseline while it does the same arithmetic.
        if (Math.Abs(plain - result.FinalValue) > 0.01m) throw new InvalidOperationException($"the plain loop ends with {plain}, the backtest with {result.FinalValue}");
        var tape = ForecastTape.Build(Timeframe.Hour1, candles);
        Add(figures, $"sma-cross, {source}{Rate(result)}", candles, () => BacktestEngine.Run(reference));
        foreach (var strategy in (string[])[PowerTraderStrategy.StrategyName, AlwaysStrategy.StrategyName, RandomStrategy.StrategyName])
        {
            var taped = Request(strategy, candles, tape);
            var run = BacktestEngine.Run(taped);
            if (strategy == PowerTraderStrategy.StrategyName && run.TradesHash != BacktestEngine.Run(Request(strategy, candles, null)).TradesHash)
                throw new InvalidOperationException("the trades on the tape are not those of inline forecasts");
            Add(figures, $"{strategy} on a tape, {source}{Rate(run)}", candles, () => BacktestEngine.Run(taped), run.Bars);
        }
        var inline = Request(PowerTraderStrategy.StrategyName, candles, null);
        Add(figures, $"powertrader with its models, {source}", candles, () => BacktestEngine.Run(inline));
        Add(figures, $"forecasts alone, {source}", candles, () => ForecastTape.Build(Timeframe.Hour1, candles));
        Add(figures, $"powertrader on a tape, one run per core, {source}", candles, () => Parallel.For(0, Environment.ProcessorCount, _ => BacktestEngine.Run(Request(PowerTraderStrategy.StrategyName, candles, tape))),
            (candles.Count - (int)(candles.Count * KernelBacktest.Warmup)) * Environment.ProcessorCount);
    }

    private static BacktestRequest Request(string strategy, IReadOnlyList<Candle> candles, ForecastTape? tape) =>
        new([new BacktestSeries(BenchCandles.Symbol, Timeframe.Hour1, candles) { Tape = tape }]) { Strategy = strategy, Cash = Cash };

    private static string Rate(BacktestRun run) => $", a fill in {run.Bars / Math.Max(1, run.Fills.Count)} bars";

    /// <param name="bars">That the engine traded on: those that only warm up cost it nothing and do not count.</param>
    private static void Add(List<Figure> figures, string name, IReadOnlyList<Candle> candles, Action work, int? bars = null)
    {
        var (seconds, loop) = Sample.Alternate(Repetitions, work, () => PlainLoop(candles));
        figures.Add(Figure.Of(Name, name, "bars/s", seconds.PerSecond(bars ?? candles.Count), Baseline, loop.PerSecond(candles.Count)));
    }

    /// <summary>What candles, tape and a finished run with all its details hold together.</summary>
    private static Figure Memory()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var candles = BenchCandles.Synthetic(LargeRun).ToArray();
        var request = Request(AlwaysStrategy.StrategyName, candles, ForecastTape.Build(Timeframe.Hour1, candles, withForecasts: false));
        var run = BacktestEngine.Run(request);
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive(run);
        GC.KeepAlive(request);
        return Figure.Of(Name, "memory of a run of 500,000 bars", "MB", new Sample([held / 1e6]));
    }

    private static decimal PlainLoop(IReadOnlyList<Candle> candles)
    {
        decimal fast = 0, slow = 0, cash = Cash, held = 0, wanted = 0;
        var (sign, order) = (0, 0);
        for (var i = 0; i < candles.Count; i++)
        {
            var candle = candles[i];
            if (order > 0)
            {
                cash -= candle.Open * wanted * 1.001m;
                held = wanted;
            }
            else if (order < 0)
            {
                cash += candle.Open * held * 0.999m;
                held = 0;
            }
            order = 0;
            fast += candle.Close - (i >= 10 ? candles[i - 10].Close : 0);
            slow += candle.Close - (i >= 30 ? candles[i - 30].Close : 0);
            if (i < 29) continue;
            var now = Math.Sign(fast / 10 - slow / 30);
            var crossed = now != 0 && sign != 0 && now != sign;
            if (now != 0) sign = now;
            if (!crossed || i + 1 == candles.Count || now > 0 != (held == 0)) continue;
            order = now;
            wanted = cash * 0.95m / candle.Close;
        }
        return cash + held * candles[^1].Close;
    }
}
