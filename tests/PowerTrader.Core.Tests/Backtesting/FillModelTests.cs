using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>Where and at what price orders meet hand-made bars.</summary>
public class FillModelTests
{
    /// <summary>Quiet at 100, then a bar that goes to 110 and 90, then quiet at 105.</summary>
    private static readonly List<Candle> Bars =
    [
        BacktestWorld.Bar(0, 100, 100, 100, 100), BacktestWorld.Bar(1, 101, 110, 90, 105), BacktestWorld.Bar(2, 105, 106, 104, 105), BacktestWorld.Bar(3, 105, 106, 104, 105),
        BacktestWorld.Bar(4, 105, 106, 104, 105),
    ];

    [Fact]
    public void Market_NextOpen_PaysSpreadAndSlippage()
    {
        var plain = First(BacktestWorld.Buy(1, 120, OrderKind.Market));
        var dear = First(BacktestWorld.Buy(1, 120, OrderKind.Market), slippage: 0.01m, fills: FillRules.Ideal with { SpreadFraction = 0.02m });

        (plain.Price.Value, plain.Time).ShouldBe((101m, BacktestWorld.Start.AddHours(1)));
        dear.Price.Value.ShouldBe(101m * 1.01m * 1.01m);
    }

    [Fact]
    public void Limit_Resting_FillsAtItsLimitOnceThePriceGoesThrough()
    {
        var fill = First(BacktestWorld.Buy(1, 92));

        fill.Price.Value.ShouldBe(92);
        Fills(BacktestWorld.Buy(1, 90)).ShouldBeEmpty("a price that only touches the limit may have filled somebody else");
        Fills(BacktestWorld.Buy(1, 89)).ShouldBeEmpty();
    }

    [Fact]
    public void Limit_BetterOpen_FillsThere() => First(BacktestWorld.Buy(1, 103)).Price.Value.ShouldBe(101);

    [Fact]
    public void Limit_Immediate_LapsesAboveItsLimit()
    {
        var run = Run(BacktestWorld.Buy(1, 100.5m) with { Life = OrderLife.Immediate });

        run.Fills.ShouldBeEmpty();
        run.Orders.ShouldHaveSingleItem().State.ShouldBe(OrderState.Cancelled);
        run.Head.Cash.Amount.ShouldBe(10_000);
        run.Head.Reserved.ShouldBe(Money.Zero);
    }

    [Fact]
    public void Stop_Buy_TriggersAtItsTriggerAndSlips()
    {
        var fill = First(BacktestWorld.Buy(1, 120, OrderKind.Stop) with { Trigger = new Price(108) }, slippage: 0.01m);

        fill.Price.Value.ShouldBe(108m * 1.01m);
        Fills(BacktestWorld.Buy(1, 120, OrderKind.Stop) with { Trigger = new Price(111) }).ShouldBeEmpty();
    }

    [Fact]
    public void Stop_PriceJumpsOverIt_FillsWhereThePriceIs() =>
        First(BacktestWorld.Buy(1, 120, OrderKind.Stop) with { Trigger = new Price(100.5m) }).Price.Value.ShouldBe(101);

    [Theory]
    [InlineData(PricePath.OpenHighLowClose, 108)]
    [InlineData(PricePath.OpenLowHighClose, 92)]
    [InlineData(PricePath.Worst, 92)]
    [InlineData(PricePath.Best, 108)]
    public void StopAndTarget_InOneBar_ThePathSaysWhichComesFirst(PricePath path, decimal expected)
    {
        List<Candle> bars = [BacktestWorld.Bar(0, 100, 100, 100, 100), BacktestWorld.Bar(1, 100, 100, 100, 100), .. Bars.Skip(1).Select(bar => bar with { OpenTime = bar.OpenTime.AddHours(1) })];
        var run = BacktestEngine.Run(BacktestWorld.Ideal(bars, (in BarWindow window, BacktestDesk desk) =>
        {
            if (window.Count == 1) desk.Send(BacktestWorld.Buy(1, 120, OrderKind.Market));
            if (window.Count != 2) return;
            desk.Send(BacktestWorld.Sell(1, 108));
            desk.Send(BacktestWorld.Sell(1, 80, OrderKind.Stop, "manual:stop") with { Trigger = new Price(92) });
        }) with
        { Fills = FillRules.Ideal with { Path = path } });

        var sale = run.Fills.ShouldHaveSale();
        sale.Price.Value.ShouldBe(expected);
        run.OpenDeals.ShouldBeEmpty();
        run.Orders.Count(order => order.State == OrderState.Cancelled).ShouldBe(1, "what is left of the pair has nothing to sell");
    }

