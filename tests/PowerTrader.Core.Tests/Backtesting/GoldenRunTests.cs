using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>
/// Runs whose every trade is pinned, so that a change of strategy, risk, cost, order or ledger code cannot pass unseen. A pin says that nothing changed, not that it
/// is right. Those of recorded files were made by an earlier engine, of another build, that played one coin bar by bar without skipping anything; <c>sma-cross</c> anew
/// when its quantities came to have ten decimals, which moved its end by less than 0.00001.
/// </summary>
public class GoldenRunTests
{
    [Theory]
    [InlineData("kucoin_BTC-USDT_1h.csv", "BTC-USDT", "powertrader", 118, 6, "53b3f0a161510e818817638569ec0e3b8fca7bc024fb6054f4d8c1b5ae5f1503", 9986.424057513038946317)]
    [InlineData("kucoin_BTC-USDT_1h.csv", "BTC-USDT", "always", 145, 0, "543a221d3b4dbeefd88eea762fd23174f9331d186a7a6dda4c5da564e9c14e02", 10202.74708486794964601355)]
    [InlineData("kucoin_BTC-USDT_1h.csv", "BTC-USDT", "random", 143, 14, "7bc51cbd65a91ec8106371dc0f094296d8b02a2d02744f16a46c259c4fbc8c74", 10229.521031839885984)]
    [InlineData("kucoin_BTC-USDT_1h.csv", "BTC-USDT", "sma-cross", 874, 0, "d33d4508d3b1a9599593e3d53c30644577b30ebb52d45ec9e145b86e2b36161a", 5755.460283275214)]
    public void Run_RecordedFile_TradesAsPinned(string file, string symbol, string strategy, int fills, int refused, string hash, double final)
    {
        using var reader = new StreamReader(RecordedData.Require("candles", file));
        var candles = CandleCsv.Read(reader, file).Candles;
        var coin = Symbol.Parse(symbol);

        var run = BacktestEngine.Run(strategy == "sma-cross"
            ? SmaCrossBacktest.Request(candles, coin, Timeframe.Hour1, 10_000)
            : new BacktestRequest([new BacktestSeries(coin, Timeframe.Hour1, candles)]) { Strategy = strategy });

        run.TradesHash.ShouldBe(hash);
        (run.Fills.Count, run.Head.RefusedSteps).ShouldBe((fills, refused));
        ((double)run.FinalValue).ShouldBe(final, 1e-9);
    }

    [Theory]
    [InlineData("always", FillModel.NextOpen)]
    [InlineData("always", FillModel.Path)]
    [InlineData("powertrader", FillModel.Path)]
    [InlineData("sma-cross", FillModel.NextOpen)]
    public void Run_DrawnMarket_RepeatsToTheByte(string strategy, FillModel model)
    {
        var request = new BacktestRequest(
        [
            new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(21, 900, gaps: true)),
            new BacktestSeries(BacktestWorld.Eth, Timeframe.Hour1, BacktestWorld.Walk(22, 900, gaps: true, from: 10)),
        ])
        { Strategy = strategy, Fills = FillRules.Default with { Model = model, VolumeShare = 0.5m } };

        var one = BacktestEngine.Run(request);
        var other = BacktestEngine.Run(request);

        other.TradesHash.ShouldBe(one.TradesHash);
        other.Checkpoint!.ToText().ShouldBe(one.Checkpoint!.ToText());
    }

    [Fact]
    public void TradesHash_OfAnyFill_CoversItsTradeLine()
    {
        var run = BacktestEngine.Run(new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(3, 300))]) { Create = _ => new Gambler(3) });
        Span<byte> line = stackalloc byte[256];
        foreach (var fill in (IEnumerable<Fill>)[.. run.Fills, run.Fills[0] with { Price = new Price(79228162514264337593543950335m), Fee = new Money(1.10m) }, run.Fills[0] with { Price = new Price(100m), Fee = new Money(-0.50m), Quantity = new Quantity(1.0000000000000000000000000001m) }])
        {
            TradesHash.TryWrite(fill, line, out var length).ShouldBeTrue();
            System.Text.Encoding.UTF8.GetString(line[..length]).ShouldBe(fill.TradeLine);
            TradesHash.TryWrite(fill, line[..30], out _).ShouldBeFalse();
        }
    }
}
