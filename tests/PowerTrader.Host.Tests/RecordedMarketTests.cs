using System.Globalization;
using System.Text.Json;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>Every verb that reads candles, on every recorded hourly file.</summary>
public sealed class RecordedMarketTests : IDisposable
{
    /// <summary>The bid 2.5 bp below the close, less 0.1 % fee and 2 bp slippage.</summary>
    private const decimal ExitShare = (1 - 0.00025m) * (1 - 0.001m) * (1 - 0.0002m);

    private readonly Trader trader = new();

    public static TheoryData<string> Hourly =>
        ["kucoin_BTC-USDT_1h.csv", "kucoin_ETH-USDT_1h.csv", "binance_BTC-USDT_1h_2023-2025.csv", "bitvavo_BTC-EUR_1h_2019-2024.csv"];

    public void Dispose() => trader.Dispose();

    [Theory]
    [MemberData(nameof(Hourly))]
    [Trait("Tier", "full")]
    public async Task BacktestAndEvaluate_EveryModelAndStrategy_End(string file)
    {
        var path = RecordedData.Require("candles", file);
        var lastClose = decimal.Parse(File.ReadLines(path).Last(line => line.Length > 0).Split(',')[4], CultureInfo.InvariantCulture);
        foreach (var strategy in (string[])["powertrader", "always", "random", "sma-cross"])
        {
            var outcome = await Trader.RunAsync("backtest", "--candles", path, "--strategy", strategy, "--json");
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            var report = outcome.Json;
            report.GetProperty("fills").GetInt32().ShouldBeGreaterThan(50);
            report.GetProperty("ledgerFees").GetDecimal().ShouldBe(report.GetProperty("fees").GetDecimal());
            var worth = report.GetProperty("openQuantity").GetDecimal() * lastClose * (strategy == "sma-cross" ? 1 : ExitShare);
            var unrealised = worth - report.GetProperty("openCost").GetDecimal();
            var money = report.GetProperty("finalValue").ValueKind == JsonValueKind.Null ? report.GetProperty("bracket").GetProperty("asked") : report;
            money.GetProperty("unrealisedProfit").GetDecimal().ShouldBe(unrealised, 0.000001m);
            money.GetProperty("finalValue").GetDecimal().ShouldBe(10_000 + money.GetProperty("realisedProfit").GetDecimal() + unrealised, 0.000001m);
        }
        foreach (var model in (string[])["sound", "baseline-shipped", "baseline-intended"])
        {
            var outcome = await Trader.RunAsync("evaluate", "--candles", path, "--model", model, "--holdout", "500", "--json");
            outcome.ExitCode.ShouldBe(0, outcome.Error);
            outcome.Json.GetProperty("errors").EnumerateArray().First().GetProperty("highError").GetDouble().ShouldBeInRange(0.01, 5);
        }
    }

    [Theory]
    [InlineData("kucoin_BTC-USDT_1h.csv", "USDT")]
    [InlineData("bitvavo_BTC-EUR_1h_2019-2024.csv", "EUR")]
    [Trait("Tier", "full")]
    public async Task Run_ReplayOfAFile_TradesItsCoinInItsCurrency_AndRepeats(string file, string currency)
    {
        var market = "replay:" + RecordedData.Require("candles", file);

        var first = await Trader.RunAsync("run", "--market", market, "--cycles", "4000", "--speed", "max", "--json", "--data", Path.Combine(trader.Data, "a"));
        var second = await Trader.RunAsync("run", "--market", market, "--cycles", "4000", "--speed", "max", "--json", "--data", Path.Combine(trader.Data, "b"));
        var explained = await Trader.RunAsync("explain", "BTC", "--json", "--data", Path.Combine(trader.Data, "a"));

        first.ExitCode.ShouldBe(0, first.Error);
        first.Json.GetProperty("cycles").GetInt64().ShouldBe(4000);
        first.Json.GetProperty("forecasts").GetInt64().ShouldBeGreaterThan(60);
        second.Json.GetProperty("tradesHash").GetString().ShouldBe(first.Json.GetProperty("tradesHash").GetString());
        second.Json.GetProperty("auditHash").GetString().ShouldBe(first.Json.GetProperty("auditHash").GetString());
        explained.Json.GetProperty("symbol").GetString().ShouldBe("BTC-" + currency);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_LiveMarketThatCannotBeReached_IsOneLineAndTheWorldsFault()
    {
        var outcome = await Trader.RunAsync(
            new Dictionary<string, string> { ["HTTPS_PROXY"] = "http://127.0.0.1:9" }, "run", "--market", "kucoin", "--cycles", "1", "--json", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(1);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain("KuCoin: no answer");
        outcome.Error.ShouldNotContain("   at ");
    }
}
