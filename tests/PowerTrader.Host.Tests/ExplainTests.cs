using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>The README's path: from <c>init</c> over a run to an explained trade, and what <c>explain</c> says of coins, deals and orders.</summary>
public sealed class ExplainTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task ReadmePath_FromInitToAnExplainedTrade()
    {
        (await AskAsync("init", "--coins", "BTC,ETH,DOGE", "--cash", "10000", "--profile", "standard")).Output.ShouldContain("Next: powertrader run --data");
        var run = await AskAsync("run", "--cycles", "2500", "--speed", "max", "--seed", "2", "--port", "0");
        run.Output.ShouldContain("powertrader explain BTC --data " + trader.Data);
        var hint = run.Output.Split('\n').Single(line => line.Contains("explain deal:", StringComparison.Ordinal)).Split(' ').Single(word => word.StartsWith("deal:", StringComparison.Ordinal));

        var coin = await AskAsync("explain", "BTC", "--json");
        var deal = await AskAsync("explain", hint, "--json");
        var orders = (await AskAsync("orders", "--state", "filled", "--json")).Json.EnumerateArray().ToList();
        var entry = orders.Last(order => order.GetProperty("leg").GetString() == "entry").GetProperty("id").GetString()!;
        var order = await AskAsync("explain", entry[..12], "--json");

        Coin(coin.Json);
        Deal(deal.Json);
        Order(order.Json, entry);
        await TextsAsync(hint, entry);
        await OldDealAsync(orders);
        await WrongWordsAsync(orders.Count);
        (await AskAsync("flows", order.Json.GetProperty("cycle").GetString()!)).Output.ShouldContain("completed");
    }

    private static void Coin(JsonElement coin)
    {
        coin.GetProperty("kind").GetString().ShouldBe("coin");
        coin.GetProperty("why").GetString().ShouldNotBeNullOrEmpty();
        Rules(coin).ShouldNotBeEmpty();
    }

    private static void Deal(JsonElement deal)
    {
        deal.GetProperty("kind").GetString().ShouldBe("deal");
        deal.GetProperty("settingsVersion").GetInt32().ShouldBe(1);
        var orders = deal.GetProperty("orders").EnumerateArray().ToList();
        orders[0].GetProperty("leg").GetString().ShouldBe("entry");
        orders[0].GetProperty("fills").GetArrayLength().ShouldBeGreaterThan(0);
        orders[0].GetProperty("decision").GetProperty("outcome").GetString()!.ShouldContain("buy (entry)");
    }

    private static void Order(JsonElement order, string id)
    {
        order.GetProperty("id").GetString().ShouldBe(id);
        var life = order.GetProperty("life").EnumerateArray().Select(step => step.GetProperty("what").GetString()!).ToList();
        life[0].ShouldStartWith("created");
        life.ShouldContain(step => step.StartsWith("accepted", StringComparison.Ordinal));
        life[^1].ShouldBe("filled");
        var level = Rules(order.GetProperty("decision")).Single(rule => rule.GetProperty("rule").GetString() == "LongLevel");
        level.GetProperty("condition").GetString().ShouldBe("LONG level");
        level.GetProperty("value").GetDecimal().ShouldBeGreaterThanOrEqualTo(level.GetProperty("threshold").GetDecimal());
        level.GetProperty("verdict").GetString().ShouldBe("yes");
    }

    private async Task TextsAsync(string deal, string order)
    {
        var coin = (await AskAsync("explain", "BTC")).Output;
        coin.ShouldContain("CONDITION");
        coin.ShouldContain("THRESHOLD");
        coin.ShouldContain("Why nothing happens:");
        (await AskAsync("explain", deal)).Output.ShouldContain("Why buy entry at");
        var text = (await AskAsync("explain", order)).Output;
        text.ShouldContain("accepted as");
        text.ShouldNotContain("\u001b", Case.Sensitive, "a redirected output has no colours");
    }

    /// <summary>A closed deal is explained with its end.</summary>
    private async Task OldDealAsync(List<JsonElement> orders)
    {
        var sold = orders.First(order => order.GetProperty("leg").GetString() == "exit").GetProperty("deal").GetInt64();

        var deal = (await AskAsync("explain", $"{sold}", "--json")).Json;

        deal.GetProperty("state").GetString().ShouldBe("closed");
        deal.GetProperty("end").GetString().ShouldStartWith("closed by its exit");
        deal.GetProperty("budget").GetDecimal().ShouldBeGreaterThan(0);
        deal.GetProperty("realisedProfit").GetDecimal().ShouldBe(
            deal.GetProperty("orders").EnumerateArray().SelectMany(order => order.GetProperty("fills").EnumerateArray()).Sum(fill => fill.GetProperty("realisedProfit").GetDecimal()), 0.001m);
    }

    private async Task WrongWordsAsync(int filled)
    {
        foreach (var what in new[] { "deal:99999", "XYZ", "0000000000" })
        {
            var outcome = await Trader.RunAsync("explain", what, "--data", trader.Data);
            outcome.ExitCode.ShouldBe(2);
            outcome.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"WHAT '{what}' is no coin, deal or order here");
        }
        var beyond = await Trader.RunAsync("orders", "--state", "filled", "--page", "99", "--data", trader.Data);
        beyond.ExitCode.ShouldBe(2);
        beyond.ErrorLines.ShouldHaveSingleItem().ShouldStartWith($"--page '99' is beyond the end: {filled} orders fill");
        (await AskAsync("positions", "--coin", "eth", "--json")).Json.EnumerateArray().Single().GetProperty("symbol").GetString().ShouldBe("ETH-USDT");
        (await AskAsync("positions", "--limit", "1", "--page", "3", "--json")).Json.GetArrayLength().ShouldBe(1);
    }

    private static JsonElement.ArrayEnumerator Rules(JsonElement decision) => decision.GetProperty("rules").EnumerateArray();

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }
}
