using System.Text;

namespace PowerTrader.Host.Tests;

/// <summary>Studies of next to nothing, and of money that leaves its range: each verb gives a clear answer.</summary>
[Trait("Tier", "full")]
public sealed class StudyEdgeTests : IDisposable
{
    private const string Header = "time,open,high,low,close,volume\n";

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Theory]
    [InlineData("optimize", "no trial keeps the limits; the nearest: 0 closed deals, 1 asked for", "--strategy", "always", "--param", "strategy.trailingGapPercent=0.5,1")]
    [InlineData("sensitivity", "there is no deal to draw from", "--strategy", "always")]
    [InlineData("compare", "", "--strategy", "always,hold")]
    public async Task Study_OneBar_SaysWhatItCouldNotTell(string verb, string said, params string[] more)
    {
        var outcome = await Trader.RunAsync([verb, "--candles", trader.File("one_BTC-USDT_1h.csv", Header + "1700002800,100,101,99,100,0\n"), .. more, .. verb == "optimize" ? ["--job", Path.Combine(trader.Data, "one.job")] : (string[])[]]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Output.ShouldContain(said);
    }

    [Fact]
    public async Task WalkForward_OneBar_NamesTheWindowThatIsTooLong()
    {
        var outcome = await Trader.RunAsync(
            "walkforward", "--candles", trader.File("one_BTC-USDT_1h.csv", Header + "1700002800,100,101,99,100,0\n"), "--strategy", "always", "--param", "strategy.trailingGapPercent=0.5,1", "--train", "8d", "--test", "4d");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("--train '8d' leaves nothing to test of the 0 days that are traded");
    }

    [Fact]
    public async Task WalkForward_MoneyThatLeavesItsRange_IsTheResultOfItsWindow()
    {
        string[] line = ["walkforward", "--candles", Exploding(), "--strategy", "sma-cross", "--param", "fast=5,10", "--train", "8d", "--test", "4d", "--job", Path.Combine(trader.Data, "range.job")];

        var outcome = await Trader.RunAsync([.. line, "--json"]);
        var text = await Trader.RunAsync(line);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var folds = outcome.Json.GetProperty("folds").EnumerateArray().Select(fold => fold.GetProperty("outOfSample").GetProperty("end").GetString()).ToList();
        folds[^1].ShouldBe("out of range");
        folds.SkipLast(1).ShouldAllBe(end => end == "complete");
        outcome.Json.GetProperty("note").GetString()!.ShouldContain("leaves the range in which money is exact");
        text.Output.ShouldContain("OUT OF RANGE");
    }

    [Fact]
    public async Task Compare_MoneyThatLeavesItsRange_IsShownBesideTheOthers()
    {
        var outcome = await Trader.RunAsync("compare", "--candles", Exploding(), "--strategy", "sma-cross,hold,grid", "--param", "grid:lower=50", "--param", "grid:upper=200", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("strategies").EnumerateArray().Any(each => each.TryGetProperty("failure", out _)).ShouldBeTrue();
        outcome.Error.ShouldContain("it is compared with none");
    }

    [Fact]
    public async Task Evaluate_PlugIn_BringsAModel()
    {
        const string Sample = "PowerTrader.SamplePlugIn";
        var folder = Directory.CreateDirectory(Path.Combine(trader.Data, "plugins")).FullName;
        File.Copy(Testing.Repository.Built("PowerTrader.Host.Tests", Sample, Sample + ".dll"), Path.Combine(folder, Sample + ".dll"));
        var candles = trader.File("kucoin_BTC-USDT_1h.csv", StudyCandles.Waves(300));

        var own = await Trader.RunAsync("evaluate", "--candles", candles, "--plugins", folder, "--model", "persistence@1", "--param", "factor=1.5", "--json");
        var unknown = await Trader.RunAsync("evaluate", "--candles", candles, "--plugins", folder, "--model", "oracle", "--holdout", "0");
        var outside = await Trader.RunAsync("evaluate", "--candles", candles, "--plugins", folder, "--model", "persistence", "--param", "factor=11");
        var few = await Trader.RunAsync("evaluate", "--candles", trader.File("one_BTC-USDT_1h.csv", Header + "1700002800,100,101,99,100,0\n"), "--json");

        own.ExitCode.ShouldBe(0, own.Error);
        (own.Json.GetProperty("model").GetString(), own.Json.GetProperty("trained").GetInt32(), own.Json.GetProperty("holdout").GetInt32()).ShouldBe(("persistence", 100, 200));
        own.Json.GetProperty("errors")[0].GetProperty("active").GetInt32().ShouldBe(200);
        unknown.ErrorLines.ShouldContain("--model 'oracle' is not known; use one of baseline-intended, baseline-shipped, persistence, sound; --plugins DIR brings more");
        unknown.ErrorLines.ShouldContain(line => line.StartsWith("--holdout '0'", StringComparison.Ordinal));
        outside.ErrorLines.ShouldHaveSingleItem().ShouldContain("factor '11'");
        (unknown.ExitCode, outside.ExitCode, few.ExitCode).ShouldBe((2, 2, 0));
        few.Json.GetProperty("remark").GetString()!.ShouldContain("1 candle leaves none to walk");
    }

    /// <summary>A month of waves, then bars that close beyond all numbers.</summary>
    private string Exploding()
    {
        var text = new StringBuilder(StudyCandles.Waves(650));
        for (var hour = 650; hour < 700; hour++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{1_700_002_800 + hour * 3600},100,79000000000000000000000000000,99,79000000000000000000000000000,5\n");
        return trader.File("huge_BTC-USDT_1h.csv", text.ToString());
    }
}
