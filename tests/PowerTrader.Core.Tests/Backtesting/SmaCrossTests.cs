using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Backtesting;

public class SmaCrossTests
{
    /// <summary>Reference: backtrader 1.9.78 on the same files, as stated beside them.</summary>
    [Theory]
    [InlineData("kucoin_BTC-USDT_1h.csv", 21610, 874, 5755.46)]
    [InlineData("kucoin_ETH-USDT_1h.csv", 21610, 868, 4382.08)]
    [InlineData("bitvavo_BTC-EUR_1h_2019-2024.csv", 38682, 1554, 16911.75)]
    public void Run_RecordedFile_EqualsTheReferenceToTheCent(string file, int bars, int fills, double final)
    {
        using var reader = new StreamReader(RecordedData.Require("candles", file));
        var candles = CandleCsv.Read(reader, file).Candles;

        var result = SmaCrossBacktest.Run(candles, Symbol.Parse("BTC-USDT"), 10_000);

        result.Bars.ShouldBe(bars);
        result.Fills.ShouldBe(fills);
        decimal.Round(result.FinalValue, 2).ShouldBe((decimal)final);
        var gain = result.OpenQuantity * candles[^1].Close - result.OpenCost;
        result.UnrealisedProfit.ShouldBe(gain, 0.000000001m);
        (10_000 + result.RealisedProfit + gain).ShouldBe(result.FinalValue, 0.000000001m);
        result.LedgerFees.ShouldBe(result.Fees);
    }

    [Fact]
    public void Run_EndingWithoutAPosition_HasNoUnrealisedProfitAtAll()
    {
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var candles = Enumerable.Range(0, 400).Select(i =>
        {
            var price = 97.31m + 7.77m * (decimal)Math.Sin(i * 0.11) / 3;
            return new Candle(start.AddHours(i), price, price + 1, price - 1, price, 1);
        }).ToList();
        var flat = Enumerable.Range(100, 300).Select(count => SmaCrossBacktest.Run([.. candles.Take(count)], Symbol.Parse("BTC-USDT"), 10_000))
            .Where(result => result.OpenQuantity == 0 && result.Fills > 0).ToList();

        flat.ShouldNotBeEmpty();
        flat.ShouldAllBe(result => result.UnrealisedProfit == 0);
    }

    /// <summary>Small prices and large money: numbers of 28 digits left none for the ledger's sums.</summary>
    [Theory]
    [InlineData(0.000031, 1_000_000_000)]
    [InlineData(31, 1_000_000_000)]
    [InlineData(3_100_000, 10)]
    public void Run_WithoutIncrements_KeepsEverySumExact(double price, int cash)
    {
        var scale = (decimal)price / 100m;
        var candles = BacktestWorld.Walk(5, 1500).Select(candle => candle with { Open = candle.Open * scale, High = candle.High * scale, Low = candle.Low * scale, Close = candle.Close * scale }).ToList();

        var run = BacktestEngine.Run(SmaCrossBacktest.Request(candles, BacktestWorld.Btc, Timeframe.Hour1, cash));

        run.End.Kind.ShouldBe(RunEndKind.Completed, run.End.Why);
        run.Fills.Count.ShouldBeGreaterThan(20);
        run.LedgerFees.ShouldBe(run.Head.Fees.Amount);
        (run.Head.Cash.Amount + run.OpenDeals.Sum(deal => deal.Cost)).ShouldBe(cash + run.Head.Realised.Amount);
    }

    /// <summary>Speed of a search is its garbage: an order's whole life copied the portfolio's head eight times, 15 KB a fill.</summary>
    [Fact]
    public void Run_OrdersOfAPlainStrategy_LeaveLittleGarbage()
    {
        var request = SmaCrossBacktest.Request(BacktestWorld.Walk(5, 3000), BacktestWorld.Btc, Timeframe.Hour1, 10_000m) with { KeepsDetails = false };
        BacktestEngine.Run(request);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = BacktestEngine.Run(request);
        var garbage = GC.GetAllocatedBytesForCurrentThread() - before;

        run.Fills.Count.ShouldBeGreaterThan(80);
        (garbage / run.Fills.Count).ShouldBeLessThan(10_000);
    }

    [Fact]
    public void Run_MoneyThatCompoundsBeyondAllMarkets_EndsAtTheBarThatSaysWhy()
    {
        var candles = Enumerable.Range(0, 12_000).Select(hour =>
        {
            var (open, close) = (Wave(hour - 1), Wave(hour));
            return BacktestWorld.Bar(hour, open, Math.Max(open, close), Math.Min(open, close), close);
        }).ToList();

        var run = BacktestEngine.Run(SmaCrossBacktest.Request(candles, BacktestWorld.Btc, Timeframe.Hour1, 10_000m));

        run.End.Kind.ShouldBe(RunEndKind.Failed);
        run.End.IsBeyondRange.ShouldBeTrue();
        run.End.Why!.ShouldContain($"bar {run.Bars}: the portfolio leaves the range in which money is exact");
        run.FinalValue.ShouldBeGreaterThan(1_000_000_000_000m);
        run.Bars.ShouldBeLessThan(12_000);

        static decimal Wave(int hour) => decimal.Round(100 * (1 + 0.3m * (decimal)Math.Sin(hour / 40d)), 2);
    }

    [Fact]
    public void Run_PricesNearTheEndOfAllNumbers_EndsInWordsAndNotInAnException()
    {
        var candles = Enumerable.Range(0, 60).Select(hour => BacktestWorld.Bar(hour, hour < 40 ? 100 : 7e27m, hour < 40 ? 101 : 7.9e28m, 99, hour < 40 ? 100 : 7.8e28m)).ToList();

        var run = BacktestEngine.Run(SmaCrossBacktest.Request(candles, BacktestWorld.Btc, Timeframe.Hour1, 10_000m));

        (run.End.Kind, run.End.IsBeyondRange).ShouldBe((RunEndKind.Failed, true));
        run.End.Why!.ShouldContain("check the prices of that bar");
    }

    [Theory]
    [InlineData("powertrader")]
    [InlineData("always")]
    [InlineData("random")]
    public void Run_Kernel_ConservesMoneyAndRepeats(string strategy)
    {
        using var reader = new StreamReader(RecordedData.Require("candles", "kucoin_ETH-USDT_1h.csv"));
        var candles = CandleCsv.Read(reader, "eth").Candles.Take(6000).ToList();

        var first = new KernelBacktest(strategy, Symbol.Parse("ETH-USDT"), Timeframe.Hour1).Run(candles, 10_000);
        var second = new KernelBacktest(strategy, Symbol.Parse("ETH-USDT"), Timeframe.Hour1).Run(candles, 10_000);

        first.Fills.ShouldBeGreaterThan(0);
        second.ShouldBe(first);
        // The bid is 2.5 bp below the last close; selling costs 0.1 % and 2 bp of slippage.
        var worth = first.OpenQuantity * candles[^1].Close * (1 - 0.00025m) * (1 - 0.001m) * (1 - 0.0002m);
        first.UnrealisedProfit.ShouldBe(worth - first.OpenCost, 0.000000001m);
        first.FinalValue.ShouldBe(10_000 + first.RealisedProfit + worth - first.OpenCost, 0.000000001m);
        first.LedgerFees.ShouldBe(first.Fees);
    }
}
