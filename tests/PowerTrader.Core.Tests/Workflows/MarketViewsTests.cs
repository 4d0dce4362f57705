using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public class MarketViewsTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 15, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(120, 0)]
    [InlineData(121, 121)]
    [InlineData(86400, 86400)]
    public async Task AtGate_OldQuote_KeepsItsAge(int age, int expected)
    {
        var tables = new InMemoryTableStore();
        var quotes = new QuoteBoard(tables, MarketId.Simulated(1));
        await quotes.UpdateAsync([new Quote(Btc, new Price(99), new Quantity(1), new Price(101), new Quantity(1), new Price(100), Now.AddSeconds(-age), Now)], default);
        var views = new MarketViews(quotes, new ForecastDesk(tables, null!, new CandleStore(tables, MarketId.Simulated(1)), MarketId.Simulated(1)), TimeSpan.Zero);

        var market = views.AtGate(Btc, Now, TimeSpan.FromSeconds(120));

        market.Execution!.Age(Now).ShouldBe(TimeSpan.FromSeconds(expected));
    }
}
