using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>Where the order of prices inside bars decides, no study tells a profit as one number: JSON has null with both ends beside it, text both ends.</summary>
[Trait("Tier", "full")]
public sealed class StudyBracketTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Optimize_WideBrackets_RanksByTheWorstPathAndShowsRanges()
    {
        string[] line = ["optimize", "--candles", Candles(), "--strategy", "always", "--param", "strategy.trailingGapPercent=0.25,1,2", "--objective", "finalValue", "--job", Path.Combine(trader.Data, "search.job")];

        var found = (await Trader.RunAsync([.. line, "--json"])).Json.GetProperty("inSample");
        var text = await Trader.RunAsync(line);

        found.GetProperty("note").GetString()!.ShouldContain("ranked by the worst path of each");
        var surface = found.GetProperty("surface").EnumerateArray().ToList();
        surface.Count.ShouldBe(3);
        surface.Select(point => point.GetProperty("range").GetProperty("low").GetDouble()).ShouldBeInOrder(SortDirection.Descending);
        foreach (var point in surface) point.GetProperty("objective").ValueKind.ShouldBe(JsonValueKind.Null);
        Open(found.GetProperty("best").GetProperty("figures"), "finalValue", "profit", "return", "realised", "unrealised", "maxDrawdown");
        found.GetProperty("best").GetProperty("objective").ValueKind.ShouldBe(JsonValueKind.Null);
        found.GetProperty("best").GetProperty("figures").TryGetProperty("sharpe", out _).ShouldBeFalse();
        found.GetProperty("asGiven").ValueKind.ShouldBe(JsonValueKind.Null);
        found.GetProperty("asGivenRange").GetProperty("low").GetDecimal().ShouldBeLessThan(found.GetProperty("asGivenRange").GetProperty("high").GetDecimal());
        text.Output.ShouldContain("ranked by");
        text.Output.Split('\n').Where(row => row.StartsWith("strategy.trailingGapPercent=", StringComparison.Ordinal)).ShouldAllBe(row => row.Contains('…'));
    }

    [Fact]
    public async Task WalkForward_WideBrackets_ShowsEachWindowFromEndToEnd()
    {
        string[] line = ["walkforward", "--candles", Candles(), "--strategy", "always", "--param", "strategy.trailingGapPercent=0.5,1", "--train", "10d", "--test", "5d", "--job", Path.Combine(trader.Data, "walk.job")];

        var report = (await Trader.RunAsync([.. line, "--json"])).Json;
        var text = await Trader.RunAsync(line);

        var folds = report.GetProperty("folds").EnumerateArray().ToList();
        var open = folds.Select(fold => fold.GetProperty("outOfSample")).Where(fold => fold.GetProperty("return").ValueKind == JsonValueKind.Null).ToList();
        open.ShouldNotBeEmpty();
        foreach (var fold in open) Open(fold, "startValue", "endValue", "return", "maxDrawdown");
        folds.ShouldAllBe(fold => fold.GetProperty("outOfSample").GetProperty("end").GetString() == "complete");
        report.TryGetProperty("judgement", out _).ShouldBeFalse();
        foreach (var end in (string[])["asked", "worse", "better"]) report.GetProperty("judgementAlong").GetProperty(end).GetProperty("days").GetInt32().ShouldBeGreaterThan(4);
        report.GetProperty("asGiven").GetProperty("name").GetString().ShouldBe("settings as given");
        text.Output.ShouldContain("…");
        text.Output.ShouldContain("between");
    }

    [Fact]
    public async Task Sensitivity_WideBrackets_ShowsCasesAndChanceAtBothEnds()
    {
        string[] line = ["sensitivity", "--candles", Candles(), "--strategy", "always", "--runs", "100"];

        var report = (await Trader.RunAsync([.. line, "--json"])).Json;
        var text = await Trader.RunAsync(line);

        var cases = report.GetProperty("cases").EnumerateArray().ToList();
        foreach (var each in cases.Where(each => each.GetProperty("group").GetString() is "fee" or "spread")) Open(each, "finalValue", "change", "maxDrawdown");
        foreach (var each in cases.Where(each => each.GetProperty("group").GetString() == "path"))
            (each.GetProperty("finalValue").ValueKind, each.GetProperty("change").ValueKind).ShouldBe((JsonValueKind.Number, JsonValueKind.Null), "its order is stated, that of the base is not");
        foreach (var single in (string[])["monteCarlo", "growth", "sharpe"]) report.TryGetProperty(single, out _).ShouldBeFalse(single);
        report.GetProperty("along").GetProperty("worse").GetProperty("monteCarlo").GetProperty("deals").GetInt32().ShouldBeGreaterThan(0);
        text.Output.ShouldContain("worse order of prices:");
        text.Output.ShouldContain("better order of prices:");
    }

    [Fact]
    public async Task Compare_WideBrackets_TellsADifferenceAlongEachOrder()
    {
        string[] line = ["compare", "--candles", Candles(), "--strategy", "always,sma-cross"];

        var report = (await Trader.RunAsync([.. line, "--json"])).Json;
        var text = await Trader.RunAsync(line);

        var (always, crossing) = (report.GetProperty("strategies")[0], report.GetProperty("strategies")[1]);
        Open(always.GetProperty("figures"), "finalValue", "profit", "return", "maxDrawdown");
        foreach (var single in (string[])["growth", "sharpe"]) always.TryGetProperty(single, out _).ShouldBeFalse(single);
        crossing.GetProperty("figures").GetProperty("finalValue").ValueKind.ShouldBe(JsonValueKind.Number, "it decides at closes alone");
        var pair = report.GetProperty("pairs")[0];
        pair.GetProperty("comparison").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (var end in (string[])["asked", "worse", "better"]) pair.GetProperty("along").GetProperty(end).GetProperty("meanPValue").GetDouble().ShouldBeInRange(0.0001, 1);
        text.Output.ShouldContain("…");
    }

    /// <summary>Null, with both ends beside it.</summary>
    private static void Open(JsonElement row, params string[] figures)
    {
        foreach (var figure in figures)
        {
            row.GetProperty(figure).ValueKind.ShouldBe(JsonValueKind.Null, figure);
            var name = figure is "realised" or "unrealised" ? figure + "Profit" : figure;
            var range = row.GetProperty("bracket").GetProperty(name);
            range.GetProperty("low").GetDecimal().ShouldBeLessThanOrEqualTo(range.GetProperty("high").GetDecimal(), figure);
        }
    }

    /// <summary>Waves with long wicks: the order inside the bars matters more than anything else.</summary>
    private string Candles()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < 500; i++)
        {
            var (open, close) = (Wave(i), Wave(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{Math.Max(open, close) * 1.03:F4},{Math.Min(open, close) * 0.98:F4},{close:F4},5\n");
        }
        return trader.File("kucoin_BTC-USDT_1h.csv", text.ToString());
        static double Wave(int hour) => 100 * (1 + 0.03 * Math.Sin(hour * 0.087));
    }
}
