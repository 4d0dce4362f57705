using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Workflows;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>An order that fills in hundreds of parts is one purchase; what it bought can be sold in one execution, and stored in one commit.</summary>
public class LotTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    [Fact]
    public async Task BookFill_OfOneOrderInManyParts_MakesOneLot_ThatOneSaleTakesInOneCommit()
    {
        var store = new PortfolioStore(new InMemoryTableStore());
        string? etag = null;
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 2, 100);
        for (var part = 0; part < 200; part++)
        {
            books.Fill(entry, 0.01m, 90 + part % 3);
            (_, etag) = await store.CommitAsync(Book, etag, $"part {part}", default);
        }
        Book.Finish(entry.Id, OrderState.Filled, null, books.Now);
        var bought = Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem();
        (bought.Quantity, bought.Cost).ShouldBe((new Quantity(2), Book.SymbolOf(BookBuilder.Btc).Deal!.Cost));

        books.Sell(2, 110);
        var (result, _) = await store.CommitAsync(Book, etag, "sold", default);

        result.ShouldBe(CommitResult.Committed);
        Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
        (await store.LoadAsync(Book.Key, default))!.Value.Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
    }

    [Fact]
    public void BookFill_AfterTheEarlierPartsWereSold_MakesALotOfItsOwn()
    {
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 2, 100);
        books.Fill(entry, 1, 100);
        books.Sell(1, 110);

        books.Fill(entry, 1, 99);

        var lot = Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem();
        (lot.Quantity.Value, lot.Value.Amount).ShouldBe((1m, 99m));
    }

    /// <summary>More purchases than a commit holds rows: whoever got them past risk, their sale is stored in one commit.</summary>
    [Fact]
    public async Task BookFill_OfMoreOrdersThanLotsFit_KeepsTheirSumsAndSellsInOneCommit()
    {
        var store = new PortfolioStore(new InMemoryTableStore());
        string? etag = null;
        for (var i = 0; i < 130; i++)
        {
            books.Now += TimeSpan.FromHours(1);
            books.Buy(Leg.Manual($"k{i}"), 0.01m, 100 + i % 7);
            (_, etag) = await store.CommitAsync(Book, etag, $"buy {i}", default);
        }
        var lots = Book.LotsOf(BookBuilder.Btc);
        lots.Count.ShouldBe(PortfolioBook.MaxLots);
        lots.Sum(lot => lot.Quantity.Value).ShouldBe(1.3m);
        lots.Sum(lot => lot.Cost.Amount).ShouldBe(Book.SymbolOf(BookBuilder.Btc).Deal!.Cost.Amount);

        books.Sell(1.3m, 110);
        var (result, _) = await store.CommitAsync(Book, etag, "sold", default);

        result.ShouldBe(CommitResult.Committed);
        (await store.LoadAsync(Book.Key, default))!.Value.Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
        Book.SymbolOf(BookBuilder.Btc).Deal.ShouldBeNull();
    }

    /// <summary>The last of them is the last that risk lets through.</summary>
    [Theory]
    [InlineData(79, true)]
    [InlineData(80, false)]
    public void Judge_APurchaseMoreThanLotsFit_IsRefusedWithItsReason(int held, bool isAllowed)
    {
        for (var i = 0; i < held; i++)
        {
            books.Now += TimeSpan.FromHours(1);
            books.Buy(Leg.Manual($"k{i}"), 0.01m, 100);
        }
        books.Now += TimeSpan.FromHours(25);
        Book.SetReconciled(books.Now);
        var kernel = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default with { PositionPercent = 90, AllCoinsPercent = 95, HeldCapPercent = 95 }), CostRules.Default, 1);
        var quote = new Quote(BookBuilder.Btc, new Price(99.99m), new Quantity(10), new Price(100.01m), new Quantity(10), new Price(100), books.Now, books.Now);
        var instrument = new Instrument(BookBuilder.Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100), new Money(0.1m), true);
        var market = new SymbolMarket(BookBuilder.Btc, quote, 100, books.Now, 0, 3, 0, 7, instrument);

        var decision = kernel.Judge(Book, market, new OrderWish(OrderSide.Buy, Leg.Manual("next"), new Money(5), Quantity.Zero), HaltState.Active, books.Now, new Money(1000), _ => new Price(100));

        if (isAllowed) decision.Risk.ShouldBeOfType<RiskDecision.Allow>(decision.Risk?.ToString());
        else decision.Risk.ShouldBeOfType<RiskDecision.Refuse>().Rule.ShouldBe(Condition.LotsHeld);
    }

    /// <summary>Eight executions of one sale that take nearly all lots between them: together they are more rows than a commit holds.</summary>
    [Fact]
    public async Task Settle_ASaleOfManyLotsInAFewExecutions_BooksItInCommitsThatFit()
    {
        var tables = new InMemoryTableStore();
        var store = new PortfolioStore(tables);
        string? etag = null;
        for (var i = 0; i < 80; i++)
        {
            books.Now += TimeSpan.FromHours(1);
            books.Buy(Leg.Manual($"k{i}"), 0.01m, 100);
            (_, etag) = await store.CommitAsync(Book, etag, $"buy {i}", default);
        }
        var sale = books.Accept(Leg.Exit, OrderSide.Sell, 0.8m, 110);
        await store.CommitAsync(Book, etag, "sale", default);
        var venue = new ScriptedBroker();
        venue.Orders[sale.Id] = new VenueOrder("v", sale.Id, BookBuilder.Btc, OrderSide.Sell, sale.Quantity, sale.Limit, sale.Quantity, VenueOrderStatus.Filled, books.Now);
        for (var part = 0; part < 8; part++)
            venue.Fills.Add(new VenueFill($"s{part}", "v", sale.Id, BookBuilder.Btc, OrderSide.Sell, new Quantity(0.1m), new Price(110), new Money(0.011m), books.Now));
        var tracking = new TrackOrderFlow(new PortfolioSessions(store, [Book.Key]), null!, venue, new StillClock(books.Now));

        (await tracking.SettleAsync(Book.Key, sale, "track", default)).ShouldBeTrue();

        var stored = (await store.LoadAsync(Book.Key, default))!.Value.Book;
        stored.Head.FillCount.ShouldBe(88);
        stored.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
        stored.SymbolOf(BookBuilder.Btc).Deal.ShouldBeNull();
    }

    private sealed class StillClock(DateTimeOffset now) : ITradingClock
    {
        public DateTimeOffset Now => now;

        public TimeProvider TimeProvider => TimeProvider.System;
    }
}
