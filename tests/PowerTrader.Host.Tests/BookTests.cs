using System.Globalization;

namespace PowerTrader.Host.Tests;

/// <summary>What the settings and the books say on the command line.</summary>
public sealed class BookTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task OrdersPositionsAndExports_AfterARun_AgreeWithItsReport()
    {
        var report = await trader.SimulateAsync(3000, 2);

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
        await trader.SimulateAsync(5, 2);

        var outcome = await Trader.RunAsync([.. arguments.Split(' '), "--data", trader.Data]);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(expected.Split('|').Length);
        foreach (var (line, text) in outcome.ErrorLines.Zip(expected.Split('|'))) line.ShouldContain(text);
    }

    [Fact]
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
    public async Task Reduce_IsSeenInPositions_AndResumeEndsIt()
    {
        await trader.SimulateAsync(5, 2);

        await AskAsync("reduce");
        var reducing = await AskAsync("positions");
        await AskAsync("resume");
        var active = await AskAsync("positions");

        reducing.Output.ShouldContain("reducing");
        active.Output.ShouldContain("active");
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

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }
}
