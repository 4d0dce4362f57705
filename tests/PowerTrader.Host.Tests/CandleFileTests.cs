using System.Globalization;
using System.Text;

namespace PowerTrader.Host.Tests;

/// <summary>Candle files that every verb which reads them refuses: one line, the file, the line in it, the remedy.</summary>
public sealed class CandleFileTests : IDisposable
{
    private const long Start = 1672531200;

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Theory]
    [InlineData("evaluate")]
    [InlineData("run")]
    public async Task Read_DailyFileWhereHoursAreNeeded_IsRefused(string verb)
    {
        var outcome = await RunAsync(verb, trader.File("daily.csv", Candles(400, 86400)));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe("daily.csv: its candles are 1day, 1hour ones are needed; use a file of those");
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("evaluate")]
    [InlineData("run")]
    public async Task Read_RowOffTheHour_IsNamedByItsLine(string verb)
    {
        var lines = Candles(400, 3600).Split('\n').ToList();
        lines.Insert(101, $"{Start + 99 * 3600 + 1800},100,101,99,100,5");

        var outcome = await RunAsync(verb, trader.File("stray.csv", string.Join('\n', lines)));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe($"stray.csv line 102: time {Start + 99 * 3600 + 1800} is not aligned to 1hour; correct or remove the line");
    }

    [Theory]
    [InlineData(1, "powertrader", "meets the next bar, and there is none")]
    [InlineData(1, "grid", "meets the next bar, and there is none")]
    [InlineData(2, "sma-cross", "2 bars are fewer than forecasts, averages and deals need")]
    public async Task Backtest_OneBarOrTwo_ArePlayedAndSayWhyNothingWasTraded(int rows, string strategy, string remark)
    {
        string[] parameters = strategy == "grid" ? ["--param", "lower=90", "--param", "upper=110"] : [];

        var outcome = await Trader.RunAsync(["backtest", "--candles", trader.File("one_BTC-USDT_1h.csv", Candles(rows, 3600)), "--strategy", strategy, .. parameters, "--json"]);
        var day = await Trader.RunAsync(["backtest", "--candles", trader.File("one_BTC-USDT_1d.csv", Candles(rows, 86400)), "--strategy", strategy, .. parameters, "--json", "--report", Path.Combine(trader.Data, "one.html"), "--set", "strategy.startLevel=1"]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("bars").GetInt32().ShouldBe(rows);
        outcome.Json.GetProperty("finalValue").GetDecimal().ShouldBe(10_000);
        outcome.Json.GetProperty("remark").GetString()!.ShouldContain(remark);
        if (strategy == "sma-cross") return;
        day.ExitCode.ShouldBe(0, day.Error);
        (day.Json.GetProperty("to").GetDateTimeOffset() - day.Json.GetProperty("from").GetDateTimeOffset()).ShouldBe(TimeSpan.FromDays(1));
    }

    /// <summary>An evaluation of one row measures nothing and says so; a replay has no history to begin with.</summary>
    [Fact]
    public async Task Read_OneRow_IsAnsweredClearly()
    {
        var file = trader.File("one.csv", Candles(1, 3600));

        var evaluated = await RunAsync("evaluate", file);
        var replayed = await RunAsync("run", file);

        evaluated.ExitCode.ShouldBe(0, evaluated.Error);
        evaluated.Json.GetProperty("remark").GetString()!.ShouldStartWith("nothing was measured: 1 candle leaves none to walk");
        replayed.ExitCode.ShouldBe(2);
        replayed.ErrorLines.ShouldHaveSingleItem().ShouldBe("one.csv has 1 candle, at least 8 are needed; use a longer file");
    }

    [Theory]
    [InlineData("backtest", "is a folder; name the CSV file in it")]
    [InlineData("evaluate", "is a folder; name the CSV file in it")]
    [InlineData("run", "names a folder; name the CSV file in it")]
    public async Task Read_Folder_IsSaidToBeOne(string verb, string expected)
    {
        var outcome = await RunAsync(verb, Directory.CreateDirectory(Path.Combine(trader.Data, "folder")).FullName);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain(expected);
    }

    [Theory]
    [InlineData("backtest")]
    [InlineData("evaluate")]
    [InlineData("run")]
    public async Task Read_FileThatSomebodyHolds_IsTheWorldsFault(string verb)
    {
        var path = trader.File("held.csv", Candles(400, 3600));
        using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var outcome = await RunAsync(verb, path);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("check its permissions and who else has it open");
    }

    [Theory]
    [InlineData(3600, "1day", "--timeframe '1day': bars of 1day leave 2 timeframes to forecast, an entry needs LONG 3; use 12hour or shorter, or another --strategy")]
    [InlineData(86400, null, "candles.csv: bars of 1day leave 2 timeframes to forecast, an entry needs LONG 3; use 12hour or shorter, or another --strategy")]
    public async Task Backtest_BarsTooLongToEverEnter_IsRefused(int spacing, string? timeframe, string expected)
    {
        string[] more = timeframe is null ? [] : ["--timeframe", timeframe];

        var outcome = await Trader.RunAsync(["backtest", "--candles", trader.File("candles.csv", Candles(2000, spacing)), .. more]);
        var control = await Trader.RunAsync(["backtest", "--candles", Path.Combine(trader.Data, "candles.csv"), "--strategy", "always", "--json", .. more]);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe(expected);
        control.ExitCode.ShouldBe(0, control.Error);
    }

    private Task<Outcome> RunAsync(string verb, string path) => verb == "run"
        ? Trader.RunAsync("run", "--market", "replay:" + path, "--cycles", "5", "--speed", "max", "--json", "--data", Path.Combine(trader.Data, "data"))
        : Trader.RunAsync(verb, "--candles", path, "--json");

    private static string Candles(int count, int spacing)
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < count; i++)
        {
            var price = 100 + 10 * Math.Sin(i * 0.13);
            text.Append(CultureInfo.InvariantCulture, $"{Start + (long)i * spacing},{price:0.00},{price + 1:0.00},{price - 1:0.00},{price:0.00},5\n");
        }
        return text.ToString();
    }
}
