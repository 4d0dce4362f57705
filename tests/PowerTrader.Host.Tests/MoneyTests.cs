using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>Money and coins that come and go outside trades, on the command line and over HTTP.</summary>
public sealed class MoneyTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    /// <summary>The venue's account has no row before its first order: what is paid in then must be counted once.</summary>
    [Fact]
    [Trait("Tier", "full")]
    public async Task DepositAndWithdraw_AtRest_AreBookedOnce_AndTheNextStartFindsNothing()
    {
        await SmallAsync(5);

        var deposit = await AskAsync("deposit", "500");
        var withdraw = await AskAsync("withdraw", "200", "--json");
        var again = await AskAsync("reconcile", "--json");
        var run = await SmallAsync(8);
        var ledger = await AskAsync("export", "ledger", "--format", "json");
        var doctor = await AskAsync("doctor");

        deposit.Output.ShouldContain("500 USDT came in from outside: a deposit");
        withdraw.Json.GetProperty("venueCash").GetDecimal().ShouldBe(10_300);
        withdraw.Json.GetProperty("bookCash").GetDecimal().ShouldBe(10_300);
        again.Json.GetProperty("findings").GetArrayLength().ShouldBe(0);
        again.Json.GetProperty("checks").GetArrayLength().ShouldBe(4);
        run.GetProperty("cash").GetDecimal().ShouldBe(10_300);
        ledger.Json.EnumerateArray().Where(line => line.GetProperty("account").GetString() == "capital").Select(line => line.GetProperty("amount").GetDecimal())
            .ShouldBe([-10_000, -500, 200]);
        doctor.Output.ShouldNotContain("problem");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Coins_PaidInAdoptedAndTakenOut_GoFromUnmanagedToADealToARemovalThatIsConfirmed()
    {
        await SmallAsync(5);

        await AskAsync("deposit", "0.5", "--coin", "btc");
        var unmanaged = await AskAsync("positions");
        var preview = await AskAsync("adopt", "BTC", "0.4", "30000");
        var adopted = await AskAsync("adopt", "BTC", "0.4", "30000", "--yes", "--json");
        var twice = await Trader.RunAsync("adopt", "BTC", "0.4", "30000", "--yes", "--data", trader.Data);
        var position = (await AskAsync("positions", "--json")).Json[0];
        var withdraw = await AskAsync("withdraw", "0.3", "--coin", "BTC");
        var pending = await AskAsync("positions");
        var alerts = await AskAsync("alerts");
        var confirm = await AskAsync("confirm", "BTC");
        var nothing = await Trader.RunAsync("confirm", "BTC", "--data", trader.Data);

        unmanaged.Output.ShouldContain("unmanaged: never sold");
        preview.Output.ShouldContain("Nothing was changed");
        preview.Output.ShouldContain("attention: the coin would stand at");
        adopted.Json.GetProperty("adopted").GetBoolean().ShouldBeTrue();
        twice.ExitCode.ShouldBe(2);
        twice.ErrorLines.ShouldHaveSingleItem().ShouldContain("exceeds the 0.1 BTC");
        position.GetProperty("quantity").GetDecimal().ShouldBe(0.4m);
        position.GetProperty("cost").GetDecimal().ShouldBe(30_000);
        withdraw.Output.ShouldContain("0.1 unmanaged BTC left the venue");
        pending.Output.ShouldContain("0.2 left the venue, not confirmed");
        alerts.Output.ShouldContain("powertrader confirm BTC");
        confirm.Output.ShouldContain("that cost 15000.00 were taken out. The coin is reducing");
        nothing.ExitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("deposit 0", "AMOUNT '0' must be a number from 0.00000001")]
    [InlineData("deposit 5 --coin b+c", "coin 'b+c' must be of A-Z and 0-9")]
    [InlineData("withdraw 20000", "20000 exceeds the 10000 cash")]
    [InlineData("adopt BTC x y", "QTY 'x'|COST 'y'")]
    [InlineData("adopt BTC 1 100", "COIN 'BTC' has no unmanaged coins")]
    [InlineData("confirm BTC", "COIN 'BTC' has nothing to confirm")]
    [InlineData("alerts --limit 0", "--limit '0'")]
    public async Task Money_WrongWords_AreNamedWithExit2(string arguments, string expected)
    {
        await SmallAsync(1);

        var outcome = await Trader.RunAsync([.. arguments.Split(' '), "--data", trader.Data]);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.Count.ShouldBe(expected.Split('|').Length);
        foreach (var (line, text) in outcome.ErrorLines.Zip(expected.Split('|'))) line.ShouldContain(text);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task RunningTrader_MovesMoneyOverHttp_AndReconcilesWhenAsked()
    {
        await using var live = await LiveTrader.StartAsync(trader, "--coins", "BTC");
        var http = live.Http;
        (await live.Anonymous.PostAsJsonAsync("/deposit", new { amount = 100 })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        var before = (await http.GetFromJsonAsync<JsonElement>("/status")).GetProperty("deposits").GetDecimal();
        (await http.PostAsJsonAsync("/deposit", new { amount = 100, key = "k1" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await http.PostAsJsonAsync("/deposit", new { amount = 100, key = "k1" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var reconcile = await AskAsync("reconcile", "--json");
        (await live.ErrorAsync("/withdraw", new { amount = -5 })).ShouldContain("amount '-5' must be above 0");
        (await live.ErrorAsync("/withdraw", new { amount = 5, key = "a b" })).ShouldContain("key 'a b'");
        (await live.ErrorAsync("/deposit", "text")).ShouldContain("must be one JSON object");
        (await live.ErrorAsync("/deposit", new { amount = 100, coim = "BTC" })).ShouldContain("coim 'BTC' is not a field of this request");
        (await live.ErrorAsync("/adopt/preview", new { coin = "BTC", quantity = 1, cost = 1 })).ShouldContain("no unmanaged coins");
        (await live.ErrorAsync("/adopt", new { quantity = 1 })).ShouldBe("coin '' is needed; for example BTC; cost '' must be above 0; what they cost in all, fees included");
        (await live.ErrorAsync("/confirm", new { coin = "BTC" })).ShouldContain("nothing to confirm");
        (await http.GetFromJsonAsync<JsonElement>("/alerts")).GetArrayLength().ShouldBe(0);
        (await live.InterruptAsync()).ExitCode.ShouldBe(0);
        var end = await SmallAsync(4500);

        before.ShouldBe(10_000);
        reconcile.Json.GetProperty("checks").GetArrayLength().ShouldBe(4);
        var capital = (await AskAsync("export", "ledger", "--format", "json")).Json.EnumerateArray().Where(line => line.GetProperty("account").GetString() == "capital");
        capital.Sum(line => line.GetProperty("amount").GetDecimal()).ShouldBe(-10_100);
        end.GetProperty("cycles").GetInt64().ShouldBe(4500);
    }

    /// <summary>One coin is quickly trained.</summary>
    private async Task<JsonElement> SmallAsync(int cycles) =>
        (await AskAsync("run", "--cycles", $"{cycles}", "--speed", "max", "--seed", "2", "--coins", "BTC", "--set", "strategy.startLevel=7", "--json")).Json;

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }
}
