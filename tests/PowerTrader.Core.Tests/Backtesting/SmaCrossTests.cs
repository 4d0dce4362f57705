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
