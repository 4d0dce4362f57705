using System.Globalization;

namespace PowerTrader.Host.Tests;

/// <summary>What the settings and the books say on the command line.</summary>
public sealed class BookTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task OrdersPositionsAndExports_AfterARun_AgreeWithItsReport()
    {
        var report = await trader.SimulateAsync(1500, 2);

        var orders = await AskAsync("orders", "--limit", "3", "--page", "2", "--json");
        var filled = await AskAsync("orders", "--state", "filled", "--coin", "btc", "--json");
        var positions = await AskAsync("positions", "--json");
        var trades = (await AskAsync("export", "trades")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var tradesJson = await AskAsync("export", "trades", "--format", "json");
        var ledger = await AskAsync("export", "ledger", "--format", "json");
        var lots = await AskAsync("export", "lots", "--format", "json");

        orders.Json.GetArrayLength().ShouldBe(3);
        filled.Json.EnumerateArray().ShouldAllBe(order => order.GetProperty("symbol").GetString() == "BTC-USDT" && order.GetProperty("state").GetString() == "filled");
        trades.Length.ShouldBe(report.GetProperty("fills").GetInt32() + 1);
        trades.Skip(1).Sum(line => decimal.Parse(line.Split(',')[7], CultureInfo.InvariantCulture)).ShouldBe(report.GetProperty("fees").GetDecimal());
        tradesJson.Json.GetArrayLength().ShouldBe(trades.Length - 1);
        ledger.Json.EnumerateArray().Sum(line => line.GetProperty("amount").GetDecimal()).ShouldBe(0);
        ledger.Json.EnumerateArray().Where(line => line.GetProperty("account").GetString() == "cash").Sum(line => line.GetProperty("amount").GetDecimal())
            .ShouldBe(report.GetProperty("cash").GetDecimal());
        foreach (var coin in positions.Json.EnumerateArray())
        {
            lots.Json.EnumerateArray().Where(lot => lot.GetProperty("symbol").GetString() == coin.GetProperty("symbol").GetString())
                .Sum(lot => lot.GetProperty("quantity").GetDecimal()).ShouldBe(coin.GetProperty("quantity").GetDecimal());
        }
    }

    [Theory]
    [InlineData("orders --state asleep --limit 0 --page x", "--state 'asleep'|--limit '0'|--page 'x'")]
    [InlineData("orders --coin XYZ", "--coin 'XYZ' is not traded here")]
    [InlineData("export money --format xml", "WHAT 'money'|--format 'xml'")]
    public async Task Books_WrongWords_AreNamedAllAtOnce(string arguments, string expected)
    {
        await SmallAsync(5);

        var outcome = await Trader.RunAsync([.. arguments.Split(' '), "--data", trader.Data]);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(expected.Split('|').Length);
        foreach (var (line, text) in outcome.ErrorLines.Zip(expected.Split('|'))) line.ShouldContain(text);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task InitThenRun_TradesWhatWasChosen_AndShowsWhatItMeansInMoney()
    {
        var init = await AskAsync("init", "--coins", "BTC,ETH", "--cash", "2000", "--profile", "careful");
        var again = await Trader.RunAsync("init", "--data", trader.Data);
        var show = await AskAsync("config", "show", "--json");
        var run = await AskAsync("run", "--cycles", "30", "--speed", "max", "--json");
        var positions = await AskAsync("positions", "--json");

        init.Output.ShouldContain("each of 2 coins may use 100.00");
        init.Output.ShouldContain("by 80 %");
        again.ExitCode.ShouldBe(2);
        show.Json.GetProperty("risk.positionPercent").GetProperty("origin").GetString().ShouldBe("profile careful");
        run.Json.GetProperty("cash").GetDecimal().ShouldBeLessThanOrEqualTo(2000);
        positions.Json.GetArrayLength().ShouldBe(2);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Reduce_IsSeenInPositions_AndResumeEndsIt()
    {
        await SmallAsync(5);

        await AskAsync("reduce");
        var reducing = await AskAsync("positions");
        await AskAsync("resume");
        var active = await AskAsync("positions");

        reducing.Output.ShouldContain("reducing");
        active.Output.ShouldContain("active");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task BackupThenRestore_BringsTheBooksBack_HaltedInANewEpoch_AndGoesOnAfterResume()
    {
        var before = await trader.SimulateAsync(1500, 2);
        var file = Path.Combine(trader.Data, "copy.db");
        await AskAsync("backup", file);
        await trader.SimulateAsync(2200, 2);

        var restored = await AskAsync("restore", file);
        var held = await trader.SimulateAsync(1600, 2);
        await AskAsync("resume");
        var resumed = await trader.SimulateAsync(3000, 2);
        var doctor = await AskAsync("doctor");
        var again = await Trader.RunAsync("backup", file, "--data", trader.Data);

        restored.Output.ShouldContain("is kept in");
        held.GetProperty("orders").GetInt32().ShouldBe(before.GetProperty("orders").GetInt32());
        held.GetProperty("cycles").GetInt64().ShouldBe(1600);
        resumed.GetProperty("orders").GetInt32().ShouldBeGreaterThan(before.GetProperty("orders").GetInt32());
        doctor.Output.ShouldContain("audit chain");
        doctor.Output.ShouldNotContain("problem");
        again.ExitCode.ShouldBe(2);
        Directory.GetFiles(trader.Data, "sim-2.db.replaced*").Length.ShouldBe(1);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task BackupThenRestore_ResumedAtOnce_TradesAsIfNothingHadHappened()
    {
        var before = await trader.SimulateAsync(1500, 2);
        var file = Path.Combine(trader.Data, "copy.db");
        await AskAsync("backup", file);
        var whole = await trader.SimulateAsync(3000, 2);

        await AskAsync("restore", file);
        await AskAsync("resume");
        var again = await trader.SimulateAsync(3000, 2);

        foreach (var figure in (string[])["tradesHash", "orders", "fills", "cash", "accountValue", "fees"])
            again.GetProperty(figure).ToString().ShouldBe(whole.GetProperty(figure).ToString(), figure);
        again.GetProperty("fills").GetInt32().ShouldBeGreaterThan(before.GetProperty("fills").GetInt32());
    }

    [Theory]
    [InlineData("restore nowhere.db", 2, "'nowhere.db' does not exist")]
    [InlineData("predict XYZ", 2, "'XYZ' is not traded here")]
    public async Task Care_WrongWords_AreNamed(string arguments, int exitCode, string expected)
    {
        await SmallAsync(5);

        var outcome = await Trader.RunAsync([.. arguments.Split(' '), "--data", trader.Data]);

        outcome.ExitCode.ShouldBe(exitCode);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task RestoreAndDoctor_DamagedFile_SaySo_AndLeaveTheStoreAlone()
    {
        await SmallAsync(5);
        var damaged = trader.File("damaged.db", "no database at all, but long enough to be read as the header of one, which it is not");

        var restore = await Trader.RunAsync("restore", damaged, "--data", trader.Data);
        var doctor = await Trader.RunAsync("doctor", "--data", trader.Data);

        restore.ExitCode.ShouldBe(1);
        restore.ErrorLines.ShouldHaveSingleItem().ShouldContain("damaged or no database");
        doctor.ExitCode.ShouldBe(1);
        doctor.Output.ShouldContain("problem " + damaged);
        (await SmallAsync(6)).GetProperty("cycles").GetInt64().ShouldBe(6);
    }

    [Fact]
    public async Task Predict_AfterARun_ListsSevenTimeframes()
    {
        await SmallAsync(5);

        (await AskAsync("predict", "BTC")).Output.Split('\n').Count(line => line.StartsWith("BTC-USDT", StringComparison.Ordinal)).ShouldBe(7);
    }

    [Fact]
    public async Task Config_FaultyFile_StopsRunAndCheckWithEveryFault()
    {
        trader.File("powertrader.json", """{ "cash": "much", "strategy": { "startLevl": 1 }, "risk": { "orderCapPercent": 400 } }""");

        var check = await Trader.RunAsync("config", "check", "--data", trader.Data);
        var run = await Trader.RunAsync("run", "--cycles", "1", "--data", trader.Data);

        check.ExitCode.ShouldBe(2);
        check.ErrorLines.Count.ShouldBe(3);
        run.ExitCode.ShouldBe(2);
        run.ErrorLines.ShouldBe(check.ErrorLines, ignoreOrder: true);
    }

    /// <summary>One coin is quickly trained.</summary>
    private async Task<System.Text.Json.JsonElement> SmallAsync(int cycles) =>
        (await AskAsync("run", "--cycles", $"{cycles}", "--speed", "max", "--seed", "2", "--coins", "BTC", "--json")).Json;

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }
}
