using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>The order path obeys the stricter of the limits an order was decided under and those that hold when it is sent.</summary>
public class PlaceOrderSettingsTests
{
    /// <summary>The intent buys 1 BTC at 100 of 1,000 USDT: 10 % of equity.</summary>
    [Theory]
    [InlineData("", "risk.collarPercent=0.3", 100.5, "collar: the market moved 0.51 % from the signal price, the limit is 0.3 %")]
    [InlineData("risk.collarPercent=0.3", "", 100.5, "collar: the market moved 0.51 % from the signal price, the limit is 0.3 %")]
    [InlineData("", "", 100.5, null)]
    [InlineData("", "risk.orderCapPercent=5", 100, "settings changed: this order is 100.1 USDT, the limit is 5 % of 1000")]
    [InlineData("", "risk.positionPercent=5", 100, "settings changed: BTC-USDT with this order is 100.1 USDT, the limit is 5 % of 1000")]
    [InlineData("", "risk.heldCapPercent=5", 100, "settings changed: everything held with this order is 100.1 USDT, the limit is 5 % of 1000")]
    [InlineData("", "risk.dailyCapPercent=5", 100, "settings changed: everything ordered within 24 hours is 100 USDT, the limit is 5 % of 1000")]
    [InlineData("", "risk.dailyCapPercent=15", 100, null)]
    [InlineData("live.maxOrder=50", "", 100, "this order is 100.1 USDT, live.maxOrder is 50")]
    [InlineData("", "live.maxOrder=50", 100, "this order is 100.1 USDT, live.maxOrder is 50")]
    [InlineData("live.maxHeld=100", "live.maxHeld=500", 100, "everything held with this order is 100.1 USDT, live.maxHeld is 100")]
    [InlineData("live.maxPerDay=99", "", 100, "everything ordered within 24 hours is 100 USDT, live.maxPerDay is 99")]
    [InlineData("live.coins=BTC,ETH", "live.coins=ETH", 100, "BTC is not among live.coins")]
    [InlineData("live.coins=BTC", "", 100, null)]
    public async Task Handle_SettingsChangedAfterTheIntent_AppliesTheStricter(string before, string after, double mid, string? reason)
    {
        var store = new SettingsStore(new InMemoryTableStore());
        var rules = new VersionedRules(store, strategy => new PowerTraderStrategy(strategy));
        await KeepAsync(store, before);
        var second = await KeepAsync(store, after + ";strategy.startLevel=5");
        var fixture = await OrderFixture.CreateAsync(book => book.SetSettingsVersion(second.Number, [], BookStart), new TradeKernel(rules, 1));
        fixture.Show((decimal)mid);

        await fixture.DeliverAsync();

        var order = await fixture.StoredAsync();
        (order.SettingsVersion, order.LimitsVersion).ShouldBe((1, 1));
        order.Reason.ShouldBe(reason);
        order.State.ShouldBe(reason is null ? OrderState.Accepted : OrderState.Refused);
    }

    private static DateTimeOffset BookStart { get; } = new(2025, 1, 1, 0, 1, 0, TimeSpan.Zero);

    /// <summary>On top of limits that let the intent pass.</summary>
    private static Task<SettingsVersion> KeepAsync(SettingsStore store, string assignments)
    {
        var resolver = new SettingsResolver();
        foreach (var key in new[] { "orderCap", "position", "heldCap", "dailyCap" }) resolver.AddAssignment($"risk.{key}Percent=100", "test");
        foreach (var assignment in assignments.Split(';', StringSplitOptions.RemoveEmptyEntries)) resolver.AddAssignment(assignment, "test");
        return store.KeepAsync(OrderFixture.Key, TraderSettings.From(resolver.Resolve()).Canonical(), BookStart, default);
    }
}
