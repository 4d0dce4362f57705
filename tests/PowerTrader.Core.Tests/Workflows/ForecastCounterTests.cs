using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public class ForecastCounterTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Open = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Count_RepeatedAndLoadedAgain_IsOncePerForecast()
    {
        var tables = new InMemoryTableStore();
        var counter = new ForecastCounter(tables, MarketId.Simulated(1));
        await counter.CountAsync(Btc, Timeframe.Hour1, Open, default);
        await counter.CountAsync(Btc, Timeframe.Hour2, Open, default);
        await counter.CountAsync(Btc, Timeframe.Hour1, Open, default);

        var later = new ForecastCounter(tables, MarketId.Simulated(1));
        await later.LoadAsync(default);
        await later.CountAsync(Btc, Timeframe.Hour1, Open, default);
        await later.CountAsync(Btc, Timeframe.Hour1, Open.AddHours(1), default);

        counter.Count.ShouldBe(2);
        later.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Count_OfAnotherMarket_IsItsOwn()
    {
        var tables = new InMemoryTableStore();
        await new ForecastCounter(tables, MarketId.Simulated(1)).CountAsync(Btc, Timeframe.Hour1, Open, default);

        var other = new ForecastCounter(tables, MarketId.Simulated(2));
        await other.LoadAsync(default);

        other.Count.ShouldBe(0);
    }
}
