using System.Globalization;
using System.Text;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>Runs the tutorial's console lines one after the other, as they stand, in a folder with made-up candles.</summary>
[Trait("Tier", "full")]
public sealed class TutorialTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Report_EveryLine_DoesWhatTheTextSays()
    {
        WriteCandles();
        var lines = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "tutorial.md"))).Split("```console")[1].Split("```")[0]
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        var outcomes = new List<Outcome>();
        foreach (var line in lines) outcomes.Add(await RunAsync(line.Split(' ')));

        outcomes.ShouldAllBe(outcome => outcome.ExitCode == 0);
        foreach (var page in (string[])["backtest.html", "paper.html"])
            ReportPageTests.Parse(await File.ReadAllTextAsync(Path.Combine(trader.Data, page))).Descendants("h2").First().Value.ShouldBe("The money, whole");
        File.Exists(Path.Combine(trader.Data, "tables", "fills.csv")).ShouldBeTrue();
        outcomes[^1].Output.ShouldContain("same intents");
    }

    /// <summary>File and folder names of the line are of the test's folder.</summary>
    private Task<Outcome> RunAsync(string[] words)
    {
        words[0].ShouldBe("powertrader");
        string[] places = ["--candles", "--report", "--csv", "--data", "--out"];
        return Trader.RunAsync([.. words.Skip(1).Select((word, index) => places.Contains(words[index]) ? Path.Combine(trader.Data, word) : word)]);
    }

    private void WriteCandles()
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < 500; i++)
        {
            var (open, close) = (Wave(i), Wave(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{Math.Max(open, close) * 1.01:F4},{Math.Min(open, close) * 0.99:F4},{close:F4},5\n");
        }
        trader.File("kucoin_BTC-USDT_1h.csv", text.ToString());
        static double Wave(int hour) => 100 * (1 + 0.06 * Math.Sin(hour * 0.087));
    }
}
