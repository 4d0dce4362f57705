using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Bench;

/// <summary>Bars a second of the two backtests against a plain loop that makes the crossing-averages decision and nothing else.</summary>
internal static class BacktestBench
{
    public const string Name = "backtest";

    private const int Repetitions = 5;
    private const decimal Cash = 10_000m;
    private const string Baseline = "plain loop over the same candles";

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var figures = new List<Figure>();
        Measure(figures, "synthetic", BenchCandles.Synthetic());
        if (BenchCandles.Recorded() is { } recorded) Measure(figures, "recorded", recorded);
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static void Measure(List<Figure> figures, string source, IReadOnlyList<Candle> candles)
    {
        var plain = 0m;
        var result = SmaCrossBacktest.Run(candles, BenchCandles.Symbol, Cash);
        var loop = Sample.Seconds(Repetitions, () => plain = PlainLoop(candles)).PerSecond(candles.Count);
        // The loop is only a baseline while it does the same arithmetic.
        if (Math.Abs(plain - result.FinalValue) > 0.01m) throw new InvalidOperationException($"the plain loop ends with {plain}, the backtest with {result.FinalValue}");
        var sma = Sample.Seconds(Repetitions, () => SmaCrossBacktest.Run(candles, BenchCandles.Symbol, Cash)).PerSecond(candles.Count);
        var kernel = new KernelBacktest(PowerTraderStrategy.StrategyName, BenchCandles.Symbol, Timeframe.Hour1);
        var always = new KernelBacktest(AlwaysStrategy.StrategyName, BenchCandles.Symbol, Timeframe.Hour1);
        var powerTrader = Sample.Seconds(Repetitions, () => kernel.Run(candles, Cash)).PerSecond(candles.Count);
        var without = Sample.Seconds(Repetitions, () => always.Run(candles, Cash)).PerSecond(candles.Count);
        figures.Add(Figure.Of(Name, $"sma-cross, {source}", "bars/s", sma, Baseline, loop));
        figures.Add(Figure.Of(Name, $"powertrader with its models, {source}", "bars/s", powerTrader, Baseline, loop));
        figures.Add(Figure.Of(Name, $"kernel without models (always), {source}", "bars/s", without, Baseline, loop));
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
