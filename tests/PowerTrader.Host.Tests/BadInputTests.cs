using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PowerTrader.Host.Tests;

public sealed class BadInputTests : IDisposable
{
    private const string Header = "time,open,high,low,close,volume\n";

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(Header, "no candle")]
    [InlineData("time,open,high,low,close\n", "column 'volume' is missing")]
    [InlineData(Header + "7200,1,2,1,1,1\n3600,1,2,1,1,1\n", "line 3: time 3600 is before")]
    [InlineData(Header + "3600,1,2,1,1,1\n3600,1,2,1,1,1\n", "line 3: time 3600 is there twice")]
    [InlineData(Header + "3600,1,1,2,1,1\n", "line 2: high 1 is below low 2")]
    [InlineData(Header + "3600,abc,2,1,1,1\n", "line 2: open 'abc' must be a number")]
    public async Task Backtest_UnsoundFile_IsRefusedByLine(string content, string expected)
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", trader.File("candles.csv", content), "--json");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
        outcome.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Backtest_MissingFile_SaysSo()
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Path.Combine(trader.Data, "none.csv"));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("does not exist");
    }

    [Fact]
    public async Task Run_FiveWrongOptions_ListsAllFive()
    {
        var outcome = await Trader.RunAsync("run", "--speed", "fast", "--seed", "x", "--cycles", "0", "--coins", "b t c", "--port", "99999", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(5);
        foreach (var option in new[] { "--speed", "--seed", "--cycles", "--coins", "--port" })
            outcome.ErrorLines.ShouldContain(line => line.StartsWith(option, StringComparison.Ordinal));
    }


    [Fact]
    public async Task Run_UnlistedCoin_IsNamed()
    {
        var outcome = await Trader.RunAsync("run", "--coins", "NOPE", "--cycles", "1", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("'NOPE-USDT' is not listed");
    }

    [Fact]
    public async Task Run_PortInUse_IsTheWorldsFault()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var outcome = await Trader.RunAsync("run", "--port", $"{port}", "--cycles", "1", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain($"--port {port} cannot be opened");
    }

    [Fact]
    public async Task Run_PortOfTheSystem_IsTheWorldsFault()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "a privileged process may open every port");

        var outcome = await Trader.RunAsync("run", "--port", "80", "--cycles", "1", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("--port 80 cannot be opened");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Not A Market")]
    [InlineData("sim-404")]
    public async Task Explain_DamagedNoteOfTheLastMarket_NamesFileAndRemedy(string content)
    {
        trader.File("last-market", content);

        var outcome = await Trader.RunAsync("explain", "BTC", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("last-market");
        Directory.GetFiles(trader.Data, "*.db").ShouldBeEmpty();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_DamagedModel_IsOneLineAndTrainingIsTheRemedy()
    {
        await trader.SimulateAsync(1, 1);
        using (var store = Adapters.Storage.SqliteStore.Open(Path.Combine(trader.Data, "sim-1.db")))
        {
            var blobs = new Adapters.Storage.SqliteBlobStore(store);
            var blob = await blobs.GetAsync(Core.Names.ModelsContainer, "sim-1/XRP-USDT/4hour/sound", default);
            blob!.Content[100] ^= 1;
            await blobs.PutAsync(Core.Names.ModelsContainer, "sim-1/XRP-USDT/4hour/sound", blob.Content, new Core.Ports.BlobCondition.None(), default);
        }

        var outcome = await Trader.RunAsync(trader.Simulation(2, 1));
        var remedy = await Trader.RunAsync("train", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("model sim-1/XRP-USDT/4hour/sound is damaged: its checksum differs; train again with 'powertrader train'");
        remedy.ExitCode.ShouldBe(0, remedy.Error);
        (await trader.SimulateAsync(2, 1)).GetProperty("cycles").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Run_FolderThatIsAFile_IsTheWorldsFault()
    {
        var outcome = await Trader.RunAsync("run", "--cycles", "1", "--json", "--data", Path.Combine(trader.File("plain", "x"), "inside"));

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("cannot be written to");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task HaltAndExplain_AfterARun_AreObeyedAndSeen()
    {
        await trader.SimulateAsync(30, 1);

        (await Trader.RunAsync("halt", "--data", trader.Data)).ExitCode.ShouldBe(0);
        var halted = await Trader.RunAsync("explain", "btc", "--json", "--data", trader.Data);
        (await Trader.RunAsync("resume", "--data", trader.Data)).ExitCode.ShouldBe(0);
        var unknown = await Trader.RunAsync("explain", "XYZ", "--data", trader.Data);

        halted.ExitCode.ShouldBe(0, halted.Error);
        halted.Json.GetProperty("halt").GetString().ShouldBe("halted");
        halted.Json.GetProperty("next").GetString().ShouldNotBeNullOrEmpty();
        unknown.ExitCode.ShouldBe(2);
        unknown.ErrorLines.ShouldHaveSingleItem().ShouldContain("'XYZ' is no coin, deal or order here");
    }

    [Fact]
    public async Task Evaluate_TruncatedFile_GivesTheSameFirstRows()
    {
        var whole = new StringBuilder(Header);
        var cut = "";
        for (var hour = 0; hour < 900; hour++)
        {
            var price = 100 + 10 * Math.Sin(hour * 0.13) + 3 * Math.Sin(hour * 1.7);
            whole.Append(System.Globalization.CultureInfo.InvariantCulture, $"{1672531200 + hour * 3600},{price:0.00},{price + 1:0.00},{price - 1:0.00},{price + 0.3 * Math.Sin(hour):0.00},5\n");
            if (hour == 849) cut = whole.ToString();
        }

        var longer = await Trader.RunAsync("evaluate", "--candles", trader.File("long.csv", whole.ToString()), "--holdout", "100", "--rows", "--json");
        var shorter = await Trader.RunAsync("evaluate", "--candles", trader.File("short.csv", cut), "--holdout", "50", "--rows", "--json");

        longer.ExitCode.ShouldBe(0, longer.Error);
        var rows = longer.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()).ToList();
        shorter.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()).ShouldBe(rows.Take(50));
        rows.Count.ShouldBe(100);
    }
}
