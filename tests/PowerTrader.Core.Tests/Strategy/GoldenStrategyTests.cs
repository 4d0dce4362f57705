using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Strategy;

/// <summary>Runs over two drawn coins whose every trade is pinned. A pin says that nothing changed, not that it is right: that is for the tests beside it.</summary>
public class GoldenStrategyTests
{
    private const string Stepped = "target=1:50,2:50;breakEven=1;stop=12;maxActive=2;cooldown=120";
    private const string Trailing = "trail=0.5;trailBuy=0.5;start=rsi:period=14 < 45;deviation=1.5";
    private const string Cells = "lower=50;upper=150;levels=30";

    [Theory]
    [InlineData("dca", Stepped, FillModel.NextOpen, 369, "677eaaa8aa6e70d8851ec98ecc9206cb827839866ba78f5c51e989f8ae33f6a3")]
    [InlineData("dca", Trailing, FillModel.Path, 110, "01c7e63a1ae8499049032b6ca3408e353f5edcc01fb32cc80735972b060ad8d5")]
    [InlineData("grid", Cells, FillModel.NextOpen, 89, "9ef6a4dc7c34e4ded5f3e752c99f6c7b215e01f101fa7d5703c96765b0f828ff")]
    [InlineData("hold", "share=50", FillModel.NextOpen, 29, "dbdf3f9cb095f476c0bfe2e821c5f802aaca6d560c275aa7dd46f2024269eee1")]
    public void Run_DrawnMarket_TradesAsPinned(string strategy, string parameters, FillModel model, int fills, string hash)
    {
        var request = Request(strategy, parameters, model);

        var run = BacktestEngine.Run(request);
        var turned = BacktestEngine.Run(request with { Series = [.. request.Series.Reverse()] });

        run.End.Why.ShouldBeNull();
        (run.Fills.Count, run.TradesHash).ShouldBe((fills, hash));
        turned.TradesHash.ShouldBe(run.TradesHash);
    }

    private static BacktestRequest Request(string strategy, string parameters, FillModel model) => new(
    [
        new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(21, 600, gaps: true)),
        new BacktestSeries(BacktestWorld.Eth, Timeframe.Hour1, BacktestWorld.Walk(22, 600, gaps: true, from: 80)),
    ])
    { Strategy = strategy, Parameters = OrderWorld.Parse(parameters), Fills = FillRules.Default with { Model = model, VolumeShare = 0.5m } };
}
