using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Strategy.Dca;

/// <summary>What holds on every market.</summary>
public class DcaPropertyTests
{
    private static readonly string[] Bots =
    [
        "", "trail=1", "target=1:30,2:30,4:40", "trailBuy=1;cooldown=300", "target=2:50,4:50;breakEven=1;stop=8", "maxActive=1;volume=2;step=1.5;deviation=1", "start=rsi:period=5 < 40;trail=0.5;trailBuy=0.5",
    ];

    [Fact]
    public void Play_AnyWalk_NeverSpendsMoreThanItsLadder() => ForAll(seed =>
    {
        var run = Play(seed, FillModel.NextOpen, 0.3m);

        run.Equity.ShouldAllBe(point => point.Cash >= 0);
        // Ten percent of the equity is what the default limits let one coin use; equity moves between the entry and the last safety order.
        foreach (var deal in run.Deals) deal.Spent.ShouldBeLessThanOrEqualTo(0.1001m * run.Equity.Values.Max());
        run.Head.Cash.Amount.ShouldBe(10_000 - run.Fills.Sum(fill => (fill.Side == OrderSide.Buy ? 1 : -1) * fill.Price.Value * fill.Quantity.Value + fill.Fee.Amount), 0.000001m);
        run.LedgerFees.ShouldBe(run.Head.Fees.Amount);
    }, 15);

    [Fact]
    public void Play_AnyWalk_TakesProfitOnlyAboveCost() => ForAll(seed =>
    {
        foreach (var model in (FillModel[])[FillModel.NextOpen, FillModel.Path])
        {
            var run = BacktestEngine.Run(Request(seed, model, null, Bots[seed % Bots.Length], bars: 150));

            var stops = Bots[seed % Bots.Length].Contains("stop=", StringComparison.Ordinal);
            if (!stops) run.Deals.ShouldAllBe(deal => deal.Profit >= 0);
        }
    }, 12);

    [Fact]
    public void Play_AnyWalk_SafetyOrdersFollowTheFormulas() => ForAll(seed =>
    {
        var run = Play(seed, FillModel.NextOpen, null, "maxSafety=4;deviation=1;step=1.3;volume=1.4;maxActive=4");
        var rules = DcaLadderTests.Rules("maxSafety=4;deviation=1;step=1.3;volume=1.4");

        foreach (var deal in run.Orders.Where(order => order.Leg == Leg.Entry || order.Leg.IsDca).GroupBy(order => order.Deal))
        {
            if (deal.FirstOrDefault(order => order.Leg == Leg.Entry && !order.Filled.IsZero) is not { } entry) continue;
            var basePrice = entry.FilledValue.Amount / entry.Filled.Value;
            foreach (var order in deal.Where(order => order.Leg.IsDca))
            {
                var price = Core.Strategy.Dca.DcaLadder.PriceOf(rules, basePrice, order.Leg.DcaStep);
                order.Limit.Value.ShouldBeLessThanOrEqualTo(price * 1.0001m);
                if (order.SignalPrice.Value > price) order.Limit.Value.ShouldBe(price, basePrice * 0.0001m);
                var first = deal.First(other => other.Leg == Leg.Dca(1));
                (order.Notional() / first.Notional()).ShouldBe(Core.Strategy.Dca.DcaLadder.VolumeFactor(rules, order.Leg.DcaStep), 0.01m);
            }
        }
    }, 10);

    [Fact]
    public void Play_SplitWithSavedState_IsOneRun() => ForAll(seed =>
    {
        var request = Request(seed, FillModel.NextOpen, 0.3m, Bots[seed % Bots.Length]);
        var whole = BacktestEngine.Run(request);
        var first = BacktestEngine.Run(request with { Until = BacktestWorld.Start.AddHours(150 + seed) });
        var second = BacktestEngine.Run(request, BacktestCheckpoint.Parse(first.Checkpoint!.ToText()));

        first.Fills.Concat(second.Fills).Select(fill => fill.TradeLine).ShouldBe(whole.Fills.Select(fill => fill.TradeLine));
        second.FinalValue.ShouldBe(whole.FinalValue);
    }, 7);

    private static void ForAll(Action<byte> property, int runs) => Prop.ForAll(Gen.Choose(0, 255).Select(seed => (byte)seed).ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static BacktestRun Play(byte seed, FillModel model, decimal? volumeShare, string? parameters = null) => BacktestEngine.Run(Request(seed, model, volumeShare, parameters ?? Bots[seed % Bots.Length]));

    private static BacktestRequest Request(byte seed, FillModel model, decimal? volumeShare, string parameters, int bars = 400) =>
        new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(seed, bars, gaps: seed % 2 == 0))])
        {
            Strategy = "dca",
            Parameters = OrderWorld.Parse(parameters),
            Fills = FillRules.Default with { Model = model, VolumeShare = volumeShare },
        };
}

file static class OrderExtensions
{
    public static decimal Notional(this Order order) => (order.Limit * order.Quantity).Amount;
}
