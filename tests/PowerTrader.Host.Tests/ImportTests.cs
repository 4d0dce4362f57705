using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Import;

namespace PowerTrader.Host.Tests;

/// <summary>The predecessor's files, read and mapped; and the verb as a user meets it.</summary>
public sealed class ImportTests : IDisposable
{
    private readonly PredecessorFolder old = new();
    private readonly Trader trader = new();

    public void Dispose()
    {
        old.Dispose();
        trader.Dispose();
    }

    [Fact]
    public void Settings_WhatHasAPlaceHere_IsTakenWithWhatDiffers()
    {
        var mapping = SettingsMapping.Of(PredecessorFiles.Read(old.Whole().Path));

        mapping.Taken.ToDictionary(taken => taken.Key, taken => taken.Value).ShouldBe(new Dictionary<string, string>
        {
            ["market"] = "kucoin",
            ["coins"] = "BTC,ETH",
            ["profile"] = "predecessor",
            ["strategy.ladderPercents"] = "-2.5,-5,-10",
            ["strategy.startLevel"] = "4",
            ["strategy.dcaMultiplier"] = "2",
            ["strategy.trailingStartPercent"] = "6.5",
            ["strategy.trailingStartAfterDcaPercent"] = "2.5",
            ["strategy.trailingGapPercent"] = "0.75",
            ["risk.positionPercent"] = mapping.Taken[^1].Value,
        });
        mapping.Left.Select(left => left.From).ShouldBe(["max_dca_buys_per_24h", "main_neural_dir", "ui_refresh_seconds", "colour_of_the_moon"]);
    }

    /// <summary>Three steps of twice the position at -2.5, -5 and -10 %: the ladder costs a little under 1 + 2 + 6 + 18 = 27 first orders.</summary>
    [Fact]
    public void Settings_FirstOrderOfAShare_BecomesTheBudgetThatItsLadderNeeds()
    {
        var budget = decimal.Parse(SettingsMapping.Of(PredecessorFiles.Read(old.Whole().Path)).Taken[^1].Value, System.Globalization.CultureInfo.InvariantCulture);

        budget.ShouldBeInRange(0.005m * 22, 0.005m * 27.1m);
    }

    [Fact]
    public void Settings_AFirstOrderTooLargeForItsLadder_KeepsTheBudgetAndSaysWhatFollows()
    {
        old.File("gui_settings.json", """{"start_allocation_pct": 1}""");

        var mapping = SettingsMapping.Of(PredecessorFiles.Read(old.Path));

        mapping.Left.ShouldHaveSingleItem().Why.ShouldContain("the budget of a coin stays");
        mapping.Taken.ShouldNotContain(taken => taken.Key == "risk.positionPercent");
    }

    [Fact]
    public void Settings_LevelsOutOfOrderAndValuesBeyondTheRules_AreOrderedOrLeft()
    {
        old.File("gui_settings.json", """{"dca_levels": [5, -2.5, -10], "dca_multiplier": 50, "trade_start_level": 9, "trailing_gap_pct": [1]}""");

        var mapping = SettingsMapping.Of(PredecessorFiles.Read(old.Path));

        mapping.Taken.Single(taken => taken.Key == "strategy.ladderPercents").ShouldSatisfyAllConditions(
            taken => taken.Value.ShouldBe("-2.5,-5,-10"), taken => taken.Note!.ShouldContain("put in order"));
        mapping.Taken.Single(taken => taken.Key == "strategy.startLevel").Value.ShouldBe("7");
        mapping.Left.Select(left => left.From).ShouldBe(["dca_multiplier", "trailing_gap_pct"]);
    }

    [Fact]
    public void Settings_WrittenAsAFile_AreReadBackAsTheyWereMapped()
    {
        var mapping = SettingsMapping.Of(PredecessorFiles.Read(old.Whole().Path));
        var resolver = new SettingsResolver().AddFile(SettingsDocument.Text(mapping.Values(), mapping.Keys), "powertrader.json");

        var values = resolver.Resolve().ToDictionary(value => value.Definition.Key, value => value.Text);

        resolver.Faults.ShouldBeEmpty();
        foreach (var taken in mapping.Taken) values[taken.Key].ShouldBe(taken.Value, taken.Key);
    }

