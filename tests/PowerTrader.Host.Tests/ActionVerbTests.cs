namespace PowerTrader.Host.Tests;

/// <summary>Orders and deal actions on the command line while no trader runs.</summary>
public sealed class ActionVerbTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task BuyThenClose_WhileNobodyRuns_IsPreviewedFirst_OrderedOnce_AndSentAtTheNextStart()
    {
        await RunAsync(5);

        var preview = await AskAsync("buy", "BTC", "100");
        var none = await AskAsync("orders", "--json");
        var bought = await AskAsync("buy", "BTC", "100", "--yes", "--key", "mine", "--json");
        var text = await AskAsync("buy", "BTC", "100", "--yes", "--key", "mine");
        await RunAsync(8);
        var filled = await AskAsync("orders", "--state", "filled", "--json");
        var again = await AskAsync("buy", "BTC", "100", "--yes", "--key", "mine", "--json");
        await AskAsync("deal", "BTC", "close", "--yes");
        await RunAsync(12);
        var positions = await AskAsync("positions", "--json");

        preview.Output.ShouldContain("Nothing was done; add --yes");
        preview.Output.ShouldContain("free cash  10000.00 -> 99");
        none.Json.GetArrayLength().ShouldBe(0);
        bought.Json.GetProperty("outcome").GetString().ShouldBe("done");
        text.Output.ShouldContain("was used before; nothing was done again");
        filled.Json.EnumerateArray().ShouldHaveSingleItem().GetProperty("leg").GetString().ShouldBe("manual:mine");
        again.Json.GetProperty("order").GetProperty("state").GetString().ShouldBe("filled");
        positions.Json[0].GetProperty("quantity").GetDecimal().ShouldBe(0);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Actions_WrongOrForbidden_AreOneClearLineEach()
    {
        await RunAsync(5);
        await AskAsync("halt");

        var halted = await Trader.RunAsync("buy", "BTC", "100", "--yes", "--data", trader.Data);
        var wrong = await Trader.RunAsync("sell", "XYZ", "x%", "--limit", "y", "--data", trader.Data);
        var missing = await Trader.RunAsync("deal", "BTC", "close", "--data", trader.Data);
        var unknown = await Trader.RunAsync("deal", "BTC", "fly", "--data", trader.Data);
        var incomplete = await Trader.RunAsync("deal", "BTC", "add-funds", "--data", trader.Data);

        foreach (var outcome in new[] { halted, wrong, missing, unknown, incomplete }) outcome.ExitCode.ShouldBe(2);
        halted.ErrorLines.ShouldHaveSingleItem().ShouldContain("HaltState: halted");
        wrong.ErrorLines.Count.ShouldBe(3);
        wrong.ErrorLines[0].ShouldContain("'XYZ' is not traded here");
        missing.ErrorLines.ShouldHaveSingleItem().ShouldContain("has no deal with a position");
        unknown.ErrorLines.ShouldHaveSingleItem().ShouldContain("action 'fly' must be one of");
        incomplete.ErrorLines.ShouldHaveSingleItem().ShouldContain("AMOUNT is missing");
        (await AskAsync("orders", "--json")).Json.GetArrayLength().ShouldBe(0);
    }

    private Task<Outcome> RunAsync(int cycles) => AskAsync("run", "--cycles", $"{cycles}", "--speed", "max", "--seed", "2", "--coins", "BTC", "--set", "strategy.startLevel=7", "--json");

    private async Task<Outcome> AskAsync(params string[] arguments)
    {
        var outcome = await Trader.RunAsync([.. arguments, "--data", trader.Data]);
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome;
    }
}
