using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>Reports and drift as a person asks for them.</summary>
public sealed class ReportVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Backtest_ReportAndCsv_SayWhatTheFiguresSay()
    {
        var (page, folder) = (Path.Combine(trader.Data, "out", "report.html"), Path.Combine(trader.Data, "csv"));

        var outcome = await Trader.RunAsync("backtest", "--candles", Candles(), "--strategy", "always", "--json", "--report", page, "--csv", folder);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        var html = ReportPageTests.Parse(await File.ReadAllTextAsync(page));
        var data = JsonDocument.Parse(html.Descendants("script").First().Value).RootElement;
        data.GetProperty("honest").GetProperty("finalValue").GetDecimal().ShouldBe(outcome.Json.GetProperty("bracket").GetProperty("asked").GetProperty("finalValue").GetDecimal());
        data.GetProperty("coins")[0].GetProperty("fills").GetArrayLength().ShouldBe(outcome.Json.GetProperty("fills").GetInt32());
        (await File.ReadAllLinesAsync(Path.Combine(folder, "fills.csv"))).Length.ShouldBe(1 + outcome.Json.GetProperty("fills").GetInt32());
        var last = (await File.ReadAllLinesAsync(Path.Combine(folder, "equity.csv")))[^1].Split(',');
        decimal.Parse(last[1], CultureInfo.InvariantCulture).ShouldBe(outcome.Json.GetProperty("bracket").GetProperty("asked").GetProperty("finalValue").GetDecimal());
        outcome.Json.GetProperty("bracket").GetProperty("tooWide").GetBoolean().ShouldBeTrue();
        decimal.Parse(last[5], CultureInfo.InvariantCulture).ShouldBe(outcome.Json.GetProperty("bracket").GetProperty("low").GetDecimal());
        decimal.Parse(last[6], CultureInfo.InvariantCulture).ShouldBe(outcome.Json.GetProperty("bracket").GetProperty("high").GetDecimal());
        (await File.ReadAllLinesAsync(Path.Combine(folder, "deals.csv"))).Length.ShouldBe(1 + data.GetProperty("deals").GetArrayLength());
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Report_And_Drift_OfAPlayedPortfolio_AgreeWithItsBooks()
    {
        await trader.SimulateAsync(300, 1);
        var page = Path.Combine(trader.Data, "report.html");

        var report = await Trader.RunAsync("report", "--data", trader.Data, "--out", page, "--json");
        var positions = await Trader.RunAsync("positions", "--data", trader.Data, "--json");
        var drift = await Trader.RunAsync("drift", "--data", trader.Data, "--day", "2025-01-01", "--json");

        report.ExitCode.ShouldBe(0, report.Error);
        var money = report.Json.GetProperty("performance").GetProperty("money");
        money.GetProperty("locked").GetDecimal().ShouldBe(positions.Json.EnumerateArray().Sum(coin => coin.GetProperty("cost").GetDecimal()), 0.001m, "positions are rounded to four digits");
        report.Json.GetProperty("equity")[report.Json.GetProperty("equity").GetArrayLength() - 1].GetProperty("equity").GetDecimal().ShouldBe(money.GetProperty("final").GetDecimal());
        ReportPageTests.Parse(await File.ReadAllTextAsync(page)).Descendants("h1").Single().Value.ShouldBe("local|main on sim-1");
        drift.ExitCode.ShouldBe(0, drift.Error);
        drift.Json.GetProperty("same").GetBoolean().ShouldBeTrue();
        drift.Json.GetProperty("replayed").GetInt32().ShouldBeGreaterThan(0);
        drift.Json.GetProperty("replayed").GetInt32().ShouldBe(drift.Json.GetProperty("decisions").GetInt32());
        drift.Json.GetProperty("fills").GetArrayLength().ShouldBe(report.Json.GetProperty("fills").GetArrayLength());
        foreach (var fill in drift.Json.GetProperty("fills").EnumerateArray())
            (Part(fill, "delay") + Part(fill, "spread") + Part(fill, "impact")).ShouldBe(Part(fill, "total"));
    }

    [Fact]
    public async Task Verbs_BadInput_NameFieldRuleAndRemedy()
    {
        var trials = trader.File("trials.json", """{"measure":"x","trials":[]}""");

        var nowhere = await Trader.RunAsync("report", "--data", trader.Data);
        var folder = await Trader.RunAsync("report", "--data", trader.Data, "--out", trader.Data, "--trials", trials);
        var nobody = await Trader.RunAsync("report", "--data", trader.Data, "--json");
        var day = await Trader.RunAsync("drift", "--data", trader.Data, "--day", "yesterday");

        (nowhere.ExitCode, folder.ExitCode, nobody.ExitCode, day.ExitCode).ShouldBe((2, 2, 2, 2));
        nowhere.ErrorLines.ShouldHaveSingleItem().ShouldStartWith("--out is missing");
        folder.ErrorLines.ShouldContain(line => line.Contains("is a folder"));
        folder.ErrorLines.ShouldContain(line => line.Contains("none has a value"));
        nobody.ErrorLines.ShouldHaveSingleItem().ShouldContain("holds no trader yet");
        day.ErrorLines.ShouldHaveSingleItem().ShouldBe("--day 'yesterday' must be a day as yyyy-MM-dd; for example --day 2026-11-25");
    }

    private static decimal Part(JsonElement fill, string name) => fill.GetProperty(name).GetDecimal();

    private string Candles()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < 500; i++)
        {
            var (open, close) = (Wave(i), Wave(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{Math.Max(open, close) * 1.01:F4},{Math.Min(open, close) * 0.99:F4},{close:F4},5\n");
        }
        return trader.File("kucoin_BTC-USDT_1h.csv", text.ToString());
        static double Wave(int hour) => 100 * (1 + 0.06 * Math.Sin(hour * 0.087));
    }
}
