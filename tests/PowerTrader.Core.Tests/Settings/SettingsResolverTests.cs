using PowerTrader.Core.Costs;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Settings;

public class SettingsResolverTests
{
    [Fact]
    public void Defaults_AreTheRulesOfCore()
    {
        var settings = TraderSettings.Default;

        settings.Strategy.ShouldBe(StrategyRules.Default with { LadderPercents = settings.Strategy.LadderPercents });
        settings.Strategy.LadderPercents.ShouldBe(StrategyRules.Default.LadderPercents);
        settings.Risk.ShouldBe(RiskRules.Default);
        settings.Costs.ShouldBe(CostRules.Default);
        settings.Coins.Select(coin => coin.Value).ShouldBe(["BTC-USDT", "ETH-USDT", "XRP-USDT", "BNB-USDT", "DOGE-USDT"]);
    }

    [Fact]
    public void Layers_LaterOnesWin_AndEachValueNamesItsOrigin()
    {
        var resolver = new SettingsResolver()
            .AddFile("""{ "profile": "careful", /* comment */ "strategy": { "startLevel": 5, "ladderPercents": [-1, -2.5], }, "risk": { "orderCapPercent": 3 } }""", "powertrader.json")
            .AddEnvironment(name => name == "POWERTRADER_RISK_ORDERCAPPERCENT" ? "2" : null)
            .Add("strategy.maxDcaPerDay", "7", "--set");

        var values = resolver.Resolve().ToDictionary(value => value.Definition.Key, value => (value.Text, value.Origin));

        resolver.Faults.ShouldBeEmpty();
        values["strategy.startLevel"].ShouldBe(("5", "powertrader.json"));
        values["strategy.ladderPercents"].ShouldBe(("-1,-2.5", "powertrader.json"));
        values["risk.orderCapPercent"].ShouldBe(("2", "POWERTRADER_RISK_ORDERCAPPERCENT"));
        values["strategy.maxDcaPerDay"].ShouldBe(("7", "--set"));
        values["risk.positionPercent"].ShouldBe(("5", "profile careful"));
        values["port"].ShouldBe(("5080", "default"));
    }

    public static TheoryData<string, string> Faulty => new()
    {
        { """{ "strategy": { "startLevl": 3 } }""", "strategy.startLevl (f.json) is no setting; did you mean strategy.startLevel?" },
        { """{ "colour": "blue" }""", "colour (f.json) is no setting; 'powertrader config show' lists them all" },
        { """{ "strategy": { "startLevel": 8 } }""", "strategy.startLevel '8' (f.json) must be a whole number from 1 to 7; for example 3" },
        { """{ "strategy": { "startLevel": 2.5 } }""", "strategy.startLevel '2.5' (f.json) must be a whole number from 1 to 7; for example 3" },
        { """{ "cash": "much" }""", "cash 'much' (f.json) must be a number from 10 to 1000000000; for example 10000" },
        { """{ "profile": "wild" }""", "profile 'wild' (f.json) must be one of standard, careful, bold, predecessor; for example standard" },
        { """{ "coins": ["BTC", "BTC"] }""", "coins 'BTC,BTC' (f.json) must not name a coin twice; for example BTC,ETH,XRP,BNB,DOGE" },
        { """{ "coins": ["BTC-EUR", "ETH"] }""", "must share one quote currency" },
        { """{ "strategy": { "ladderPercents": [-5, -2] } }""", "must go ever deeper" },
        { """[1]""", "f.json must be a JSON object" },
        { "{\n \"cash\": ,\n}", "f.json line 2: it is no JSON" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Resolve_FaultyFile_NamesSettingValueRuleAndRemedy(string json, string expected)
    {
        var resolver = new SettingsResolver().AddFile(json, "f.json");

        resolver.Resolve();

        resolver.Faults.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public void Resolve_ManyFaults_ListsAll()
    {
        var resolver = new SettingsResolver().AddFile("""{ "cash": 1, "port": -1, "nonsense": 1, "risk": { "ordersPerHour": 0 }, "costs": { "feePercent": 50 } }""", "f.json");

        resolver.Resolve();

        resolver.Faults.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("careful")]
    [InlineData("bold")]
    [InlineData("predecessor")]
    public void Profile_Each_IsSound(string profile)
    {
        var resolver = new SettingsResolver().Add("profile", profile, "test");

        resolver.Resolve();

        resolver.Faults.ShouldBeEmpty();
        Profiles.All[profile].Keys.ShouldAllBe(key => SettingCatalogue.Find(key) != null);
    }

    /// <summary>658 × the base order, as the replaced program's ladder needs.</summary>
    [Fact]
    public void Profile_Predecessor_HasItsLadder()
    {
        var strategy = TraderSettings.From(new SettingsResolver().Add("profile", "predecessor", "test").Resolve()).Strategy;

        Ladder.TotalFactor(strategy).ShouldBeInRange(600, 700);
    }

    [Fact]
    public void Schema_InTheDocs_IsTheCataloguesOwn() =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "settings.schema.json")).ShouldBe(SettingsSchema.Text());

    [Fact]
    public void Reference_InTheDocs_HasEverySettingWithItsDefault()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "settings.md"));

        foreach (var definition in SettingCatalogue.All)
            text.ShouldContain($"| `{definition.Key}` | {definition.Default} | {definition.Description} | {(definition.PerCoin ? "per coin " : "")}|");
    }
}
