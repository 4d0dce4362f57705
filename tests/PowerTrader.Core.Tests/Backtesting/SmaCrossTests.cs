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
        result.LedgerFees.ShouldBe(result.Fees);
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
        first.FinalValue.ShouldBe(10_000 + first.RealisedProfit + first.UnrealisedProfit);
        first.LedgerFees.ShouldBe(first.Fees);
    }
}