    [Fact]
    public void History_TradesAndLedger_AreKeptAsTheyStand()
    {
        var history = PredecessorFiles.Read(old.Whole().Path).History;

        history.RealisedTotal.ShouldBe(12.5m);
        history.LedgerTime.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1735689600250));
        history.Positions.ShouldBe([new("BTC", 0.4m, 30000), new("ETH", 1, 3000)]);
        history.Trades.Select(trade => (trade.Symbol, trade.Side, trade.Quantity, trade.OrderId)).ShouldBe([("ETH-USD", "sell", 0.00001m, "a-0"), ("BTC-USD", "buy", 0.4m, "a-1")]);
    }

    [Theory]
    [InlineData("gui_settings.json", "{\n  \"coins\": [\n", "line 3: it is no JSON")]
    [InlineData("hub_data/pnl_ledger.json", "{\n \"open_positions\": {\n  \"BTC\": {\"usd_cost\": 1, \"qty\": 1},\n  \"ETH\": {\"usd_cost\": \"x\", \"qty\": 1}\n }\n}", "line 4: the position 'ETH' must have")]
    [InlineData("hub_data/trade_history.jsonl", "{\"ts\": 1, \"side\": \"buy\", \"symbol\": \"BTC-USD\", \"qty\": 1}\n{\"ts\": 2, \"side\": \"hold\", \"symbol\": \"BTC-USD\", \"qty\": 1}\n{\"ts\": 3, \"si", "line 2: a trade must have")]
    [InlineData("hub_data/trade_history.jsonl", "{\"ts\": NaN}", "line 1: it is no JSON")]
    public void Read_UnsoundFile_IsNamedByFileAndLine(string name, string content, string words)
    {
        old.Whole();
        old.File(name, content);

        Should.Throw<UsageException>(() => PredecessorFiles.Read(old.Path)).Faults[0].ShouldContain(Path.Combine(old.Path, name) + " " + words);
    }

    [Fact]
    public void Read_SeveralFaults_AreAllTold()
    {
        old.File("trade_history.jsonl", "{\n{}\n[]\n");

        Should.Throw<UsageException>(() => PredecessorFiles.Read(old.Path)).Faults.Count.ShouldBe(3);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Verb_FromPreviewToDeals_TakesEachThingOnceAndPrintsNoKey()
    {
        old.Whole();
        string[] import = ["import", "--from", old.Path, "--data", trader.Data];
        var preview = await Trader.RunAsync(import);
        Directory.GetFileSystemEntries(trader.Data).ShouldBeEmpty("a preview changes nothing");
        var first = await Trader.RunAsync([.. import, "--apply", "--json"]);
        var check = await Trader.RunAsync("config", "check", "--data", trader.Data);
        // A paper venue on the simulated exchange stands for the account that holds the predecessor's coins.
        (await Trader.RunAsync("run", "--market", "sim", "--coins", "BTC,ETH", "--cycles", "5", "--speed", "max", "--json", "--data", trader.Data)).ExitCode.ShouldBe(0);
        (await Trader.RunAsync("deposit", "0.4", "--coin", "BTC", "--data", trader.Data)).ExitCode.ShouldBe(0);
        var second = await Trader.RunAsync([.. import, "--apply", "--json"]);
        var third = await Trader.RunAsync([.. import, "--apply"]);
        var ledger = await Trader.RunAsync("export", "ledger", "--format", "json", "--data", trader.Data);
        var imported = await Trader.RunAsync("export", "imported", "--data", trader.Data);

        preview.ExitCode.ShouldBe(0, preview.Error);
        preview.Output.ShouldContain("Nothing was changed");
        preview.Output.ShouldContain("'powertrader keys set robinhood' makes a key of its own");
        foreach (var outcome in (Outcome[])[preview, first, second, third]) (outcome.Output + outcome.Error).ShouldNotContain("planted");
        first.Json.GetProperty("positions").EnumerateArray().ShouldAllBe(line => line.GetProperty("state").GetString() == "waits");
        check.ExitCode.ShouldBe(0, check.Error + check.Output);
        second.Json.GetProperty("positions").EnumerateArray().Select(line => line.GetProperty("state").GetString()).ShouldBe(["adopted", "waits"]);
        third.Output.ShouldContain("was made a deal by an earlier import");
        third.Output.ShouldContain("kept already");
        ledger.Json.EnumerateArray().Count(line => line.GetProperty("kind").GetString() == "adopt" && line.GetProperty("account").GetString() == "capital" && line.GetProperty("amount").GetDecimal() == -30000).ShouldBe(1);
        imported.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(3);
    }
}