    [Fact]
    public void VolumeShare_LargeOrder_FillsInParts()
    {
        var bars = Bars.Select(bar => bar with { Volume = 10 }).ToList();
        var fills = Fills(BacktestWorld.Buy(5, 120, OrderKind.Market), bars, FillRules.Ideal with { VolumeShare = 0.2m });

        fills.Select(fill => fill.Quantity.Value).ShouldBe([2, 2, 1]);
        fills.Select(fill => fill.OrderId).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public void VolumeShare_BarWithoutTrades_FillsNothing_AndASourceWithoutVolumesIsNotLimited()
    {
        var hole = Bars.Select((bar, i) => bar with { Volume = i == 1 ? 0 : 100 }).ToList();
        var none = Bars.Select(bar => bar with { Volume = 0 }).ToList();
        var rules = FillRules.Ideal with { VolumeShare = 0.5m };

        Fills(BacktestWorld.Buy(1, 120, OrderKind.Market), hole, rules).ShouldHaveSingleItem().Time.ShouldBe(BacktestWorld.Start.AddHours(2));
        Fills(BacktestWorld.Buy(1, 120, OrderKind.Market), none, rules).ShouldHaveSingleItem().Time.ShouldBe(BacktestWorld.Start.AddHours(1));
    }

    [Fact]
    public void Latency_Bars_ArriveSoMuchLater() =>
        First(BacktestWorld.Buy(1, 120, OrderKind.Market), fills: FillRules.Ideal with { LatencyBars = 2 }).Time.ShouldBe(BacktestWorld.Start.AddHours(3));

    [Fact]
    public void Latency_WithinABar_MeetsTheWayToTheWorseExtreme()
    {
        // A quarter of the hour from the open 101 to the high 110, and to the low 90 for a sale.
        var quarter = FillRules.Ideal with { Latency = TimeSpan.FromMinutes(15) };

        First(BacktestWorld.Buy(1, 120, OrderKind.Market), fills: quarter).Price.Value.ShouldBe(101 + 9 * 0.25m);
        First(BacktestWorld.Buy(1, 120, OrderKind.Market), fills: FillRules.Ideal with { Latency = TimeSpan.FromMinutes(60) }).Time.ShouldBe(BacktestWorld.Start.AddHours(2));
    }

    [Fact]
    public void Latency_AlongThePath_MeetsItsPoint()
    {
        // Up first: after 15 of its 20 minutes to the high the price is at 101 + 9 × 15/20.
        var path = new FillRules { Model = FillModel.Path, Path = PricePath.OpenHighLowClose, SpreadFraction = 0, Latency = TimeSpan.FromMinutes(15) };

        var fill = First(BacktestWorld.Buy(1, 120, OrderKind.Market), fills: path);
        (fill.Price.Value, fill.Time).ShouldBe((101 + 9 * 0.75m, BacktestWorld.Start.AddMinutes(75)));
    }

    [Fact]
    public void Intrabar_Minutes_TakeThePlaceOfTheAssumedPath()
    {
        List<Candle> minutes = [new(BacktestWorld.Start.AddMinutes(60), 101, 101, 90, 95, 1), new(BacktestWorld.Start.AddMinutes(75), 95, 110, 95, 105, 1)];
        var request = BacktestWorld.Ideal(Bars, Once(BacktestWorld.Buy(1, 120, OrderKind.Market))) with
        {
            Fills = new FillRules { Model = FillModel.Path, Path = PricePath.OpenHighLowClose, SpreadFraction = 0, Latency = TimeSpan.FromMinutes(15) },
        };

        var fill = BacktestEngine.Run(request with { Series = [request.Series[0] with { Intrabar = minutes }] }).Fills.ShouldHaveSingleItem();

        (fill.Price.Value, fill.Time).ShouldBe((95m, BacktestWorld.Start.AddMinutes(75)));
    }

    [Fact]
    public void Send_WhatTheVenueOrTheCashForbids_IsRefusedAndNoted()
    {
        var candles = Bars;
        var request = BacktestWorld.Ideal(candles, (in BarWindow bars, BacktestDesk desk) =>
        {
            desk.Send(BacktestWorld.Buy(0.0001m, 100)).ShouldBeNull();
            desk.Send(BacktestWorld.Buy(1000, 100)).ShouldBeNull();
            desk.Send(BacktestWorld.Sell(1, 100)).ShouldBeNull();
        });
        request = request with { Series = [request.Series[0] with { Instrument = new Instrument(BacktestWorld.Btc, 0.1m, 0.0001m, new Quantity(0.001m), new Quantity(10_000), new Money(1), true) }] };

        var run = BacktestEngine.Run(request);

        run.Fills.ShouldBeEmpty();
        run.Refusals.Take(3).Select(refusal => refusal.Rule).ShouldBe(["venue", "cash", "holdings"]);
    }

    private static Fill First(OrderTicket ticket, decimal slippage = 0, FillRules? fills = null) =>
        BacktestEngine.Run(BacktestWorld.Ideal(Bars, Once(ticket), slippage: slippage) with { Fills = fills ?? FillRules.Ideal }).Fills[0];

    private static IReadOnlyList<Fill> Fills(OrderTicket ticket, IReadOnlyList<Candle>? bars = null, FillRules? fills = null) =>
        BacktestEngine.Run(BacktestWorld.Ideal(bars ?? Bars, Once(ticket)) with { Fills = fills ?? FillRules.Ideal }).Fills;

    private static BacktestRun Run(OrderTicket ticket) => BacktestEngine.Run(BacktestWorld.Ideal(Bars, Once(ticket)));

    private static Decision Once(OrderTicket ticket) => (in BarWindow bars, BacktestDesk desk) =>
    {
        if (bars.Count == 1) desk.Send(ticket).ShouldNotBeNull();
    };
}

internal static class FillListExtensions
{
    public static Fill ShouldHaveSale(this IReadOnlyList<Fill> fills) => fills.Where(fill => fill.Side == OrderSide.Sell).ShouldHaveSingleItem();
}
