using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Analytics;

public class PerformanceCandlesTests
{
    private static readonly TimeSpan Length = TimeSpan.FromHours(1);

    private static readonly Dictionary<Symbol, IReadOnlyList<Candle>> Candles = new()
    {
        // Closes 100 (known at hour 0, the start), 110, 121 and 121.
        [Btc] = [Bar(-1, 100, 100, 100, 100), Bar(0, 100, 120, 90, 110), Bar(1, 110, 125, 105, 121), Bar(2, 121, 121, 121, 121)],
        // Closes 10, 9, 9, 9.
        [Eth] = [Bar(-1, 10, 10, 10, 10), Bar(0, 10, 10, 9, 9), Bar(1, 9, 9, 9, 9), Bar(2, 9, 9, 9, 9)],
    };

    [Fact]
    public void WithCandles_BoughtAndSold_KnowsWhatPricesTell()
    {
        // 1 coin from hour 0 (100) to hour 2 (121): worst 90 − 100, best 125 − 100.
        var input = Input([Buy(0, 1, 100), Sell(2, 1, 121)], 1021) with { Closed = [new ClosedTrade(Btc, 1, "made-up", Hour(0), Hour(2), 100, 21, 0)] };

        var whole = input.WithCandles(Candles, Length);

        whole.Closed[0].Excursion.ShouldBe(new Excursion(-10, 25, -0.1m, 0.25m));
        whole.Windows.ShouldBe([new CoinWindow(Btc, Hour(0), Hour(3), 100, 121, 0)]);
        whole.Prices.Keys.ShouldBe(["BTC", "ETH"]);
        // Half in each: (1.1 + 0.9) ÷ 2, then (1.21 + 0.9) ÷ 2.
        whole.Benchmark.Select(point => (point.Time, point.Price)).ShouldBe([(Hour(0), 1m), (Hour(1), 1m), (Hour(2), 1.055m), (Hour(3), 1.055m)]);
        var report = Performance.Of(whole);
        report.Attribution!.Total.ShouldBe(report.Money.Profit);
        report.Benchmark!.Name.ShouldBe(PerformanceCandles.HoldName);
        report.Benchmark.Return.ShouldBe(0.055, 1e-12);
        report.Trades.WorstAdverse.ShouldBe(-0.1);
    }

    [Fact]
    public void WithCandles_SoldWhatWasNeverBought_CountsAsHeldBefore() =>
        Input([Sell(1, 2, 110)], 1220).WithCandles(Candles, Length).Windows.ShouldHaveSingleItem().OpeningQuantity.ShouldBe(2);

    [Fact]
    public void WithCandles_CoinWithoutPrices_HasNoAttribution()
    {
        var whole = Input([Buy(0, 1, 5, symbol: Symbol.Parse("XRP-USDT"))], 1000).WithCandles(Candles, Length);

        Performance.Of(whole).Attribution.ShouldBeNull();
    }

    private static PerformanceInput Input(IReadOnlyList<TradeFill> fills, decimal final) =>
        new("made up", "USDT", [new(Hour(0), 1000, 1000, 0, 0), new(Hour(3), final, final, 0, 0)]) { Fills = fills };
}
