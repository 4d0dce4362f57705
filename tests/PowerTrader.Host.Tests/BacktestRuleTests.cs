using System.Globalization;
using System.Text;

namespace PowerTrader.Host.Tests;

/// <summary><c>backtest</c> plays the rules that it is given, and tells every one that is wrong.</summary>
public sealed class BacktestRuleTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task Backtest_StopLossFromAnyLayer_ChangesTheTradesAlike()
    {
        var config = trader.File("rules.json", """{ "strategy": { "dcaMultiplier": 0, "stopLossPercent": 10 } }""");

        var plain = await RunAsync("--set", "strategy.dcaMultiplier=0");
        var set = await RunAsync("--set", "strategy.dcaMultiplier=0", "--set", "strategy.stopLossPercent=10");
        var file = await RunAsync("--config", config);
        var coin = await RunAsync("--set", "BTC:strategy.dcaMultiplier=0", "--set", "BTC:strategy.stopLossPercent=10");

        plain.Json.GetProperty("closedDeals").GetInt32().ShouldBe(0);
        set.Json.GetProperty("closedDeals").GetInt32().ShouldBeGreaterThan(0);
        Hash(set).ShouldNotBe(Hash(plain));
        Hash(file).ShouldBe(Hash(set));
        Hash(coin).ShouldBe(Hash(set));
    }

    [Fact]
    public async Task Backtest_Profile_IsPlayed() =>
        Hash(await RunAsync("--profile", "predecessor")).ShouldNotBe(Hash(await RunAsync()));

    [Fact]
    public async Task Backtest_WrongRules_AreAllTold()
    {
        var outcome = await RunAsync("--set", "strategy.stopLossPercent=3", "--set", "risk.collarPercent=none", "--config", Path.Combine(trader.Data, "absent.json"));

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Backtest_RulesForAStrategyThatHasNone_AreRefused()
    {
        var outcome = await RunAsync("--strategy", "sma-cross", "--profile", "careful");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldBe("--strategy 'sma-cross' has no rules to set; leave --set, --profile and --config out");
    }

    /// <summary>Prices that fall by half a percent an hour.</summary>
    private Task<Outcome> RunAsync(params string[] more)
    {
        var text = new StringBuilder("time,open,high,low,close,volume\n");
        for (var i = 0; i < 400; i++)
        {
            var (open, close) = (100 * Math.Pow(0.995, i), 100 * Math.Pow(0.995, i + 1));
            text.Append(CultureInfo.InvariantCulture, $"{1_700_002_800 + i * 3600},{open:F4},{open:F4},{close:F4},{close:F4},5\n");
        }
        string[] strategy = more.Contains("--strategy") ? [] : ["--strategy", "always"];
        return Trader.RunAsync(["backtest", "--candles", trader.File("kucoin_BTC-USDT_1h.csv", text.ToString()), "--json", .. strategy, .. more]);
    }

    private static string Hash(Outcome outcome) => outcome.Json.GetProperty("tradesHash").GetString()!;
}
