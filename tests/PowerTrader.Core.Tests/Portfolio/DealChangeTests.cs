using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Letting an open deal follow newer settings: shown first, and nothing of it is lost in silence.</summary>
public class DealChangeTests
{
    private static readonly Money Equity = new(1000);

    private readonly BookBuilder books = new();
    private readonly SettingsStore store = new(new InMemoryTableStore());
    private readonly TradeKernel kernel;

    public DealChangeTests() => kernel = new TradeKernel(new VersionedRules(store, strategy => new PowerTraderStrategy(strategy)), 1);

    private Deal Deal => books.Book.SymbolOf(BookBuilder.Btc).Deal!;

    private DealChange? Change => DealChange.Of(books.Book, BookBuilder.Btc, SignalLevels.None, kernel, Equity, books.Now);

    [Fact]
    public async Task Of_NoDealOrCurrentVersion_IsNull()
    {
        await ChangeAsync("strategy.startLevel=2");
        Change.ShouldBeNull();
        books.Buy(Leg.Entry, 1, 100);

        Change.ShouldBeNull();
    }

    /// <summary>Cost 100.1 for 1 coin, fee 0.1 %, no slippage: the line at 10 % is 100.1 × 1.1 ÷ 0.999.</summary>
    [Fact]
    public async Task Of_NewerSettings_ShowsStepLineAndBudget_AndChangesNothing()
    {
        await ChangeAsync("costs.slippagePercent=0", "risk.positionPercent=20");
        books.Buy(Leg.Entry, 1, 100);
        await ChangeAsync("costs.slippagePercent=0", "risk.positionPercent=15", "strategy.trailingStartPercent=10", "strategy.ladderPercents=-10");

        var change = Change!;

        (change.FromVersion, change.ToVersion, change.Disarms).ShouldBe((1, 2, false));
        (change.Before.Step, change.After.Step).ShouldBe((100.1m * 0.975m, 100.1m * 0.9m));
        decimal.Round(change.Before.Line, 6).ShouldBe(decimal.Round(100.1m * 1.05m / 0.999m, 6));
        decimal.Round(change.After.Line, 6).ShouldBe(decimal.Round(100.1m * 1.1m / 0.999m, 6));
        (change.Before.Budget.Amount, change.After.Budget.Amount).ShouldBe((200m, 150m));
        Deal.SettingsVersion.ShouldBe(1);
    }

    [Fact]
    public async Task Of_SmallerShareThanWasSpent_KeepsTheBudgetAtWhatWasSpent()
    {
        await ChangeAsync();
        books.Buy(Leg.Entry, 1, 100);
        await ChangeAsync("risk.positionPercent=1");

        Change!.After.Budget.ShouldBe(Deal.Spent);
    }

    /// <summary>Equity alone moves no budget: that would be another ladder than was shown at the entry.</summary>
    [Fact]
    public async Task Of_SameShare_KeepsTheBudget()
    {
        await ChangeAsync();
        books.Buy(Leg.Entry, 1, 100);
        await ChangeAsync("strategy.trailingGapPercent=1");

        Change!.After.Budget.ShouldBe(Deal.Budget);
    }

    [Theory]
    [InlineData("strategy.trailingStartPercent=7", 110, false)]
    [InlineData("strategy.trailingStartPercent=20", 110, true)]
    [InlineData("strategy.trailingGapPercent=3", 110, false)]
    public async Task FollowSettings_ArmedExit_IsKept_OrStartsOverAndIsAudited(string setting, double peak, bool disarms)
    {
        await ChangeAsync();
        books.Buy(Leg.Entry, 1, 100);
        var trailing = new TrailingState(true, (decimal)peak, true);
        books.Book.SetTrailing(BookBuilder.Btc, trailing);
        await ChangeAsync(setting);
        var change = Change!;

        books.Book.FollowSettings(change, books.Now);

        change.Disarms.ShouldBe(disarms);
        Deal.Trailing.ShouldBe(disarms ? default : trailing);
        Deal.SettingsVersion.ShouldBe(2);
        var entry = books.Book.Changes.Audit.Single(each => each.Kind == "settings-applied").Text;
        entry.ShouldStartWith("deal 1: version 1 → 2");
        entry.Contains("armed at a peak of 110 and starts over", StringComparison.Ordinal).ShouldBe(disarms);
        Change.ShouldBeNull();
    }

    [Fact]
    public async Task FollowSettings_AnotherDealMeanwhile_Throws()
    {
        await ChangeAsync();
        books.Buy(Leg.Entry, 1, 100);
        await ChangeAsync("strategy.startLevel=2");
        var change = Change!;
        books.Sell(1, 110);
        books.Buy(Leg.Entry, 1, 100);

        Should.Throw<InvalidOperationException>(() => books.Book.FollowSettings(change, books.Now));
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
