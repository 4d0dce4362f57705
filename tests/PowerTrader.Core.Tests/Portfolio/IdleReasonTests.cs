using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Why nothing happens, as people read it.</summary>
public class IdleReasonTests
{
    private readonly BookBuilder books = new();

    [Fact]
    public void Of_NoQuote_SaysSo() => Why(HaltState.Active, longLevel: 0, hasQuote: false).ShouldBe("no quote yet");

    [Fact]
    public void Of_LevelTooLow_NamesValueAndThreshold() => Why(HaltState.Active, longLevel: 2).ShouldBe("LONG level 2, needed ≥ 3");

    [Theory]
    [InlineData(HaltState.Halted, "halted: 'powertrader resume' lets it trade again")]
    [InlineData(HaltState.Reducing, "reducing: only exits are allowed")]
    public void Of_HaltedCoin_NamesTheHaltBeforeTheSignal(HaltState halt, string expected) => Why(halt, longLevel: 2).ShouldBe(expected);

    [Fact]
    public void Of_LossOfTheDay_IsNamedThoughTheSignalIsMissingToo()
    {
        books.Book.StartRiskDay(books.Now, new Money(2000));

        Why(HaltState.Active, longLevel: 2).ShouldBe("today's loss limit is reached: no entry and no DCA until 00:00 UTC");
    }

    [Fact]
    public void Of_OldSignalQuote_IsNamed() => Why(HaltState.Active, longLevel: 2, signalAge: 600).ShouldBe("the signal quote is too old");

    [Fact]
    public void Of_Cooldown_IsNamed()
    {
        books.Buy(Leg.Entry, 0.1m, 100);
        books.Sell(0.1m, 110);

        Why(HaltState.Active, longLevel: 2, rules: RiskRules.Default with { Cooldown = TimeSpan.FromHours(1) }).ShouldBe("the coin rests after its last deal");
    }

    [Fact]
    public void Of_NoFreeCash_IsNamed()
    {
        books.Accept(Leg.Manual("all"), OrderSide.Buy, 9.99m, 100);
        var wide = RiskRules.Default with { PositionPercent = 200, AllCoinsPercent = 300, OrderCapPercent = 200, DailyCapPercent = 300, HeldCapPercent = 300 };

        var supposed = Kernel(wide).Suppose(books.Book, Market(2, 5), HaltState.Active, books.Now, new Money(1000), _ => null);

        ((RiskDecision.Refuse)supposed!.Value.Risk!).Reason.ShouldBe("free cash leaves no room for this order");
    }

    [Fact]
    public void Of_OpenOrder_SaysThatItIsUnderWay()
    {
        books.Accept(Leg.Entry, OrderSide.Buy, 0.1m, 100);

        Why(HaltState.Active, longLevel: 7).ShouldBe("its order is under way");
    }

    [Fact]
    public void Of_HeldCoin_NamesWhatExitAndStepLack()
    {
        books.Buy(Leg.Entry, 0.1m, 100);

        Why(HaltState.Active, longLevel: 0).ShouldBe("bid for the exit 99.99, needed ≥ 105.2313; profit for the ladder step -0.09 %, needed ≤ -2.5 %");
    }

    [Fact]
    public void Suppose_EntryThatRiskWouldAllow_ShowsEveryRuleWithoutOrdering()
    {
        var supposed = Kernel(RiskRules.Default).Suppose(books.Book, Market(0, 5), HaltState.Active, books.Now, new Money(1000), _ => null);

        supposed!.Value.Risk.ShouldBeOfType<RiskDecision.Allow>();
        supposed.Value.Verdicts.Count.ShouldBeGreaterThan(15);
        books.Book.OpenOrders.ShouldBeEmpty();
    }

    private string Why(HaltState halt, int longLevel, bool hasQuote = true, double signalAge = 5, RiskRules? rules = null)
    {
        books.Book.SetReconciled(books.Now);
        var kernel = Kernel(rules ?? RiskRules.Default);
        var market = Market(longLevel, signalAge) with { };
        if (!hasQuote) market = market with { Execution = null };
        var decision = kernel.Decide(books.Book, market, halt, books.Now, new Money(1000), _ => null);
        var supposed = kernel.Suppose(books.Book, market, halt, books.Now, new Money(1000), _ => null);
        return IdleReason.Of(books.Book.SymbolOf(BookBuilder.Btc), decision, supposed, hasQuote);
    }

    private SymbolMarket Market(int longLevel, double signalAge)
    {
        books.Book.SetReconciled(books.Now);
        var quote = new Quote(BookBuilder.Btc, new Price(99.99m), new Quantity(100), new Price(100.01m), new Quantity(100), new Price(100), books.Now, books.Now);
        var instrument = new Instrument(BookBuilder.Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100000), new Money(0.1m), true);
        return new SymbolMarket(BookBuilder.Btc, quote, 100, books.Now.AddSeconds(-signalAge), 0, longLevel, 0, 7, instrument);
    }

    private static TradeKernel Kernel(RiskRules rules) => new(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(rules), CostRules.Default, 1);
}
