using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Tests.Settings;

/// <summary>Settings of single coins, and rules between settings.</summary>
public class SettingsResolverCoinTests
{
    [Fact]
    public void Overrides_LaterLayersWin_AndEachNamesItsOrigin()
    {
        var resolver = new SettingsResolver()
            .AddFile("""{ "overrides": { "BTC-USDT": { "strategy": { "startLevel": 4, "trailingGapPercent": 1 } }, "eth": { "risk": { "positionPercent": 3 } } } }""", "powertrader.json")
            .AddEnvironment(name => name == "POWERTRADER_OVERRIDES" ? "BTC:strategy.startLevel=5; ETH:strategy.ladderPercents=-1,-2" : null)
            .AddAssignment("BTC:strategy.trailingGapPercent=2", "--set");

        var values = resolver.Resolve().Where(value => value.Coin is not null).ToDictionary(value => value.Name, value => (value.Text, value.Origin));

        resolver.Faults.ShouldBeEmpty();
        values.Count.ShouldBe(4);
        values["BTC-USDT:strategy.startLevel"].ShouldBe(("5", "POWERTRADER_OVERRIDES"));
        values["BTC-USDT:strategy.trailingGapPercent"].ShouldBe(("2", "--set"));
        values["ETH-USDT:risk.positionPercent"].ShouldBe(("3", "powertrader.json"));
        values["ETH-USDT:strategy.ladderPercents"].ShouldBe(("-1,-2", "POWERTRADER_OVERRIDES"));
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { """{ "overrides": { "SOL": { "strategy": { "startLevel": 4 } } } }""", "SOL:strategy.startLevel '4' (f.json) is for a coin that is not among coins; add SOL to coins or remove it" },
        { """{ "overrides": { "BTC": { "strategy": { "startLevel": 8 } } } }""", "BTC-USDT:strategy.startLevel '8' (f.json) must be a whole number from 1 to 7; for example 3" },
        { """{ "overrides": { "BTC": { "risk": { "allCoinsPercent": 8 } } } }""", "BTC:risk.allCoinsPercent '8' (f.json) cannot be set for one coin; set risk.allCoinsPercent for all" },
        { """{ "overrides": { "BTC": { "strategy": { "startLevl": 8 } } } }""", "BTC:strategy.startLevl (f.json) is no setting; did you mean strategy.startLevel?" },
        { """{ "overrides": [1] }""", "overrides (f.json) must have an object for each coin" },
        { """{ "overrides": { "BTC": 4 } }""", "overrides (f.json) must have an object for each coin" },
        { """{ "market": "foo" }""", "market 'foo' (f.json) must be sim, kucoin or replay:FILE.csv; for example sim" },
        { """{ "retention": { "candlesMonths": 12 } }""", "retention.candlesMonths '12' (f.json) must be 0 (for ever) or at least 13" },
        { """{ "risk": { "limitOffsetPercent": 3 } }""", "risk.limitOffsetPercent '3' (f.json) must not exceed risk.collarPercent '1' (default); every order would be refused" },
        { """{ "overrides": { "ETH": { "risk": { "collarPercent": 0.1 } } } }""", "risk.limitOffsetPercent '0.2' (default) must not exceed ETH-USDT:risk.collarPercent '0.1' (f.json)" },
        { """{ "strategy": { "stopLossPercent": 20 } }""", "strategy.stopLossPercent '20' (f.json) must be deeper than -30, the last step of strategy.ladderPercents" },
        { """{ "overrides": { "BTC": { "strategy": { "stopLossPercent": 20 } } } }""", "BTC-USDT:strategy.stopLossPercent '20' (f.json) must be deeper than -30, the last step of strategy.ladderPercents" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Resolve_Faulty_NamesCoinSettingValueOriginRuleAndRemedy(string json, string expected)
    {
        var resolver = new SettingsResolver().AddFile(json, "f.json");

        resolver.Resolve();

        resolver.Faults.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("startLevel")]
    [InlineData("BTC:=4")]
    public void AddAssignment_NoKeyOrNoValue_IsAFault(string text) =>
        new SettingsResolver().AddAssignment(text, "--set").Faults.ShouldHaveSingleItem();

    [Theory]
    [InlineData("sim")]
    [InlineData("kucoin")]
    [InlineData("replay:some file.csv")]
    public void Market_Known_IsSound(string market) => SettingRules.Fault(new SettingValue(SettingCatalogue.Find("market")!, market, "test")).ShouldBeNull();

    /// <summary>A version is one property of a row, which has a limit.</summary>
    [Fact]
    public void Resolve_MoreOverridesThanAVersionHolds_IsAFault()
    {
        var coins = Enumerable.Range(0, 50).Select(i => $"LONGCOINNAME{i:D2}").ToList();
        var resolver = new SettingsResolver().Add("coins", string.Join(',', coins), "test");
        foreach (var coin in coins)
        {
            foreach (var setting in SettingCatalogue.All.Where(each => each.PerCoin)) resolver.Add($"{coin}:{setting.Key}", setting.Default, "test");
        }

        resolver.Resolve();

        resolver.Faults.ShouldHaveSingleItem().ShouldContain("of which 30000 can be kept");
    }

    [Fact]
    public void Resolve_AFaultOfAllCoins_IsToldOnce()
    {
        var resolver = new SettingsResolver().AddAssignment("risk.limitOffsetPercent=3", "--set").AddAssignment("BTC:strategy.startLevel=4", "--set");

        resolver.Resolve();

        resolver.Faults.ShouldHaveSingleItem();
    }
}
