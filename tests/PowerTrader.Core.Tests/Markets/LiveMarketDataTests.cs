using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Markets;

public class LiveMarketDataTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FixedMarketData asked = new(Instrument.Unrestricted(Btc)) { Quote = Quote(100, TimeSpan.Zero) };

    [Theory]
    [InlineData(true, 0, 200)]
    [InlineData(true, 5, 200)]
    [InlineData(true, 5.001, 100)]
    [InlineData(true, -5.001, 100)]
    [InlineData(false, 0, 100)]
    public async Task GetQuote_StreamedOne_IsTakenOnlyWhileFreshAndLive(bool live, double ageSeconds, decimal mid)
    {
        var feed = new FixedFeed(new FeedState(live, live ? "" : "down"), Quote(200, TimeSpan.FromSeconds(ageSeconds)));
        var market = Over(feed);

        (await market.GetQuoteAsync(Btc, default))!.Mid.ShouldBe(mid);

        (market.FromStream, market.Asked).ShouldBe(mid == 200 ? (1, 0) : (0, 1));
    }

    [Fact]
    public async Task GetQuote_NothingStreamedOrNoFeed_IsAskedFor()
    {
        (await Over(new FixedFeed(new FeedState(true, ""), null)).GetQuoteAsync(Btc, default))!.Mid.ShouldBe(100);
        (await Over(null).GetQuoteAsync(Btc, default))!.Mid.ShouldBe(100);
    }

    [Fact]
    public async Task GetInstruments_BoardRead_AreTheBoards()
    {
        var board = new InstrumentBoard(new InMemoryTableStore(), MarketId.KuCoin);
        var market = new LiveMarketData(asked, null, board, new FixedClock());
        (await market.GetInstrumentsAsync(default)).Single().EnableTrading.ShouldBeTrue();

        await board.UpdateAsync([asked.Instrument with { EnableTrading = false }], [Btc], Now, default);

        (await market.GetInstrumentsAsync(default)).Single().EnableTrading.ShouldBeFalse();
    }

    private static Quote Quote(decimal mid, TimeSpan age) =>
        new(Btc, new Price(mid - 1), new Quantity(1), new Price(mid + 1), new Quantity(1), new Price(mid), Now - age, Now);

    private LiveMarketData Over(ILiveFeed? feed) => new(asked, feed, new InstrumentBoard(new InMemoryTableStore(), MarketId.KuCoin), new FixedClock());

    private sealed class FixedClock : ITradingClock
    {
        public DateTimeOffset Now => LiveMarketDataTests.Now;

        public TimeProvider TimeProvider => TimeProvider.System;
    }

    private sealed class FixedFeed(FeedState state, Quote? quote) : ILiveFeed
    {
        public FeedState State => state;

        public Quote? Newest(Symbol symbol) => quote;

        public DateTimeOffset? LastEndedHour(Symbol symbol) => null;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
