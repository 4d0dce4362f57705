using System.Text.RegularExpressions;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Host.Tests;

/// <summary>Settings on the command line: versions, values of single coins, and what is told before money moves.</summary>
public sealed partial class SettingsTests : IDisposable
{
    private static readonly PortfolioKey Key = new("local", "main");

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task ChangedFile_WithADealOpen_LeavesItsRules_UntilApplyToOpenYes()
    {
        await trader.SimulateAsync(1500, 2);
        var coin = (await AskAsync("positions", "--json")).Json.EnumerateArray().First(each => each.GetProperty("quantity").GetDecimal() > 0)
            .GetProperty("symbol").GetString()!;
        var began = await ProfitLineAsync(coin);
        trader.File("powertrader.json", """{ "strategy": { "trailingStartPercent": 60, "trailingStartAfterDcaPercent": 50 } }""");

        await trader.SimulateAsync(1501, 2);
        var kept = await ProfitLineAsync(coin);
        var versions = await AskAsync("config", "versions");
        var preview = await AskAsync("apply-to-open", "--coin", coin);
        var shown = await ProfitLineAsync(coin);
        var applied = await AskAsync("apply-to-open", "--coin", coin, "--yes");
        var followed = await ProfitLineAsync(coin);
        var again = await AskAsync("apply-to-open", "--coin", coin, "--yes");

        kept.ShouldBe(began);
        shown.ShouldBe(began);
        versions.Output.ShouldContain("strategy.trailingStartPercent 5 → 60");
        versions.Output.ShouldMatch($"version 1 .*followed by the open deal of .*{coin}");
        preview.Output.ShouldContain("settings version 1 → 2");
        preview.Output.ShouldContain("Nothing is changed yet");
        applied.Output.ShouldContain("settings version 1 → 2, done");
        followed.ShouldBeGreaterThan(began * 1.3m);
        again.Output.ShouldContain("Nothing to apply");
        var audit = await AuditAsync("sim-2");
        AuditEntry.FindBreak(audit).ShouldBeNull();
        audit.Count(entry => entry.Kind == "settings-changed").ShouldBe(1);
        audit.Count(entry => entry.Kind == "settings-applied").ShouldBe(1);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task AttachingVerbs_FileChangedOrBrokenAfterTheRun_UseWhatTheRunDecidedBy()
    {
        await SmallAsync(5, "--set", "BTC:strategy.startLevel=5");
        trader.File("powertrader.json", "{ broken");

        var explained = await AskAsync("explain", "BTC");
        await AskAsync("positions");
        await AskAsync("predict", "BTC");
        await AskAsync("halt");

        explained.Output.ShouldMatch("LONG level +\\d+ +≥ 5");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_SameSettingsAgain_MakesNoVersion()
    {
        await SmallAsync(5);
        await SmallAsync(6);
        await SmallAsync(7, "--set", "risk.positionPercent=9");

        var versions = (await AskAsync("config", "versions", "--json")).Json;

        versions.EnumerateArray().Select(each => each.GetProperty("version").GetInt32()).ShouldBe([2, 1]);
        versions[0].GetProperty("changes")[0].GetString().ShouldBe("risk.positionPercent 10 → 9");
        versions[0].GetProperty("current").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_ExistingPortfolio_TellsItsMoney_AndNotTheOptions()
    {
        await SmallAsync(5, "--cash", "1000");

        var again = await AskAsync("run", "--cycles", "6", "--speed", "max", "--seed", "2", "--coins", "BTC", "--port", "0", "--cash", "500");

        again.Output.ShouldMatch(@"Of (999\.9\d|1000) USDT each");
        again.Output.ShouldNotContain("Of 500 USDT");
    }

    [Fact]
    public async Task Run_LadderUnderTheVenuesMinimum_IsToldAtTheStart()
    {
        var run = await AskAsync("run", "--cycles", "1", "--speed", "max", "--seed", "2", "--coins", "BTC", "--port", "0", "--cash", "10");

        run.Output.ShouldContain("BTC-USDT cannot be traded with 10 USDT: the ladder's smallest order");
    }

    [Fact]
    public async Task ConfigShow_Override_HasNameAndOrigin()
    {
        trader.File("powertrader.json", """{ "overrides": { "BTC": { "strategy": { "startLevel": 4 } } } }""");

        var show = await Trader.RunAsync(
            new Dictionary<string, string> { ["POWERTRADER_OVERRIDES"] = "ETH:risk.positionPercent=3" }, "config", "show", "--json", "--set", "BTC:strategy.trailingGapPercent=1", "--data", trader.Data);

        Origin("BTC-USDT:strategy.startLevel").ShouldBe("powertrader.json");
        Origin("ETH-USDT:risk.positionPercent").ShouldBe("POWERTRADER_OVERRIDES");
        Origin("BTC-USDT:strategy.trailingGapPercent").ShouldBe("--set");
        string? Origin(string name) => show.Json.GetProperty(name).GetProperty("origin").GetString();
    }

    [Theory]
    [InlineData("""{ "market": "foo" }""", "market 'foo' (powertrader.json) must be sim")]
    [InlineData("""{ "market": "replay:nowhere.csv" }""", "market 'replay:nowhere.csv' (powertrader.json) names a file that does not exist")]
    [InlineData("""{ "risk": { "limitOffsetPercent": 3 } }""", "risk.limitOffsetPercent '3' (powertrader.json) must not exceed risk.collarPercent '1' (default)")]
    [InlineData("""{ "coins": ["BTC"], "cash": 10, "strategy": { "dcaMultiplier": 8 } }""", "BTC-USDT cannot be traded with 10 USDT: the ladder's smallest order")]
    public async Task ConfigCheck_Faulty_NamesSettingOriginAndRule(string json, string expected)
    {
        trader.File("powertrader.json", json);

        var check = await Trader.RunAsync("config", "check", "--data", trader.Data);

        check.ExitCode.ShouldBe(2);
        check.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    public async Task ApplyToOpen_UnknownCoin_IsNamed()
    {
        await SmallAsync(5);

        var outcome = await Trader.RunAsync("apply-to-open", "--coin", "XYZ", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("--coin 'XYZ' is not traded here");
    }

    private async Task<decimal> ProfitLineAsync(string coin)
    {
        var match = ProfitLine().Match((await AskAsync("explain", coin)).Output);
        match.Success.ShouldBeTrue();
        return decimal.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task<List<AuditEntry>> AuditAsync(string market)
    {
        using var store = SqliteStore.Open(Path.Combine(trader.Data, market + ".db"));
        var entries = new List<AuditEntry>();
        await foreach (var entry in new PortfolioStore(new SqliteTableStore(store)).ReadAsync<AuditEntry>(Key, "audit", default)) entries.Add(entry);
        return entries;
    }

    private Task<Outcome> SmallAsync(int cycles, params string[] more) =>
        AskAsync(["run", "--cycles", $"{cycles}", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", .. more]);

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }

    [GeneratedRegex(@"bid for the exit +[\d.]+ +≥ ([\d.]+)")]
    private static partial Regex ProfitLine();
}
