using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PowerTrader.Host.Tests;

/// <summary>What a person meets who studies: searches that go on where they stopped, walks, and each fault in words.</summary>
public sealed class StudyVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Optimize_StoppedAndRepeated_IsTheSearchThatWasNotStopped()
    {
        var (stopped, whole) = (Job("stopped"), Job("whole"));
        var first = await OptimizeAsync("--trials", "4", "--cores", "1", "--job", stopped);
        // What a killed process leaves: half a line.
        await File.AppendAllTextAsync(stopped, "0123456789abcdef {\"fold\":0,");
        var resumed = await OptimizeAsync("--trials", "9", "--cores", "2", "--job", stopped);
        var atOnce = await OptimizeAsync("--trials", "9", "--cores", "1", "--job", whole);

        first.ExitCode.ShouldBe(0, first.Error);
        resumed.Json.GetProperty("trials").GetProperty("kept").GetInt32().ShouldBeGreaterThanOrEqualTo(4);
        Plain(resumed).ShouldBe(Plain(atOnce));
        atOnce.Json.GetProperty("inSample").GetProperty("best").GetProperty("parameters").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Optimize_HalfALineLeftByAKilledProcess_IsPlayedAgain()
    {
        var job = Job("killed");
        await OptimizeAsync("--trials", "9", "--job", job);
        var bytes = await File.ReadAllBytesAsync(job);
        await File.WriteAllBytesAsync(job, bytes[..^40]);

        var again = await OptimizeAsync("--trials", "9", "--job", job);

        again.ExitCode.ShouldBe(0, again.Error);
        again.Json.GetProperty("trials").GetProperty("kept").GetInt32().ShouldBe(again.Json.GetProperty("trials").GetProperty("drawn").GetInt32() + again.Json.GetProperty("trials").GetProperty("neighbours").GetInt32() - 1);
        (await File.ReadAllBytesAsync(job)).Length.ShouldBe(bytes.Length);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Optimize_JobOfAnotherQuestionOrDamaged_IsRefusedByName()
    {
        var job = Job("asked");
        await OptimizeAsync("--trials", "2", "--job", job);
        var other = await OptimizeAsync("--trials", "2", "--job", job, "--objective", "calmar");
        var rules = await OptimizeAsync("--trials", "2", "--job", job, "--set", "strategy.timeStopDays=30");
        var lines = await File.ReadAllLinesAsync(job);
        lines[1] = lines[1].Replace("finalValue\":1", "finalValue\":9", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(job, lines);
        var damaged = await OptimizeAsync("--trials", "2", "--job", job);
        var foreign = await OptimizeAsync("--trials", "2", "--job", trader.File("notes.txt", "my notes\n"));

        other.ErrorLines.ShouldHaveSingleItem().ShouldContain("--objective was 'sharpe' and is now 'calmar'");
        rules.ErrorLines.ShouldHaveSingleItem().ShouldContain("strategy.timeStopDays was '0' and is now '30'");
        damaged.ErrorLines.ShouldHaveSingleItem().ShouldContain("line 2: its checksum is wrong");
        foreign.ErrorLines.ShouldHaveSingleItem().ShouldContain("is no job of a study");
        (other.ExitCode, rules.ExitCode, damaged.ExitCode, foreign.ExitCode).ShouldBe((2, 2, 2, 2));
        (await File.ReadAllTextAsync(Path.Combine(trader.Data, "notes.txt"))).ShouldBe("my notes\n");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Optimize_Surface_IsWhatAReportShows()
    {
        var surface = Path.Combine(trader.Data, "surface.json");
        var page = Path.Combine(trader.Data, "page.html");

        var searched = await OptimizeAsync("--trials", "9", "--job", Job("surface"), "--surface", surface);
        var shown = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "always", "--report", page, "--trials", surface);
        var nowhere = await OptimizeAsync("--trials", "9", "--job", Job("surface"), "--surface", "/proc/surface.json");

        (searched.ExitCode, shown.ExitCode, nowhere.ExitCode).ShouldBe((0, 0, 1), searched.Error + shown.Error);
        JsonDocument.Parse(await File.ReadAllTextAsync(surface)).RootElement.GetProperty("trials").GetArrayLength()
            .ShouldBe(searched.Json.GetProperty("trials").GetProperty("drawn").GetInt32() + searched.Json.GetProperty("trials").GetProperty("neighbours").GetInt32());
        (await File.ReadAllTextAsync(page)).ShouldContain("sharpe in sample");
        nowhere.ErrorLines.ShouldHaveSingleItem().ShouldContain("--surface '/proc/surface.json' cannot be written");
    }

    [Fact]
    public async Task Optimize_Interrupted_KeepsWhatWasDoneAndSaysHowToGoOn()
    {
        var job = Job("interrupted");
        string[] line =
        [
            "optimize", "--candles", Candles(), "--strategy", "always", "--param", "strategy.trailingStartPercent=1..40:0.01", "--param", "strategy.trailingGapPercent=0.1..20:0.01",
            "--budget", "1h", "--job", job, "--json",
        ];
        using var process = Trader.Start(line);
        var output = process.StandardOutput.ReadToEndAsync();
        // Until some trials are written: the question is one line, each trial one more.
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!process.HasExited && (!File.Exists(job) || new FileInfo(job).Length < 20_000)) await tick.WaitForNextTickAsync();
        // Ctrl-C and this end a command by the same way; a command that was started in the background has Ctrl-C ignored.
        using var interrupt = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        var report = JsonDocument.Parse(await output).RootElement;

        process.ExitCode.ShouldBe(0);
        report.GetProperty("result").GetString().ShouldBe("partial");
        report.GetProperty("note").GetString()!.ShouldContain("the same command goes on from here");
        report.GetProperty("trials").GetProperty("drawn").GetInt32().ShouldBeGreaterThan(0);
        report.GetProperty("inSample").GetProperty("best").GetProperty("figures").GetProperty("bracket").GetProperty("finalValue").GetProperty("low").GetDecimal().ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Optimize_Text_SaysWhatIsInSampleAndWhatFailed()
    {
        var text = await OptimizeAsync(json: false, "--trials", "9", "--job", Job("text"), "--param", "strategy.stopLossPercent=10,40", "--holdout", "5d");

        text.ExitCode.ShouldBe(0, text.Error);
        text.Output.ShouldContain("IN SAMPLE");
        text.Output.ShouldContain("OUT OF SAMPLE");
        text.Output.ShouldContain("must be deeper than");
        text.Output.ShouldContain("overfitting");
        text.Output.ShouldContain("neighbourhood");
        text.Output.ShouldContain("locked capital");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Optimize_NoTrialKeepsTheLimits_SaysSo()
    {
        var report = (await OptimizeAsync("--trials", "3", "--job", Job("limits"), "--min-trades", "1000000")).Json;

        report.TryGetProperty("inSample", out _).ShouldBeFalse();
        report.GetProperty("note").GetString()!.ShouldContain("no trial keeps the limits");
        report.GetProperty("trials").GetProperty("outsideLimits").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task WalkForward_Json_TestsEachWindowBehindItsSearch()
    {
        var outcome = await Trader.RunAsync(
            "walkforward", "--candles", Candles(), "--strategy", "always", "--param", "strategy.trailingGapPercent=0.5,1", "--train", "8d", "--test", "4d", "--job", Job("walk"), "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var report = outcome.Json;

        var folds = report.GetProperty("folds").EnumerateArray().ToList();
        folds.Count.ShouldBe(report.GetProperty("foldsPlanned").GetInt32());
        folds.Count.ShouldBeGreaterThan(2);
        foreach (var (before, after) in folds.Zip(folds.Skip(1)))
        {
            after.GetProperty("trainTo").GetDateTimeOffset().ShouldBe(before.GetProperty("testTo").GetDateTimeOffset());
            Ends(after.GetProperty("outOfSample"), "startValue").ShouldBe(Ends(before.GetProperty("outOfSample"), "endValue"));
        }
        var whole = report.GetProperty("outOfSample");
        Ends(folds[^1].GetProperty("outOfSample"), "endValue").ShouldBe((whole.GetProperty("bracket").GetProperty("low").GetDecimal(), whole.GetProperty("bracket").GetProperty("high").GetDecimal()));
        report.GetProperty("state").GetString().ShouldBe("carried");
        report.GetProperty("outOfSample").GetProperty("rivals").EnumerateArray().Select(rival => rival.GetProperty("name").GetString()).ShouldBe(["settings as given", "exposure-matched hold", "random"]);
        (report.TryGetProperty("judgement", out var judged) ? judged : report.GetProperty("judgementAlong").GetProperty("worse")).GetProperty("growth").GetProperty("confidence").GetDouble().ShouldBe(0.95);
    }

    [Fact]
    public async Task Sensitivity_Json_VariesOneThingAtATime()
    {
        var outcome = await Trader.RunAsync("sensitivity", "--candles", Candles(), "--strategy", "always", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var report = outcome.Json;

        report.GetProperty("cases").EnumerateArray().Select(row => row.GetProperty("group").GetString()).Distinct().ShouldBe(["fee", "slippage", "spread", "latency", "path", "volume"]);
        var drawn = report.TryGetProperty("monteCarlo", out var own) ? own : report.GetProperty("along").GetProperty("asked").GetProperty("monteCarlo");
        drawn.GetProperty("deals").GetInt32().ShouldBe(report.GetProperty("base").GetProperty("closedDeals").GetInt32() + drawn.GetProperty("openDeals").GetInt32());
        drawn.GetProperty("shuffled").GetProperty("growth").GetProperty("lowest").GetDouble().ShouldBe(drawn.GetProperty("shuffled").GetProperty("growth").GetProperty("highest").GetDouble(), 1e-9);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Compare_Json_PaysTheSameForAllAndTellsChance()
    {
        var outcome = await Trader.RunAsync("compare", "--candles", Candles(), "--strategy", "always,random,sma-cross", "--set", "strategy.timeStopDays=3", "--json");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var report = outcome.Json;

        report.GetProperty("strategies").EnumerateArray().Select(each => each.GetProperty("strategy").GetString()).ShouldBe(["always", "random", "sma-cross"]);
        report.GetProperty("strategies").EnumerateArray().Select(each => each.GetProperty("report").GetProperty("from").GetDateTimeOffset()).Distinct().ShouldHaveSingleItem();
        report.GetProperty("pairs").GetArrayLength().ShouldBe(3);
        foreach (var pair in report.GetProperty("pairs").EnumerateArray())
            (pair.GetProperty("comparison") is { ValueKind: JsonValueKind.Object } told ? told : pair.GetProperty("along").GetProperty("worse")).GetProperty("meanPValue").GetDouble().ShouldBeInRange(0.0001, 1);
    }

    [Fact]
    public async Task Optimize_ParametersOfAStrategy_AreSearchedAndPartOfTheQuestion()
    {
        string[] line = ["optimize", "--candles", Candles(), "--strategy", "sma-cross", "--param", "fast=5,20", "--job", Job("sma"), "--json"];

        var searched = await Trader.RunAsync([.. line, "--param", "slow=20,40"]);
        var played = await Trader.RunAsync(
            ["backtest", "--candles", Candles(), "--strategy", "sma-cross", .. searched.Json.GetProperty("inSample").GetProperty("best").GetProperty("parameters").EnumerateArray().SelectMany(each => (string[])["--param", each.GetString()!]), "--json"]);
        var other = await Trader.RunAsync([.. line, "--param", "slow=20,50"]);
        var never = await Trader.RunAsync([.. line, "--param", "slow=4"]);

        searched.ExitCode.ShouldBe(0, searched.Error);
        searched.Json.GetProperty("failures")[0].GetProperty("why").GetString().ShouldBe("sma-cross: fast '20' must be below slow '20'; for example fast=10 slow=30");
        searched.Json.GetProperty("inSample").GetProperty("figures").GetProperty("tradesHash").GetString().ShouldBe(played.Json.GetProperty("tradesHash").GetString());
        other.ErrorLines.ShouldHaveSingleItem().ShouldContain("--param slow was '20;40' and is now '20;50'");
        never.ErrorLines.ShouldHaveSingleItem().ShouldContain("none of the 2 combinations can be played: sma-cross: fast '5' must be below slow '4'");
        (other.ExitCode, never.ExitCode).ShouldBe((2, 2));
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Compare_ParametersOfOne_AreGivenToItAlone()
    {
        var outcome = await Trader.RunAsync("compare", "--candles", Candles(), "--strategy", "dca,sma-cross", "--param", "dca:maxSafety=2", "--param", "fast=5", "--json");
        var stray = await Trader.RunAsync("compare", "--candles", Candles(), "--strategy", "dca,sma-cross", "--param", "slwo=5");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        stray.ErrorLines.ShouldHaveSingleItem().ShouldContain("--param 'slwo=5' is of none of the strategies");
        stray.ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Studies_EveryWrongOption_IsToldAtOnce()
    {
        var search = await Trader.RunAsync(
            "optimize", "--param", "strategy.startLevel=5..9", "--param", "foo=1", "--trials", "0", "--budget", "5x", "--objective", "best", "--max-drawdown", "0", "--min-trades", "-1", "--cores", "0",
            "--search", "magic", "--holdout", "0d", "--cash", "0");
        var walk = await Trader.RunAsync("walkforward", "--candles", Candles(), "--strategy", "always", "--param", "strategy.startLevel=2,3", "--train", "900d", "--test", "30d");
        var one = await Trader.RunAsync("compare", "--candles", Candles(), "--strategy", "always");

        search.ExitCode.ShouldBe(2);
        search.Output.ShouldBeEmpty();
        foreach (var word in (string[])["--candles is missing", "strategy.startLevel '8'", "--param 'foo'", "--trials '0'", "--budget '5x'", "--objective 'best'", "--max-drawdown '0'", "--min-trades '-1'", "--cores '0'", "--search 'magic'", "--holdout '0d'", "--cash '0'"])
            search.ErrorLines.Count(line => line.StartsWith(word, StringComparison.Ordinal)).ShouldBe(1, word);
        walk.ErrorLines.ShouldHaveSingleItem().ShouldContain("--train '900d' leaves nothing to test");
        one.ErrorLines.ShouldHaveSingleItem().ShouldContain("must name at least two strategies");
        (walk.ExitCode, one.ExitCode).ShouldBe((2, 2));
    }

    private Task<Outcome> OptimizeAsync(params string[] more) => OptimizeAsync(json: true, more);

    private Task<Outcome> OptimizeAsync(bool json, params string[] more)
    {
        string[] line =
        [
            "optimize", "--candles", Candles(), "--strategy", "always", "--param", "strategy.trailingStartPercent=1,2,3", "--param", "strategy.trailingGapPercent=0.25,0.5,1", .. more,
            .. json ? (string[])["--json"] : [],
        ];
        return Trader.RunAsync(line);
    }

    /// <summary>The report without what differs from run to run.</summary>
    private static string Plain(Outcome outcome)
    {
        var report = JsonNode.Parse(outcome.Output)!.AsObject();
        foreach (var name in (string[])["job", "forecastSeconds"]) report.Remove(name);
        foreach (var name in (string[])["kept", "aSecond"]) report["trials"]!.AsObject().Remove(name);
        foreach (var name in (string[])["barsPerSecond", "forecastSeconds"]) report["inSample"]!["figures"]!.AsObject().Remove(name);
        return report.ToJsonString();
    }

    private static (decimal Low, decimal High) Ends(JsonElement window, string figure) =>
        (window.GetProperty("bracket").GetProperty(figure).GetProperty("low").GetDecimal(), window.GetProperty("bracket").GetProperty(figure).GetProperty("high").GetDecimal());

    private string Job(string name) => Path.Combine(trader.Data, name + ".job");

    private string Candles() => trader.File("kucoin_BTC-USDT_1h.csv", StudyCandles.Waves(700));
}
