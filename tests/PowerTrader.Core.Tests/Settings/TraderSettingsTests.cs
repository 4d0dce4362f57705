using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Tests.Settings;

public class TraderSettingsTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    public static TheoryData<string> TradingKeys => [.. SettingCatalogue.All.Where(each => each.IsTrading).Select(each => each.Key)];

    public static TheoryData<string> CoinKeys => [.. SettingCatalogue.All.Where(each => each.PerCoin).Select(each => each.Key)];

    public static TheoryData<string> RiskKeys => [.. SettingCatalogue.All.Where(each => each.Key.StartsWith("risk.", StringComparison.Ordinal)).Select(each => each.Key)];

    /// <summary>No setting that trades may be missing from a version.</summary>
    [Theory]
    [MemberData(nameof(TradingKeys))]
    public void Canonical_AnyTradingSetting_IsInIt_AndComesBack(string key)
    {
        var changed = Resolve($"{key}={Other(key)}");

        var text = changed.Canonical();

        text.ShouldNotBe(TraderSettings.Default.Canonical());
        var back = TraderSettings.Parse(text, "settings version 2");
        back.Canonical().ShouldBe(text);
        Facts(back, Btc).ShouldBe(Facts(changed, Btc));
    }

    [Theory]
    [MemberData(nameof(CoinKeys))]
    public void Override_AnySettingOfACoin_ChangesThisCoinAlone_AndComesBack(string key)
    {
        var changed = Resolve($"BTC:{key}={Other(key)}");

        Facts(changed, Btc).ShouldBe(Facts(Resolve($"{key}={Other(key)}"), Btc));
        Facts(changed, Btc).ShouldNotBe(Facts(TraderSettings.Default, Btc));
        Facts(changed, Eth).ShouldBe(Facts(TraderSettings.Default, Eth));
        var back = TraderSettings.Parse(changed.Canonical(), "settings version 2");
        Facts(back, Btc).ShouldBe(Facts(changed, Btc));
    }

    [Fact]
    public void Canonical_OtherSpellingOrOtherMachine_IsTheSameText()
    {
        var one = Resolve("risk.collarPercent=1.50", "coins=BTC,ETH", "port=0", "cash=500", "market=kucoin", "ETH:strategy.startLevel=04");
        var other = Resolve("ETH-USDT:strategy.startLevel=4", "coins=BTC-USDT, ETH-USDT", "risk.collarPercent=1.5");

        one.Canonical().ShouldBe(other.Canonical());
    }

    [Fact]
    public void Canonical_OfFewerCoins_LeavesTheirOverridesOut_AndCanBeRead()
    {
        var settings = Resolve("BTC:strategy.startLevel=4", "ETH:strategy.startLevel=5") with { Coins = [Btc] };

        TraderSettings.Parse(settings.Canonical(), "settings version 1").Canonical().ShouldBe(settings.Canonical());
        settings.Canonical().ShouldNotContain("ETH");
    }

    [Theory]
    [InlineData("strategy.newIdea=1\n", "settings version 7 cannot be read: strategy.newIdea (settings version 7) is no setting")]
    [InlineData("strategy.startLevel=9\n", "strategy.startLevel '9' (settings version 7) must be a whole number from 1 to 7")]
    public void Parse_WhatThisProgramDoesNotKnow_IsCorrupt(string text, string expected) =>
        Should.Throw<CorruptException>(() => TraderSettings.Parse(text, "settings version 7")).Message.ShouldContain(expected);

    /// <summary>Whichever of two values is given first, the tighter one holds: a limit that is left out would depend on the order.</summary>
    [Theory]
    [MemberData(nameof(RiskKeys))]
    public void Stricter_AnyLimit_DoesNotDependOnTheOrder(string key)
    {
        var (loose, changed) = (TraderSettings.Default.Risk, Resolve($"{key}={Other(key)}", "risk.limitOffsetPercent=0").Risk);

        loose.Stricter(changed).ShouldBe(changed.Stricter(loose));
        loose.Stricter(loose).ShouldBe(loose);
    }

    [Fact]
    public void Stricter_TakesTheTighterOfEach()
    {
        var one = Resolve("risk.positionPercent=5", "risk.cooldownMinutes=60", "risk.maxOpenDeals=3").Risk;
        var other = Resolve("risk.orderCapPercent=1", "risk.collarPercent=0.5").Risk;

        var both = one.Stricter(other);

        (both.PositionPercent, both.OrderCapPercent, both.CollarPercent, both.Cooldown.TotalMinutes, both.MaxOpenDeals).ShouldBe((5m, 1m, 0.5m, 60d, 3));
    }

    private static string Facts(TraderSettings settings, Symbol coin)
    {
        var strategy = settings.StrategyOf(coin);
        return $"{strategy with { LadderPercents = [] }} {string.Join(',', strategy.LadderPercents)} {settings.RiskOf(coin)} {settings.Costs} {string.Join(',', settings.Coins)}";
    }

    /// <summary>A sound value that is not the default.</summary>
    private static string Other(string key) => SettingCatalogue.Find(key)! switch
    {
        { Kind: SettingKind.Coins or SettingKind.BareCoins } => "BTC,ETH",
        { Kind: SettingKind.Numbers } => "-1.25,-3",
        { Key: "strategy.stopLossPercent" } => "50",
        { Kind: SettingKind.Choice } definition => definition.Choices!.First(choice => choice != definition.Default),
        { Kind: SettingKind.Whole } definition => Next(definition, 1),
        var definition => Next(definition, 0.05m),
    };

    private static string Next(SettingDefinition definition, decimal step) =>
        (SettingRules.Number(definition.Default)!.Value + step).ToString(CultureInfo.InvariantCulture);

    private static TraderSettings Resolve(params string[] assignments)
    {
        var resolver = new SettingsResolver();
        foreach (var assignment in assignments) resolver.AddAssignment(assignment, "test");
        var settings = TraderSettings.From(resolver.Resolve());
        resolver.Faults.ShouldBeEmpty();
        return settings;
    }
}
