using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>Steps and exits of a deal that is held, and entries, where other coins have used up what all may have.</summary>
public class TradeCycleLadderTests
{
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    [Fact]
    public async Task Cycle_StepOfALadderThatIsCounted_IsBoughtThoughAllCoinsAreOverTheirLimit()
    {
        var fixture = new CycleFixture { Rules = RiskRules.Default with { DailyCapPercent = 1000 } };
        fixture.Spoil = book => Holding(book, fixture, others: 3_700);

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("buy (dca:1)");
        decision.Outcome.ShouldContain("allowed");
        book.OpenOrdersOf(CycleFixture.Btc).ShouldHaveSingleItem().Leg.ShouldBe(Leg.Dca(1));
    }

    [Fact]
    public async Task Cycle_EntryWithLittleRoomLeft_BeginsASmallerLadder()
    {
        var fixture = new CycleFixture { Rules = RiskRules.Default with { DailyCapPercent = 1000 } };
        fixture.Spoil = book =>
        {
            book.SetSymbols([CycleFixture.Btc, Eth]);
            Reserve(book, fixture, 3_900);
        };

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("made smaller by AllCoins");
        var deal = book.SymbolOf(CycleFixture.Btc).Deal!;
        // 40 % of 10,000 less the other coin's 3,900 with its fee.
        deal.Budget.ShouldBe(new Money(96.1m));
        // The whole ladder is about 22.4 base orders.
        deal.BaseOrder.Amount.ShouldBeInRange(96.1m / 24, 96.1m / 22);
    }

    [Fact]
    public async Task Cycle_ExitWhileNoMoneyMayBeSpent_IsSold()
    {
        var fixture = TradeCycleVolatilityTests.Moving(976, 0.1);
        fixture.Rules = RiskRules.Default with { DailyCapPercent = 0, HeldCapPercent = 0, OrdersPerHour = 1 };
        fixture.Spoil = book =>
        {
            Holding(book, fixture, others: 3_700, price: 90);
            book.SetTrailing(CycleFixture.Btc, new Core.Strategy.TrailingState(true, 120, true));
            book.StartRiskDay(fixture.Now, new Money(20_000));
            book.SetHalt(null, HaltState.Reducing, "test", fixture.Now);
        };

        var (decision, book) = await fixture.RunAsync();

        decision!.Outcome.ShouldContain("sell (exit)");
        book.OpenOrdersOf(CycleFixture.Btc).ShouldHaveSingleItem().Side.ShouldBe(OrderSide.Sell);
    }

    [Theory]
    [InlineData("halted", "HaltState")]
    [InlineData("old execution quote", "ExecutionFreshness")]
    [InlineData("collar", "Collar")]
    [InlineData("not trading", "Tradable")]
    public async Task Cycle_ExitThatMayNotBe_IsRefusedByThatRule(string what, string rule)
    {
        var fixture = new CycleFixture();
        fixture.Spoil = book =>
        {
            Holding(book, fixture, others: 0, price: 90);
            book.SetTrailing(CycleFixture.Btc, new Core.Strategy.TrailingState(true, 120, true));
            if (what == "halted") book.SetHalt(null, HaltState.Halted, "test", fixture.Now);
        };
        if (what == "old execution quote") fixture.ExecutionAge = TimeSpan.FromSeconds(11);
        if (what == "collar") fixture.ExecutionMid = 98.5m;
        if (what == "not trading") fixture.Instrument = fixture.Instrument with { EnableTrading = false };

        await RefusedAsync(fixture, "sell (exit)", rule);
    }

    [Theory]
    [InlineData("reducing", "HaltState")]
    [InlineData("daily loss", "DailyLoss")]
    [InlineData("no reconciliation", "ReconcileAge")]
    [InlineData("position share", "PositionShare")]
    [InlineData("daily cap", "DailyCap")]
    [InlineData("old signal", "SignalFreshness")]
    [InlineData("wild", "Volatility")]
    public async Task Cycle_StepThatMayNotBe_IsRefusedByThatRule(string what, string rule)
    {
        var fixture = what == "wild" ? TradeCycleVolatilityTests.Moving(976, 0.003) : new CycleFixture();
        fixture.Spoil = book =>
        {
            Holding(book, fixture, others: 0);
            if (what == "reducing") book.SetHalt(null, HaltState.Reducing, "test", fixture.Now);
            if (what == "daily loss") book.StartRiskDay(fixture.Now, new Money(20_000));
        };
        if (what == "no reconciliation") fixture.ReconcileAge = TimeSpan.FromMinutes(16);
        if (what == "position share") fixture.Rules = RiskRules.Default with { PositionPercent = 1 };
        if (what == "daily cap") fixture.Rules = RiskRules.Default with { DailyCapPercent = 0 };
        if (what == "old signal") fixture.SignalAge = TimeSpan.FromSeconds(121);

        await RefusedAsync(fixture, "buy (dca:1)", rule);
    }

    private static async Task RefusedAsync(CycleFixture fixture, string wish, string rule)
    {
        var (decision, book) = await fixture.RunAsync();

        decision.ShouldNotBeNull();
        decision.Outcome.ShouldContain(wish);
        decision.Outcome.ShouldContain($"refused by {rule}");
        book.OpenOrdersOf(CycleFixture.Btc).ShouldBeEmpty();
    }

    /// <summary>One BTC of a deal with a budget of 800, bought two days ago, and an open order of another coin.</summary>
    private static void Holding(PortfolioBook book, CycleFixture fixture, decimal others, decimal price = 112)
    {
        var time = fixture.Now.AddHours(-25);
        var order = book.Intend(new OrderDraft(
            CycleFixture.Btc, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(1), new Price(price), new Price(price), time, time, 0.001m, new Money(800), "earlier"));
        book.MarkSubmitting(order.Id, time);
        book.MarkAccepted(order.Id, "v", time);
        book.BookFill(new Core.Ports.VenueFill("t1", "v", order.Id, order.Symbol, order.Side, order.Quantity, order.Limit, Money.Zero, time), order.Id);
        book.Finish(order.Id, OrderState.Filled, null, time);
        if (others == 0) return;
        book.SetSymbols([CycleFixture.Btc, Eth]);
        Reserve(book, fixture, others);
    }

    private static void Reserve(PortfolioBook book, CycleFixture fixture, decimal money) => book.Intend(new OrderDraft(
        Eth, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(money), new Price(1), new Price(1), fixture.Now.AddSeconds(-30), fixture.Now, 0.001m, new Money(money), "earlier"));
}
