using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>A coin that holds a deal leaves the options: it is followed until it is sold, and bought no more.</summary>
public sealed class RemovedCoinTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_HeldCoinRemovedFromTheOptions_SellsItAndBuysNoMore()
    {
        await RunAsync("BTC,ETH", 300);
        var held = await CoinAsync("ETH-USDT");
        var before = await OrdersAsync("buy");

        await RunAsync("BTC", 700);

        held.GetProperty("quantity").GetDecimal().ShouldBeGreaterThan(0);
        var sold = await CoinAsync("ETH-USDT");
        sold.GetProperty("quantity").GetDecimal().ShouldBe(0);
        sold.GetProperty("bid").GetDecimal().ShouldNotBe(held.GetProperty("bid").GetDecimal());
        (await OrdersAsync("buy")).ShouldBe(before);
        (await OrdersAsync("sell")).ShouldBe(1);
        var explained = await Trader.RunAsync("explain", "ETH", "--json", "--data", trader.Data);
        explained.Json.GetProperty("halt").GetString().ShouldBe("reducing");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_RemovedCoinWithoutADeal_IsForgottenAtTheNextStart()
    {
        await RunAsync("BTC,ETH", 10);

        await RunAsync("BTC", 20);

        var explained = await Trader.RunAsync("explain", "ETH", "--data", trader.Data);
        explained.ExitCode.ShouldBe(2);
        explained.ErrorLines.ShouldHaveSingleItem().ShouldContain("'ETH' is no coin, deal or order here");
    }

    private async Task RunAsync(string coins, int cycles)
    {
        var outcome = await Trader.RunAsync(
            "run", "--coins", coins, "--cycles", $"{cycles}", "--seed", "2", "--speed", "max", "--json", "--data", trader.Data,
            "--set", "strategy.startLevel=1", "--set", "strategy.trailingStartPercent=0.3", "--set", "strategy.trailingStartAfterDcaPercent=0.3");
        outcome.ExitCode.ShouldBe(0, outcome.Error);
    }

    private async Task<JsonElement> CoinAsync(string symbol) =>
        (await Trader.RunAsync("positions", "--json", "--data", trader.Data)).Json.EnumerateArray().Single(coin => coin.GetProperty("symbol").GetString() == symbol);

    private async Task<int> OrdersAsync(string side) =>
        (await Trader.RunAsync("orders", "--coin", "ETH", "--limit", "1000", "--json", "--data", trader.Data)).Json.EnumerateArray()
            .Count(order => order.GetProperty("side").GetString() == side);
}
