using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Portfolio;

public class NextActionTests
{
    private static readonly TradeKernel Kernel = new(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
    private static readonly Instrument Pair = new(BookBuilder.Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100000), new Money(0.1m), true);

    [Theory]
    [InlineData(HaltState.Active, "enters (LONG 3) below 89.5500 (-10.46 %)")]
    [InlineData(HaltState.Reducing, "no entry: only exits are allowed")]
    [InlineData(HaltState.Halted, "halted: nothing is sent until resume")]
    public void For_Flat_SaysWhatTheHaltAllows(HaltState halt, string expected) => Next(new BookBuilder(), 100, low: 90, halt).ShouldBe(expected);

    [Fact]
    public void For_FlatAbovePredictedHighs_NamesTheShortLevel() =>
        Next(new BookBuilder(), 100, low: 80, HaltState.Active, high: 90).ShouldBe("enters (LONG 3) once SHORT is 0 (it is 7) and below 79.6000 (-20.41 %)");

    [Fact]
    public void For_FlatThatRiskRefuses_SaysWhy() =>
        Next(new BookBuilder(), 100, low: 130, HaltState.Active, reconciled: false).ShouldBe("would buy (entry) now, but the venue was not reconciled lately: only exits are allowed");

    [Theory]
    [InlineData(HaltState.Active, "buys step 1 below")]
    [InlineData(HaltState.Reducing, "arms its exit at")]
    [InlineData(HaltState.Halted, "halted: nothing is sent until resume")]
    public void For_Held_NamesNoStepThatMayNotBe(HaltState halt, string expected)
    {
        var builder = new BookBuilder();
        builder.Buy(Leg.Entry, 1, 100);

        Next(builder, 99, low: 80, halt).ShouldStartWith(expected);
    }

    private static string Next(BookBuilder builder, decimal mid, decimal low, HaltState halt, decimal high = 140, bool reconciled = true)
    {
        var (book, now) = (builder.Book, builder.Now);
        if (reconciled) book.SetReconciled(now);
        var levels = SignalLevels.From(
            Timeframes.All.Select(timeframe => new Forecast(timeframe, timeframe.OpenOf(now), mid, high, low, "sound", 50, null)), now, TimeSpan.FromMinutes(3));
        var quote = new Quote(BookBuilder.Btc, new Price(mid - 0.01m), new Quantity(1000), new Price(mid + 0.01m), new Quantity(1000), new Price(mid), now, now);
        var market = new SymbolMarket(BookBuilder.Btc, quote, mid, now, 0, levels.Long(mid), levels.Short(mid), levels.Active, Pair);
        var equity = book.Equity(_ => quote.Bid, 0.001m);
        var decision = Kernel.Decide(book, market, halt, now, equity, _ => quote.Bid);
        return NextAction.For(book, book.SymbolOf(BookBuilder.Btc), quote, levels, Kernel, now, halt, decision).ToString();
    }
}
