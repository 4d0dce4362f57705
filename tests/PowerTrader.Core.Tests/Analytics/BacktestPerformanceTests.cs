using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Analytics;

public class BacktestPerformanceTests
{
    [Fact]
    public void Of_ARunByHand_IsWhatItWentThrough()
    {
        // 10,000 at the start, 1 % fee. Bought 1 at 100 (101), sold at 120 (118.8): +17.8. Then 1 at 110 (111.1) that is worth 99 less its exit's fee.
        var request = Request(0.01m, 0, 0);

        var input = BacktestPerformance.Of(BacktestEngine.Run(request), request);
        var report = Performance.Of(input);

        input.Marks.Count.ShouldBe(7);
        input.Marks[0].ShouldBe(new EquityMark(BacktestWorld.Start, 10_000, 10_000, 0, 0));
        var last = input.Marks[^1];
        (last.Time, last.Equity, last.Cash, last.Exposed).ShouldBe((BacktestWorld.Start.AddHours(6), 10_004.71m, 9_906.7m, 98.01m));
        last.Locked.ShouldBe(111.1m, 0.000001m);
        input.Fills.Select(fill => (fill.Side, fill.Rule, fill.Price, fill.Fee, fill.Profit)).ShouldBe(
            [(OrderSide.Buy, "entry", 100m, 1m, 0m), (OrderSide.Sell, "exit", 120m, 1.2m, 17.8m), (OrderSide.Buy, "entry", 110m, 1.1m, 0m)]);
        var closed = input.Closed.ShouldHaveSingleItem();
        (closed.Cost, closed.Profit, closed.Deal).ShouldBe((101m, 17.8m, 1L));
        // Low 98 and high 122 while it was held, sold there less the fee.
        closed.Excursion!.Adverse.ShouldBe(98 * 0.99m - 101, 0.00001m);
        closed.Excursion.Favourable.ShouldBe(122 * 0.99m - 101, 0.00001m);
        var open = input.Open.ShouldHaveSingleItem();
        (open.Cost, open.Value, open.Realised).ShouldBe((111.1m, 98.01m, 0m));
        (report.Money.Profit, report.Money.Realised, report.Money.Unrealised, report.Money.Fees).ShouldBe((4.71m, 17.8m, -13.09m, 3.3m));
        (report.Trades.HitRate, report.Trades.HitRateAtMarket).ShouldBe((1, 0.5));
    }

    [Fact]
    public void Of_SpreadAndSlippage_ArrivesAtTheMiddle()
    {
        var request = Request(0.01m, 0.001m, 0.002m);

        var input = BacktestPerformance.Of(BacktestEngine.Run(request), request);

        input.Fills.Select(fill => fill.Price).ShouldAllBe(price => price != 100 && price != 120 && price != 110);
        input.Fills.Select(fill => decimal.Round(fill.ArrivalPrice!.Value, 9)).ShouldBe([100, 120, 110]);
    }

    [Fact]
    public void Of_ARun_TakesItsProfitApartWithoutARest()
    {
        var request = Request(0.01m, 0.001m, 0.002m);

        var report = Performance.Of(BacktestPerformance.Of(BacktestEngine.Run(request), request));

        var attribution = report.Attribution.ShouldNotBeNull();
        attribution.Parts.Total.ShouldBe(report.Money.Profit, 0.000001m);
        attribution.Parts.Costs.ShouldBeLessThan(-report.Money.Fees);
    }

    internal static BacktestRequest Request(decimal fee, decimal slippage, decimal spread)
    {
        List<Candle> bars =
        [
            BacktestWorld.Bar(0, 100, 101, 99, 100), BacktestWorld.Bar(1, 100, 104, 98, 103), BacktestWorld.Bar(2, 103, 122, 103, 119), BacktestWorld.Bar(3, 120, 125, 90, 115),
            BacktestWorld.Bar(4, 115, 115, 108, 110), BacktestWorld.Bar(5, 110, 112, 95, 99),
        ];
        return BacktestWorld.Ideal(bars, Decide, fee, slippage) with { Fills = FillRules.Ideal with { SpreadFraction = spread } };
    }

    private static void Decide(in BarWindow bars, BacktestDesk desk)
    {
        if (bars.Count is 1 or 5) desk.Send(BacktestWorld.Buy(1, 200, OrderKind.Market));
        if (bars.Count == 3) desk.Send(BacktestWorld.Sell(1, 50, OrderKind.Market));
    }
}
