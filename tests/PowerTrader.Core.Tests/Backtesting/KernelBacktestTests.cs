using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>Backtests obey the rules that they are given. Prices fall by half a percent an hour and never come back.</summary>
public class KernelBacktestTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Run_AFallWithoutAStop_NeverSells()
    {
        var result = Run();

        result.ClosedDeals.ShouldBe(0);
        result.OpenQuantity.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Run_StopLoss_SellsAtTheLossGiven()
    {
        var result = Run("strategy.dcaMultiplier=0", "strategy.stopLossPercent=10", "risk.cooldownMinutes=100000");

        result.ClosedDeals.ShouldBe(1);
        result.WonDeals.ShouldBe(0);
        result.OpenQuantity.ShouldBe(0);
        // One entry is sold at 10 % net loss, or a bar and a half percent later.
        var entry = Run("strategy.dcaMultiplier=0").OpenCost;
        (result.RealisedProfit / entry * 100).ShouldBeInRange(-12m, -10m);
    }

    [Fact]
    public void Run_TimeStop_SellsAtTheAgeGiven()
    {
        var result = Run("strategy.timeStopDays=2", "risk.cooldownMinutes=100000");

        result.ClosedDeals.ShouldBe(1);
        result.OpenQuantity.ShouldBe(0);
    }

    [Fact]
    public void Run_Cooldown_MakesFewerDeals()
    {
        var often = Run("strategy.timeStopDays=1");
        var seldom = Run("strategy.timeStopDays=1", "risk.cooldownMinutes=2880");

        often.ClosedDeals.ShouldBeGreaterThan(seldom.ClosedDeals);
        seldom.ClosedDeals.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Run_Predecessor_BuysByItsDoublingLadder()
    {
        var standard = Run();
        var predecessor = Run("profile=predecessor");

        predecessor.TradesHash.ShouldNotBe(standard.TradesHash);
        predecessor.OpenCost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Run_VolatilityLimit_BuysNoStepsInAMarketGoneWild()
    {
        var calm = Enumerable.Range(0, 1000).Select(i => 100m + 0.01m * (i % 2));
        var candles = Candles([.. calm, .. Enumerable.Range(1, 8).Select(i => 100m - 3 * i)]).ToList();
        var backtest = (string set) => new KernelBacktest(AlwaysStrategy.StrategyName, Btc, Timeframe.Hour1, settings: Settings(set)).Run(candles, 10_000);
        var wild = backtest("risk.volatilityLimit=2.5");
        var any = backtest("risk.volatilityLimit=0");

        wild.Fills.ShouldBe(1);
        any.Fills.ShouldBeGreaterThan(1);
    }

    private static BacktestResult Run(params string[] sets) =>
        new KernelBacktest(AlwaysStrategy.StrategyName, Btc, Timeframe.Hour1, settings: Settings([.. sets, "risk.volatilityLimit=0", .. Losses]))
            .Run([.. Candles([.. Enumerable.Range(0, 400).Select(i => 100m * (decimal)Math.Pow(0.995, Math.Max(0, i - 100)))])], 10_000);

    /// <summary>What is lost must not stop the next entry: the rules under test do.</summary>
    private static readonly string[] Losses = ["risk.dailyLossPercent=100", "risk.weeklyLossPercent=100", "risk.monthlyLossPercent=100", "risk.annualLossPercent=100"];

    private static TraderSettings Settings(params string[] sets)
    {
        var resolver = new SettingsResolver();
        foreach (var set in sets) resolver.AddAssignment(set, "--set");
        var settings = TraderSettings.From(resolver.Resolve());
        resolver.Faults.ShouldBeEmpty();
        return settings;
    }

    private static IEnumerable<Candle> Candles(IReadOnlyList<decimal> closes)
    {
        for (var i = 0; i < closes.Count; i++)
        {
            var open = i == 0 ? closes[0] : closes[i - 1];
            yield return new Candle(Start.AddHours(i), open, Math.Max(open, closes[i]), Math.Min(open, closes[i]), closes[i], 1000);
        }
    }
}
