using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>What holds for every run, whatever is traded on whatever market.</summary>
public class BacktestPropertyTests
{
    private static readonly Gen<(long Seed, int Bars, FillRules Fills)> Worlds =
        from seed in Gen.Choose(1, 1_000_000)
        from bars in Gen.Choose(1, 160)
        from model in Gen.Elements(FillModel.NextOpen, FillModel.Path)
        from path in Gen.Elements(Enum.GetValues<PricePath>())
        from share in Gen.Elements<decimal?>(null, 0.02m, 0.5m)
        from latencyBars in Gen.Choose(0, 2)
        from minutes in Gen.Elements(0, 1, 30, 90)
        select ((long)seed, bars, new FillRules { Model = model, Path = path, VolumeShare = share, LatencyBars = latencyBars, Latency = TimeSpan.FromMinutes(minutes) });

    private static void ForAll(Action<(long Seed, int Bars, FillRules Fills)> property, int runs = 60) =>
        Prop.ForAll(Worlds.ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static BacktestRequest Two(long seed, int bars, FillRules fills, decimal fee = 0.001m) => new(
    [
        new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(seed, bars, gaps: true)),
        new BacktestSeries(BacktestWorld.Eth, Timeframe.Hour1, BacktestWorld.Walk(seed + 1, Math.Max(1, bars / 2), gaps: true, from: 10)),
    ])
    { Create = _ => new Gambler(seed), Fills = fills, Costs = new(fee), Seed = seed };

    [Fact]
    public void Run_AnyOrders_ConserveCashHoldingsAndFees() => ForAll(world =>
    {
        var run = BacktestEngine.Run(Two(world.Seed, world.Bars, world.Fills));

        var flow = run.Fills.Sum(fill => (fill.Price * fill.Quantity).Amount * (fill.Side == OrderSide.Buy ? -1 : 1) - fill.Fee.Amount);
        run.Head.Cash.Amount.ShouldBe(10_000 + flow);
        run.Head.Cash.Amount.ShouldBeGreaterThanOrEqualTo(0);
        run.LedgerFees.ShouldBe(run.Head.Fees.Amount);
        run.Head.Fees.Amount.ShouldBe(run.Fills.Sum(fill => fill.Fee.Amount));
        // At cost nothing is lost and nothing appears: what is not cash is a holding, and every difference was realised.
        (run.Head.Cash.Amount + run.OpenDeals.Sum(deal => deal.Cost)).ShouldBe(10_000 + run.Head.Realised.Amount, 0.000000001m);
        run.FinalValue.ShouldBe(run.Head.Cash.Amount + run.OpenDeals.Sum(deal => deal.Value));
        foreach (var symbol in run.Symbols)
        {
            run.Fills.Where(fill => fill.Symbol == symbol).Sum(fill => fill.Quantity.Value * (fill.Side == OrderSide.Buy ? 1 : -1))
                .ShouldBe(run.OpenDeals.Where(deal => deal.Symbol == symbol).Sum(deal => deal.Quantity));
        }
    });

    [Fact]
    public void Run_AnyFill_ComesAfterItsSignalAndItsLatency_AtAPriceOfItsBar() => ForAll(world =>
    {
        var request = Two(world.Seed, world.Bars, world.Fills with { SpreadFraction = 0 }) with { Costs = new(0.001m, 0) };
        var run = BacktestEngine.Run(request);

        var orders = run.Orders.ToDictionary(order => order.Id);
        foreach (var fill in run.Fills)
        {
            var order = orders[fill.OrderId];
            fill.Time.ShouldBeGreaterThanOrEqualTo(order.CreatedAt);
            if (world.Fills.Model == FillModel.Path) fill.Time.ShouldBeGreaterThanOrEqualTo(order.CreatedAt + world.Fills.Latency);
            var bars = request.Series.Single(series => series.Symbol == fill.Symbol).Candles;
            var bar = bars.Last(candle => candle.OpenTime <= fill.Time && candle.OpenTime >= order.CreatedAt);
            // At a bar's close the fill may belong to the bar that ends there.
            var one = bars.Where(candle => candle.OpenTime <= fill.Time && fill.Time <= candle.OpenTime.AddHours(1)).ToList();
            // One that rested is met at its own limit by a price that jumped over it: no better than the market.
            if (fill.Price != order.Limit) one.ShouldContain(candle => candle.Low * 0.999m <= fill.Price.Value && fill.Price.Value <= candle.High * 1.001m);
            bar.OpenTime.ShouldBeGreaterThanOrEqualTo(order.CreatedAt + TimeSpan.FromHours(world.Fills.LatencyBars));
        }
    });

