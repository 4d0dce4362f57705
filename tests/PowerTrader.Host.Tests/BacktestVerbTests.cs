using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>What a person meets who backtests: whole figures, several coins, kept forecasts, and each fault in words.</summary>
public sealed class BacktestVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Backtest_Json_ShowsMoneyWhole()
    {
        var report = (await RunAsync("--strategy", "always", "--json")).Json;

        report.GetProperty("result").GetString().ShouldBe("complete");
        report.GetProperty("rivals").EnumerateArray().Select(rival => rival.GetProperty("name").GetString()).ShouldBe(["exposure-matched hold", "random"]);
        report.GetProperty("lockedByAge").EnumerateArray().Sum(span => span.GetProperty("cost").GetDecimal()).ShouldBe(report.GetProperty("openCost").GetDecimal());
        report.GetProperty("moneyNeeded").GetDecimal().ShouldBeGreaterThan(0);
        var bracket = report.GetProperty("bracket");
        bracket.GetProperty("asked").GetProperty("finalValue").GetDecimal().ShouldBeInRange(bracket.GetProperty("low").GetDecimal(), bracket.GetProperty("high").GetDecimal());
    }

    [Fact]
    public async Task Backtest_WideBracket_PrintsNoSingleFinalValue()
    {
        var json = (await RunAsync("--strategy", "always", "--json")).Json;
        var text = await RunAsync("--strategy", "always");

        json.GetProperty("bracket").GetProperty("tooWide").GetBoolean().ShouldBeTrue();
        json.GetProperty("bracket").GetProperty("why").GetString()!.ShouldContain("no single number is true");
        foreach (var single in (string[])["finalValue", "realisedProfit", "unrealisedProfit", "maxDrawdown"]) json.GetProperty(single).ValueKind.ShouldBe(JsonValueKind.Null, single);
        text.Output.ShouldContain("between");
        text.Output.ShouldContain("--intrabar FILE");
        var ranges = json.GetProperty("bracket").GetProperty("ranges");
        foreach (var range in (string[])["finalValue", "profit", "return", "realisedProfit", "unrealisedProfit", "maxDrawdown", "sharpe"])
            ranges.GetProperty(range).GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(ranges.GetProperty(range).GetProperty("high").GetDouble(), range);
        var asked = json.GetProperty("bracket").GetProperty("asked");
        foreach (var figure in (string[])["finalValue", "realisedProfit"]) text.Output.ShouldNotContain($" {asked.GetProperty(figure).GetDecimal().ToString("0.00", CultureInfo.InvariantCulture)}\n", customMessage: figure);
        foreach (var rival in json.GetProperty("rivals").EnumerateArray().Where(each => each.TryGetProperty("bracket", out var own) && own.GetProperty("tooWide").GetBoolean()))
            rival.TryGetProperty("finalValue", out _).ShouldBeFalse();
        text.Output.ShouldContain("locked capital");
        text.Output.ShouldContain("money needed");
    }

    [Fact]
    public async Task Backtest_TwoCoins_AreOnePortfolioInAnyOrder()
    {
        var (btc, eth) = (Candles("kucoin_BTC-USDT_1h.csv", 100), Candles("kucoin_ETH-USDT_1h.csv", 10));

        var one = await Trader.RunAsync("backtest", "--candles", $"{btc},{eth}", "--strategy", "always", "--json");
        var other = await Trader.RunAsync("backtest", "--candles", $"{eth},{btc}", "--strategy", "always", "--json");

        one.ExitCode.ShouldBe(0, one.Error);
        one.Json.GetProperty("symbols").GetArrayLength().ShouldBe(2);
        other.Json.GetProperty("tradesHash").GetString().ShouldBe(one.Json.GetProperty("tradesHash").GetString());
    }

    [Fact]
    public async Task Backtest_Forecasts_AreKeptAndGiveTheSameTrades()
    {
        var tape = Path.Combine(trader.Data, "forecasts");
        var first = await RunAsync("--forecasts", tape, "--set", "strategy.startLevel=1", "--json");
        var second = await RunAsync("--forecasts", tape, "--set", "strategy.startLevel=1", "--json");
        var none = await RunAsync("--set", "strategy.startLevel=1", "--json");
        await File.WriteAllTextAsync(tape, "what somebody else wrote");
        var foreign = await RunAsync("--forecasts", tape);

        first.ExitCode.ShouldBe(0, first.Error);
        var hash = none.Json.GetProperty("tradesHash").GetString();
        (first.Json.GetProperty("tradesHash").GetString(), second.Json.GetProperty("tradesHash").GetString()).ShouldBe((hash, hash));
        foreign.ExitCode.ShouldBe(2);
        foreign.ErrorLines.ShouldHaveSingleItem().ShouldContain("it is no tape of forecasts; delete it or name another file");
        (await File.ReadAllTextAsync(tape)).ShouldBe("what somebody else wrote");
    }

    [Fact]
    public async Task Backtest_PricesBeyondAllNumbers_IsOneLineWithTheBarAndExitCode2()
    {
        var rows = Enumerable.Range(0, 60).Select(i => i < 40 ? $"{1_700_002_800 + i * 3600},100,101,99,100,5" : $"{1_700_002_800 + i * 3600},100,7e27,99,{79_000_000_000_000_000_000_000_000_000m},5".Replace("7e27", "79000000000000000000000000000", StringComparison.Ordinal));
        var file = trader.File("huge_BTC-USDT_1h.csv", "time,open,high,low,close,volume\n" + string.Join('\n', rows) + "\n");

        var outcome = await Trader.RunAsync("backtest", "--candles", file, "--strategy", "sma-cross", "--json");

        outcome.ExitCode.ShouldBe(2, outcome.Error);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("sma-cross at 2023-11-16 16:00, bar 41: the portfolio leaves the range in which money is exact");
        outcome.Json.GetProperty("result").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task Backtest_EveryWrongOption_IsToldAtOnce()
    {
        var outcome = await RunAsync(
            "--fill", "magic", "--path", "sideways", "--volume-share", "0", "--latency-ms", "-1", "--latency-bars", "x", "--spread-bp", "9999", "--cash", "0", "--seed", "-1", "--timeframe", "3h");

        outcome.ExitCode.ShouldBe(2);
        outcome.Output.ShouldBeEmpty();
        foreach (var option in (string[])["--fill", "--path", "--volume-share", "--latency-ms", "--latency-bars", "--spread-bp", "--cash", "--seed", "--timeframe"])
            outcome.ErrorLines.ShouldContain(line => line.StartsWith(option + " '", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backtest_FilesThatDoNotBelongTogether_AreNamed()
    {
        var (btc, again, euro) = (Candles("kucoin_BTC-USDT_1h.csv", 100), Candles("other_BTC-USDT_1h.csv", 100), Candles("kucoin_ETH-EUR_1h.csv", 10));

        var twice = await Trader.RunAsync("backtest", "--candles", $"{btc},{again}");
        var currencies = await Trader.RunAsync("backtest", "--candles", $"{btc},{euro}");
        var inside = await Trader.RunAsync("backtest", "--candles", btc, "--intrabar", again);

        twice.ErrorLines.ShouldHaveSingleItem().ShouldContain("two files are of BTC-USDT");
        currencies.ErrorLines.ShouldContain(line => line.Contains("one portfolio has one currency"));
        inside.ErrorLines.ShouldHaveSingleItem().ShouldContain("are not shorter than bars of 1hour");
        (twice.ExitCode, currencies.ExitCode, inside.ExitCode).ShouldBe((2, 2, 2));
    }

    private Task<Outcome> RunAsync(params string[] more) => Trader.RunAsync(["backtest", "--candles", Candles("kucoin_BTC-USDT_1h.csv", 100), .. more]);

    /// <summary>Waves of 6 % in three days, with long wicks: the order inside the bars matters.</summary>
    private string Candles(string name, double price)
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < 700; i++)
        {
            var (open, close) = (Wave(i), Wave(i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{Math.Max(open, close) * 1.03:F4},{Math.Min(open, close) * 0.98:F4},{close:F4},5\n");
        }
        return trader.File(name, text.ToString());
        double Wave(int hour) => price * (1 + 0.03 * Math.Sin(hour * 0.087));
    }
}
