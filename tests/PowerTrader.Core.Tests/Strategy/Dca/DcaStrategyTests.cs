using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Strategy.Dca;

/// <summary>What the bot does on bars whose outcome is worked by hand. No costs unless said: a target of 10 percent is then 10 percent above the average.</summary>
public class DcaStrategyTests
{
    private const string Small = "base=100;safety=100;volume=1;step=1;deviation=10;maxSafety=3;target=10";

    [Fact]
    public void Play_Rise_SellsTheBaseOrderAtTheTarget()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 120, 120), Small + ";cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit:1 1 @ 110"]);
        run.Deals.Single().Profit.ShouldBe(10);
        run.OpenDeals.ShouldBeEmpty();
    }

    /// <remarks>Safety orders at 90 and 80; 1 + 1.1111 + 1.25 coins cost 300, on average 89.2562: 10 percent above is 98.1818.</remarks>
    [Fact]
    public void Play_Fall_AveragesDownAndSellsAboveTheAverage()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 79, 79, 99, 99), Small + ";cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "buy dca:1 1.1111 @ 90", "buy dca:2 1.25 @ 80", "sell exit:1 3.3611 @ 98.1818"]);
        run.Deals.Single().Steps.ShouldBe(2);
        run.Deals.Single().Profit.ShouldBe(30, 0.0001m);
    }

    /// <remarks>With one active order the fall through two prices buys only the first; the second is sent at that bar's close, for the same money at the lower price.</remarks>
    [Fact]
    public void Play_OneActiveSafetyOrder_SendsTheNextAfterItsFill()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 79, 85, 79), Small + ";maxActive=1");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "buy dca:1 1.1111 @ 90", "buy dca:2 1.2658 @ 79"]);
    }

    /// <remarks>The price jumps over the target between two steps: the sale takes what there is, the collar notwithstanding.</remarks>
    [Fact]
    public void Play_TargetJumpedOver_SellsAtTheMarket()
    {
        List<Candle> candles = [.. OrderWorld.Line(100, 100), Backtesting.BacktestWorld.Bar(1, 100, 120, 100, 120), .. new[] { 2, 3 }.Select(i => Backtesting.BacktestWorld.Bar(i, 120, 120, 120, 120))];
        var run = OrderWorld.Play("dca", candles, Small + ";cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit:1 1 @ 120"]);
    }

    [Fact]
    public void Play_SafetyOrders_WaitAtMostAsManyAsActive()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 100), Small + ";maxActive=2");

        run.Orders.Where(order => order.Leg.IsDca).Select(order => (order.Leg.Text, order.Limit.Value)).ShouldBe([("dca:1", 90m), ("dca:2", 80m)]);
    }

    [Fact]
    public void Play_SteppedTargets_SellSharesInTurn()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 111, 111, 121, 121), "base=100;safety=100;maxSafety=0;target=10:40,20:60;cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit:1 0.4 @ 110", "sell exit:2 0.6 @ 120"]);
    }

    [Fact]
    public void Play_BreakEven_SellsTheRestWithoutLossAfterTheTarget()
    {
        var parameters = "base=100;safety=100;maxSafety=0;target=10:50,50:50;breakEven=1;cooldown=10000";
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 111, 111, 99, 99), parameters);
        var before = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 105, 105, 99, 99), parameters);

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit:1 0.5 @ 110", "sell exit 0.5 @ 99"]);
        OrderWorld.Told(before).ShouldBe(["buy entry 1 @ 100"]);
    }

    [Fact]
    public void Play_Stop_SellsAllAndTakesTheLadderBack()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 84, 84, 84), Small + ";maxSafety=1;stop=11;cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "buy dca:1 1.1111 @ 90", "sell exit 2.1111 @ 84"]);
        run.Deals.Single().Profit.ShouldBeLessThan(0);
        run.Orders.ShouldAllBe(order => order.State != Core.Orders.OrderState.Accepted);
    }

    /// <remarks>Armed at 110; the peak is 130, 10 percent below it 117: the close of 116 sells at the next open.</remarks>
    [Fact]
    public void Play_TrailingTarget_FollowsThePeak()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 112, 130, 118, 116, 116), "base=100;safety=100;maxSafety=0;target=10;trail=10;cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit 1 @ 116"]);
    }

    /// <remarks>The low is 90; 5 percent above it 94.5: neither the close of 92 nor that of 94 buys, that of 95 does.</remarks>
    [Fact]
    public void Play_TrailingBuy_WaitsForTheRebound()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 95, 90, 92, 94, 95, 95), "base=100;safety=100;maxSafety=0;trailBuy=5");

        OrderWorld.Told(run).ShouldBe(["buy entry 1.0526 @ 95"]);
    }

    /// <remarks>The safety order is due at 90; the low is 80, 5 percent above it 84.</remarks>
    [Fact]
    public void Play_TrailingBuy_FollowsTheLowBeforeASafetyOrder()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 106, 106, 88, 80, 83, 85, 85), Small + ";trailBuy=5;maxSafety=1;target=50");

        OrderWorld.Told(run).ShouldBe(["buy entry 0.9434 @ 106", "buy dca:1 1.1765 @ 85"]);
    }

    [Fact]
    public void Play_Cooldown_KeepsDealsApart()
    {
        decimal[] prices = [100, 100, 100, 111, 111, 111, 111, 111, 111];
        var at = OrderWorld.Play("dca", OrderWorld.Line(prices), Small + ";cooldown=180");
        var atOnce = OrderWorld.Play("dca", OrderWorld.Line(prices), Small);

        var (closed, opened) = (at.Deals.Single().ClosedAt, at.OpenDeals.Single().OpenedAt);
        (opened - closed).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromHours(3));
        (atOnce.OpenDeals.Single().OpenedAt - atOnce.Deals.Single().ClosedAt).ShouldBeLessThan(TimeSpan.FromHours(1));
    }

    /// <remarks>Wilder over two candles: two gains of 1, then a loss of 23, give 100 − 100 ÷ (1 + 0.5 ÷ 11.5) = 4.2 at the fourth close.</remarks>
    [Fact]
    public void Play_StartCondition_BeginsOnlyWhereItHolds()
    {
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 101, 102, 103, 80, 78, 78), "base=100;safety=100;maxSafety=0;start=rsi:period=2 < 10");
        var never = OrderWorld.Play("dca", OrderWorld.Line(100, 101, 102, 103, 104, 105, 106), "base=100;safety=100;maxSafety=0;start=rsi:period=2 < 10 and price > 50");

        run.Fills.Single().Time.ShouldBe(Backtesting.BacktestWorld.Start.AddHours(4));
        never.Fills.ShouldBeEmpty();
    }

    /// <remarks>The target fills at the bar's high; the low that follows in the same bar would have bought the safety order of the deal that is over.</remarks>
    [Fact]
    public void Play_TargetThenFallWithinABar_BuysNothingForTheDealThatIsOver()
    {
        List<Candle> candles = [.. OrderWorld.Line(100, 100, 100), Backtesting.BacktestWorld.Bar(2, 100, 115, 70, 75), Backtesting.BacktestWorld.Bar(3, 75, 75, 75, 75)];
        var run = OrderWorld.Play("dca", candles, Small + ";cooldown=10000");

        OrderWorld.Told(run).ShouldBe(["buy entry 1 @ 100", "sell exit:1 1 @ 110"]);
        run.Head.Reserved.Amount.ShouldBe(0);
    }

    [Fact]
    public void Play_LadderBeyondTheMoneyLeft_BeginsNothing()
    {
        // 940 for a ladder fit the first time. 4.7 + 5.2 coins fall to 20 and leave 9259 in all, a tenth of which is less than 940.
        var run = OrderWorld.Play("dca", OrderWorld.Line(100, 100, 100, 20, 20, 20), "base=470;safety=470;volume=1;step=1;deviation=10;maxSafety=1;stop=50;target=10");

        run.Deals.Count.ShouldBe(1);
        run.OpenDeals.ShouldBeEmpty();
        // Risk was not asked: its limit of the day's loss would have refused too.
        run.Refusals.ShouldBeEmpty();
    }
}
