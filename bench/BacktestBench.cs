using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Bench;

/// <summary>Bars a second of the two backtests against a plain loop that makes the crossing-averages decision and nothing else.</summary>
internal static class BacktestBench
{
    public const string Name = "backtest";

    private const int Repetitions = 9;
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
        var (plain, result) = (PlainLoop(candles), SmaCrossBacktest.Run(candles, BenchCandles.Symbol, Cash));
        // The loop is only a baseline while it does the same arithmetic.
        if (Math.Abs(plain - result.FinalValue) > 0.01m) throw new InvalidOperationException($"the plain loop ends with {plain}, the backtest with {result.FinalValue}");
        var kernel = new KernelBacktest(PowerTraderStrategy.StrategyName, BenchCandles.Symbol, Timeframe.Hour1);
        var always = new KernelBacktest(AlwaysStrategy.StrategyName, BenchCandles.Symbol, Timeframe.Hour1);
        Add(figures, $"sma-cross, {source}", candles, () => SmaCrossBacktest.Run(candles, BenchCandles.Symbol, Cash));
        Add(figures, $"powertrader with its models, {source}", candles, () => kernel.Run(candles, Cash));
        Add(figures, $"kernel without models (always), {source}", candles, () => always.Run(candles, Cash));
    }

    private static void Add(List<Figure> figures, string name, IReadOnlyList<Candle> candles, Action work)
    {
        var (seconds, loop) = Sample.Alternate(Repetitions, work, () => PlainLoop(candles));
        figures.Add(Figure.Of(Name, name, "bars/s", seconds.PerSecond(candles.Count), Baseline, loop.PerSecond(candles.Count)));
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
