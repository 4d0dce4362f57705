using System.Globalization;
using System.Text;

namespace PowerTrader.Host.Tests;

/// <summary>Strategies by name at the command line: listed, parametrised, brought by plug-ins, and each fault in words.</summary>
public sealed class StrategyVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Strategies_Json_HasEveryKindWithItsParameters()
    {
        var all = (await Trader.RunAsync("strategies", "--json")).Json.EnumerateArray().ToList();

        all.Select(each => each.GetProperty("kind").GetString()).Distinct().ShouldBe(["strategy", "indicator", "model", "broker"]);
        var dca = all.Single(each => each.GetProperty("id").GetString() == "dca@1");
        dca.GetProperty("parameters").EnumerateArray().Select(each => each.GetProperty("name").GetString()).ShouldContain("trailBuy");
    }

    [Fact]
    public async Task Strategies_Name_ShowsDefaultsAndAnExample()
    {
        var outcome = await Trader.RunAsync("strategies", "grid");

        outcome.Output.ShouldContain("must be given");
        outcome.Output.ShouldContain("Example: powertrader backtest --candles BTC-USDT.csv --strategy grid --param lower=50000");
    }

    [Fact]
    public async Task Strategies_UnknownName_ListsTheKnown()
    {
        var outcome = await Trader.RunAsync("strategies", "dcb");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Single().ShouldStartWith("NAME 'dcb' is not known; use one of always, dca, grid, hold");
    }

    [Theory]
    [InlineData("dca", "trail=0.5", "start=rsi:period=14 < 60")]
    [InlineData("dca@1", "target=1:50,2:50", "breakEven=1")]
    [InlineData("grid", "lower=80", "upper=125")]
    public async Task Backtest_NamedStrategy_TradesAndShowsMoneyWhole(string strategy, string one, string other)
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", strategy, "--param", one, "--param", other, "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("fills").GetInt32().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("fees").GetDecimal().ShouldBe(outcome.Json.GetProperty("ledgerFees").GetDecimal());
        outcome.Json.GetProperty("rivals").GetArrayLength().ShouldBe(strategy == "grid" ? 1 : 3);
    }

    [Fact]
    public async Task Backtest_Hold_InvestsAllButALittle()
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "hold", "--json");

        outcome.Json.GetProperty("fills").GetInt32().ShouldBe(1);
        outcome.Json.GetProperty("openCost").GetDecimal().ShouldBeInRange(9_300, 10_000);
    }

    [Fact]
    public async Task Backtest_FaultyParameters_IsALineEach()
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "dca", "--param", "deviation=0", "--param", "martingale", "--param", "base=x");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldBe(
        [
            "--param 'martingale' must be NAME=VALUE; for example --param maxSafety=4",
            "--param: dca: base 'x' must be a number from 0 to 1000000000; for example base=0",
            "--param: dca: deviation '0' must be a number from 0.1 to 50; for example deviation=2.5",
        ]);
    }

    [Fact]
    public async Task Backtest_LadderTooLarge_IsRefusedBeforeAnythingRuns()
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "dca", "--cash", "1000", "--param", "base=50", "--param", "safety=50");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines[0].ShouldContain("for its whole ladder; BTC-USDT may use 100.00");
        outcome.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task Backtest_ParameterOfPowerTrader_PointsToItsSettings()
    {
        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--param", "startLevel=2");

        outcome.ErrorLines.Single().ShouldBe("--param: powertrader: it has no parameter 'startLevel', nor any other; its rules are settings, for example --set strategy.startLevel=2");
    }

    [Fact]
    public async Task Backtest_PlugIn_BringsStrategyAndIndicator()
    {
        var folder = Directory.CreateDirectory(Path.Combine(trader.Data, "plugins")).FullName;
        const string Sample = "PowerTrader.SamplePlugIn";
        File.Copy(Testing.Repository.Built("PowerTrader.Host.Tests", Sample, Sample + ".dll"), Path.Combine(folder, Sample + ".dll"));

        var own = await Trader.RunAsync("backtest", "--candles", Candles(), "--plugins", folder, "--strategy", "breakout", "--param", "period=12", "--json");
        var condition = await Trader.RunAsync("backtest", "--candles", Candles(), "--plugins", folder, "--strategy", "dca", "--param", "start=momentum:period=6 > 1", "--json");
        var without = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "breakout");

        own.Json.GetProperty("fills").GetInt32().ShouldBeGreaterThan(0);
        condition.Json.GetProperty("fills").GetInt32().ShouldBeGreaterThan(0);
        without.ErrorLines.Single().ShouldStartWith("--strategy 'breakout' must be one of always, dca, grid, hold, powertrader, random, sma-cross");
    }

    [Fact]
    public async Task Backtest_NoPlugInFolder_SaysSo()
    {
        var outcome = await Trader.RunAsync("strategies", "--plugins", Path.Combine(trader.Data, "none"));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Single().ShouldStartWith("--plugins: there is no folder");
    }

    /// <summary>A swinging market.</summary>
    private string Candles()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
        for (var i = 0; i < 600; i++)
        {
            var (open, close) = (Price(i), Price(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{start + i * 3600},{open},{Math.Max(open, close) + 0.2m},{Math.Min(open, close) - 0.2m},{close},1000\n");
        }
        return trader.File("kucoin_BTC-USDT_1h.csv", text.ToString());

        static decimal Price(int i) => decimal.Round(100 + (decimal)(8 * Math.Sin(i / 9.0) + 4 * Math.Sin(i / 2.3)), 2);
    }
}