    [Fact]
    public void Run_HigherFeesOnTheSameTrades_NeverHelp() => ForAll(world =>
    {
        var cheap = BacktestEngine.Run(Two(world.Seed, world.Bars, world.Fills, 0.001m));
        var dear = BacktestEngine.Run(Two(world.Seed, world.Bars, world.Fills, 0.004m));

        dear.Fills.Select(Trade).ShouldBe(cheap.Fills.Select(Trade));
        dear.FinalValue.ShouldBeLessThanOrEqualTo(cheap.FinalValue);
        static (DateTimeOffset, Symbol, OrderSide, decimal, decimal) Trade(Fill fill) => (fill.Time, fill.Symbol, fill.Side, fill.Quantity.Value, fill.Price.Value);
    });

    [Fact]
    public void Run_SymbolsInAnyOrder_IsTheSame() => ForAll(world =>
    {
        var request = Two(world.Seed, world.Bars, world.Fills);
        var one = BacktestEngine.Run(request);
        var other = BacktestEngine.Run(request with { Series = [.. request.Series.Reverse()] });

        other.TradesHash.ShouldBe(one.TradesHash);
        other.Equity.ShouldBe(one.Equity);
        other.Deals.ShouldBe(one.Deals);
    });

    [Fact]
    public void Run_SplitInTwoWithSavedState_IsOneRun() => ForAll(world =>
    {
        var request = Two(world.Seed, world.Bars, world.Fills);
        var whole = BacktestEngine.Run(request);
        var first = BacktestEngine.Run(request with { Until = BacktestWorld.Start.AddHours(Math.Max(1, world.Bars / 2)) });
        var second = BacktestEngine.Run(request, BacktestCheckpoint.Parse(first.Checkpoint!.ToText()));

        BothEqual(whole, first, second);
    });

    [Fact]
    public void Run_ChangedFuture_NeverChangesThePast() => ForAll(world =>
    {
        var request = Two(world.Seed, world.Bars, world.Fills);
        var cut = BacktestWorld.Start.AddHours(world.Bars / 2);
        var changed = request with { Series = [.. request.Series.Select(series => series with { Candles = [.. series.Candles.Select(candle => Changed(candle, cut))] })] };

        var one = BacktestEngine.Run(request);
        var other = BacktestEngine.Run(changed);

        other.Fills.Where(fill => fill.Time < cut).ShouldBe(one.Fills.Where(fill => fill.Time < cut));
        other.Equity.Where(point => point.Time <= cut).ShouldBe(one.Equity.Where(point => point.Time <= cut));
    });

    internal static void BothEqual(BacktestRun whole, BacktestRun first, BacktestRun second)
    {
        ((Fill[])[.. first.Fills, .. second.Fills]).ShouldBe(whole.Fills);
        ((EquityPoint[])[.. first.Equity, .. second.Equity]).ShouldBe(whole.Equity);
        ((DealRecord[])[.. first.Deals, .. second.Deals]).ShouldBe(whole.Deals);
        second.FinalValue.ShouldBe(whole.FinalValue);
        (second.Bars, second.FlatBars, second.MaxDrawdown, second.Exposure, second.PeakCapital, second.LedgerFees)
            .ShouldBe((whole.Bars, whole.FlatBars, whole.MaxDrawdown, whole.Exposure, whole.PeakCapital, whole.LedgerFees));
        second.Head.RefusedSteps.ShouldBe(whole.Head.RefusedSteps);
    }

    internal static Candle Changed(Candle candle, DateTimeOffset from) => candle.OpenTime < from
        ? candle
        : candle with { Open = candle.Open * 3, High = candle.High * 4, Low = candle.Low / 2, Close = candle.Close * 2, Volume = candle.Volume * 5 };
}
