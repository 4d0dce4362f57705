using Microsoft.Data.Sqlite;

namespace PowerTrader.Host.Tests;

/// <summary>Stopping and looking depend on nothing that a user can break; every verb speaks JSON; no fault ends in a stack trace.</summary>
public sealed class EmergencyStopTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task FaultySettings_StopAndLook_AndJudgeByTheStoredVersion()
    {
        await SmallAsync();
        trader.File("powertrader.json", """{ "cash": "much", "risk": { "orderCapPercent": 400 } }""");

        foreach (var verb in new[] { "halt", "reduce", "resume", "positions", "orders", "flows", "backup", "predict" })
        {
            var outcome = await Trader.RunAsync(verb, "--json", "--data", trader.Data);
            outcome.ExitCode.ShouldBe(0, verb + outcome.Error);
            outcome.Json.GetRawText().ShouldNotBeEmpty();
            if (verb != "flows") outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe("powertrader.json: 2 faults, passed over here; 'powertrader config check' lists them.");
        }
        (await Trader.RunAsync("export", "ledger", "--json", "--data", trader.Data)).Json.GetArrayLength().ShouldBeGreaterThan(0);
        var explain = await Trader.RunAsync("explain", "BTC", "--data", trader.Data);
        explain.ExitCode.ShouldBe(0, explain.Error);
        explain.ErrorLines.ShouldHaveSingleItem().ShouldContain("2 faults");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task NoStoredVersion_HaltWorks_AndJudgingNeedsASoundFile()
    {
        await SmallAsync();
        Sql("DELETE FROM rows WHERE tbl = 'settings'");
        trader.File("powertrader.json", """{ "cash": "much" }""");

        (await Trader.RunAsync("halt", "--coin", "BTC", "--data", trader.Data)).ExitCode.ShouldBe(0);
        (await Trader.RunAsync("halt", "--data", trader.Data)).ExitCode.ShouldBe(0);
        (await Trader.RunAsync("explain", "BTC", "--data", trader.Data)).ExitCode.ShouldBe(2);
        trader.File("powertrader.json", "{}");
        (await Trader.RunAsync("explain", "BTC", "--data", trader.Data)).ExitCode.ShouldBe(0);
        (await Trader.RunAsync("config", "versions", "--json", "--data", trader.Data)).Json.GetArrayLength().ShouldBe(1);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task SettingsThatAreNoJson_DoNotStopAHalt()
    {
        await SmallAsync();
        trader.File("powertrader.json", "{ this is no JSON");

        var halt = await Trader.RunAsync("halt", "--data", trader.Data);
        var positions = await Trader.RunAsync("positions", "--data", trader.Data);

        halt.ExitCode.ShouldBe(0, halt.Error);
        halt.Output.ShouldContain("The portfolio is halted now");
        positions.Output.ShouldContain("halted");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task NewerStore_AnyVerb_SaysSoWithoutAStackTrace()
    {
        await SmallAsync();
        Sql("PRAGMA user_version = 999");

        foreach (var verb in new[] { "halt", "positions", "orders", "flows", "backup", "predict" })
        {
            var outcome = await Trader.RunAsync(verb, "--data", trader.Data);
            outcome.ExitCode.ShouldBe(1, verb);
            outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("store version 999");
        }
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task EveryVerb_WithJson_PrintsJsonAlone()
    {
        var init = await Trader.RunAsync("init", "--coins", "BTC", "--cash", "2000", "--json", "--data", trader.Data);
        init.Json.GetProperty("budget").GetDecimal().ShouldBe(200);
        File.ReadAllText(Path.Combine(trader.Data, "powertrader.json")).ShouldContain("// Largest share of equity in one coin.");
        (await Trader.RunAsync("config", "check", "--json", "--data", trader.Data)).Json.GetProperty("sound").GetBoolean().ShouldBeTrue();
        var train = await Trader.RunAsync("train", "--seed", "2", "--json", "--data", trader.Data);
        train.Json.GetProperty("market").GetString().ShouldBe("sim-2", train.Error);
        await SmallAsync();
        (await Trader.RunAsync("halt", "--coin", "BTC", "--json", "--data", trader.Data)).Json.GetProperty("state").GetString().ShouldBe("halted");
        (await Trader.RunAsync("predict", "BTC", "--json", "--data", trader.Data)).Json.GetArrayLength().ShouldBe(7);
        (await Trader.RunAsync("doctor", "--json", "--data", trader.Data)).Json.GetProperty("checks").GetArrayLength().ShouldBeGreaterThan(4);
        var backup = await Trader.RunAsync("backup", "--json", "--data", trader.Data);
        var file = backup.Json.GetProperty("file").GetString()!;
        (await Trader.RunAsync("restore", file, "--json", "--data", trader.Data)).Json.GetProperty("market").GetString().ShouldBe("sim-2");
        trader.File("powertrader.json", """{ "cash": "much" }""");
        var faulty = await Trader.RunAsync("config", "check", "--json", "--data", trader.Data);
        faulty.ExitCode.ShouldBe(2);
        faulty.Json.GetProperty("faults").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task StopSell_WithoutARunningTrader_SellsWhatIsHeldItself()
    {
        await SmallAsync();
        (await Trader.RunAsync("buy", "BTC", "100", "--yes", "--key", "k1", "--data", trader.Data)).ExitCode.ShouldBe(0);
        var run = await Trader.RunAsync("run", "--cycles", "12", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", "--data", trader.Data);
        run.Json.GetProperty("fills").GetInt32().ShouldBeGreaterThan(0, run.Error);

        var stop = await Trader.RunAsync("stop", "--sell", "--json", "--data", trader.Data);

        stop.ExitCode.ShouldBe(0, stop.Output + stop.Error);
        stop.Json.GetProperty("state").GetString().ShouldBe("reducing");
        var step = stop.Json.GetProperty("steps").EnumerateArray().ShouldHaveSingleItem();
        step.GetProperty("outcome").GetString().ShouldBe("filled");
        step.GetProperty("text").GetString()!.ShouldContain("BTC were sold for");
        var positions = await Trader.RunAsync("positions", "--json", "--data", trader.Data);
        positions.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("quantity").GetDecimal().ShouldBe(0);
        var again = await Trader.RunAsync("stop", "--sell", "--data", trader.Data);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Output.ShouldContain("nothing is held");
    }

    private void Sql(string text)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(trader.Data, "sim-2.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private async Task SmallAsync()
    {
        var outcome = await Trader.RunAsync("run", "--cycles", "5", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json", "--data", trader.Data);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
    }
}
