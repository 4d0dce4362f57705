using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Portfolio;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Settings;

/// <summary>Deals keep the strategy of the version they began with; limits may only become stricter for them.</summary>
public class VersionPinningTests
{
    private readonly BookBuilder books = new();
    private readonly SettingsStore store = new(new InMemoryTableStore());
    private readonly VersionedRules rules;
    private readonly TradeKernel kernel;

    public VersionPinningTests()
    {
        rules = new VersionedRules(store, strategy => new PowerTraderStrategy(strategy));
        kernel = new TradeKernel(rules, 1);
    }

    private TradingRules Now => kernel.RulesOf(books.Book, BookBuilder.Btc);

    [Fact]
    public async Task RulesOf_SettingsChangedWithADealOpen_KeepsItsStrategy_UntilTheNextDeal()
    {
        await ChangeAsync("strategy.trailingGapPercent=1");
        books.Buy(Leg.Entry, 1, 100);

        await ChangeAsync("strategy.trailingGapPercent=2");

        Now.Strategy.Rules.TrailingGapPercent.ShouldBe(1);
        books.Sell(1, 110);
        Now.Strategy.Rules.TrailingGapPercent.ShouldBe(2);
        books.Buy(Leg.Entry, 1, 100).SettingsVersion.ShouldBe(2);
    }

    [Fact]
    public async Task RulesOf_EntryInFlight_IsPinned_AndOneThatBoughtNothingIsNot()
    {
        await ChangeAsync("strategy.startLevel=2");
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 1, 100);
        await ChangeAsync("strategy.startLevel=5");
        Now.Strategy.Rules.StartLevel.ShouldBe(2);

        books.Book.Finish(entry.Id, OrderState.Cancelled, null, books.Now);

        Now.Strategy.Rules.StartLevel.ShouldBe(5);
    }

    [Fact]
    public async Task RulesOf_OpenDeal_ObeysTheStricterLimit_WhicheverVersionHasIt()
    {
        await ChangeAsync("risk.orderCapPercent=3", "risk.collarPercent=2");
        books.Buy(Leg.Entry, 1, 100);

        await ChangeAsync("risk.orderCapPercent=4", "risk.collarPercent=0.5");

        (Now.Risk.Rules.OrderCapPercent, Now.Risk.Rules.CollarPercent).ShouldBe((3m, 0.5m));
        books.Sell(1, 110);
        (Now.Risk.Rules.OrderCapPercent, Now.Risk.Rules.CollarPercent).ShouldBe((4m, 0.5m));
    }

    [Fact]
    public async Task RulesOf_Costs_AreThoseOfNow()
    {
        await ChangeAsync("costs.feePercent=0.1");
        books.Buy(Leg.Entry, 1, 100);

        await ChangeAsync("costs.feePercent=0.3");

        Now.Costs.FeeRate.ShouldBe(0.003m);
        kernel.CostsOf(books.Book).FeeRate.ShouldBe(0.003m);
    }

    [Fact]
    public async Task RulesOf_Override_IsThisCoinsAlone()
    {
        await ChangeAsync("BTC:strategy.startLevel=6");

        Now.Strategy.Rules.StartLevel.ShouldBe(6);
        kernel.RulesOf(books.Book, Symbol.Parse("ETH-USDT")).Strategy.Rules.StartLevel.ShouldBe(3);
    }

    [Fact]
    public async Task Ensure_AnotherHostMadeAVersion_LoadsIt_AndAMissingOneIsCorrupt()
    {
        await ChangeAsync("strategy.startLevel=2");
        var version = await store.KeepAsync(books.Book.Key, TraderSettings.Default.Canonical(), books.Now, default);
        books.Book.SetSettingsVersion(version.Number, [], books.Now);
        kernel.Knows(books.Book).ShouldBeFalse();
        Should.Throw<TransientException>(() => Now);

        await kernel.EnsureAsync(books.Book, default);

        Now.Strategy.Rules.StartLevel.ShouldBe(3);
        books.Book.SetSettingsVersion(9, [], books.Now);
        await Should.ThrowAsync<CorruptException>(() => kernel.EnsureAsync(books.Book, default));
    }

    [Fact]
    public async Task RulesOf_SameQuestionAgain_AllocatesNothing()
    {
        await ChangeAsync("strategy.startLevel=2");
        books.Buy(Leg.Entry, 1, 100);
        for (var i = 0; i < 2; i++) _ = kernel.Knows(books.Book) ? Now : null;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) _ = kernel.Knows(books.Book) ? Now : null;

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    /// <summary>Whatever settings change and whatever is traded: the rules of a deal are those of the version current at its first order.</summary>
    [Fact]
    public void AnyWalk_ADeal_NeverChangesItsStrategy() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(0, 999)).ToArbitrary(), steps =>
        {
            var walk = new VersionPinningTests();
            walk.ChangeAsync("strategy.startLevel=1").Wait();
            return steps.All(walk.Step);
        }).QuickCheckThrowOnFailure();

    private bool Step(int step)
    {
        var book = books.Book;
        var pinned = book.SymbolOf(BookBuilder.Btc).PinnedVersion;
        books.Now += TimeSpan.FromMinutes(1);
        if (step % 3 == 0) ChangeAsync($"strategy.startLevel={1 + step % 7}", $"risk.orderCapPercent={1 + step % 9}").Wait();
        else if (book.OpenOrders.FirstOrDefault() is { } open) book.Finish(open.Id, OrderState.Cancelled, null, books.Now);
        else if (book.SymbolOf(BookBuilder.Btc).Deal is { HasPosition: true } deal && step % 2 == 0) books.Sell(deal.Quantity.Value, 101);
        else if (book.FreeCash.Amount < 100) return true;
        else if (step % 5 == 0) books.Accept(pinned is null ? Leg.Entry : Leg.Dca(1), OrderSide.Buy, 0.1m, 100);
        else books.Buy(pinned is null ? Leg.Entry : Leg.Dca(1), 0.1m, 100);
        var after = book.SymbolOf(BookBuilder.Btc).PinnedVersion;
        var versions = store.ListAsync(book.Key, default).Result;
        var strategy = TraderSettings.Parse(versions.Single(version => version.Number == (after ?? book.Head.SettingsVersion)).Text, "test").Strategy;
        return (pinned is null || after is null || after == pinned) && Now.Strategy.Rules.StartLevel == strategy.StartLevel
            && Now.Risk.Rules.OrderCapPercent <= TraderSettings.Parse(versions[^1].Text, "test").Risk.OrderCapPercent;
    }

    private async Task ChangeAsync(params string[] assignments)
    {
        var resolver = new SettingsResolver();
        foreach (var assignment in assignments) resolver.AddAssignment(assignment, "test");
        var version = await store.KeepAsync(books.Book.Key, TraderSettings.From(resolver.Resolve()).Canonical(), books.Now, default);
        resolver.Faults.ShouldBeEmpty();
        books.Book.SetSettingsVersion(version.Number, assignments, books.Now);
        await kernel.EnsureAsync(books.Book, default);
    }
}
