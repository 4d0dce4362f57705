using PowerTrader.Adapters.Replay;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Replay;

public sealed class ReplayMarketDataTests : MarketDataCompliance
{
    private static readonly DateTimeOffset Start = new(2024, 1, 4, 0, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider time;
    private readonly CandleSeries series;

    public ReplayMarketDataTests()
    {
        time = new ManualTimeProvider(Now);
        series = CandleSeries.Create(Timeframe.Hour1, [.. Enumerable.Range(0, 2200).Select(Candle)]);
        Market = new ReplayMarketData(MarketId.Replay("0123456789abcdef"), Listed, series, time);
    }

    protected override IMarketData Market { get; }

    protected override Symbol Listed { get; } = Symbol.Parse("BTC-USDT");

    protected override DateTimeOffset Now { get; } = Start.AddHours(2100).AddMinutes(20);

    public static TheoryData<bool, int, decimal> Stops => new()
    {
        { true, 0, 100 }, { true, 20, 90 }, { true, 40, 120 }, { true, 10, 95 }, { true, 50, 115 },
        { false, 0, 110 }, { false, 20, 120 }, { false, 40, 90 }, { false, 30, 105 }, { false, 50, 95 },
    };

    [Theory]
    [MemberData(nameof(Stops))]
    public async Task Quote_InsideACandle_WalksToTheNearerExtremeFirst(bool closedUp, int minute, decimal expected)
    {
        var candle = closedUp ? new Candle(Start, 100, 120, 90, 110, 60) : new Candle(Start, 110, 120, 90, 100, 60);
        var clock = new ManualTimeProvider(Start.AddMinutes(minute));
        var market = new ReplayMarketData(MarketId.Replay("0123456789abcdef"), Listed, CandleSeries.Create(Timeframe.Hour1, [candle]), clock);

        var quote = (await market.GetQuoteAsync(Listed, Token))!;

        quote.Last.Value.ShouldBe(expected, 0.0001m);
        quote.Bid.Value.ShouldBe(expected * 0.99975m, 0.01m);
        quote.Ask.Value.ShouldBe(expected * 1.00025m, 0.01m);
        quote.BidSize.Value.ShouldBe(1);
    }

    [Fact]
    public async Task Candles_AtAnyInstant_HoldNothingThatWasNotClosedThen()
    {
        var clock = new ManualTimeProvider(Start.AddHours(10).AddMinutes(59));
        var market = new ReplayMarketData(MarketId.Replay("0123456789abcdef"), Listed, series, clock);

        var candles = await market.GetCandlesAsync(Listed, Timeframe.Hour1, Start, Start.AddHours(50), Token);

        candles.ShouldBe(series.Candles.Take(10));
    }

    [Fact]
    public async Task Instruments_WhateverCameLater_FollowFromThePriceAtTheStart()
    {
        CandleSeries Series(decimal last) => CandleSeries.Create(Timeframe.Hour1, [Candle(0), Candle(1), new Candle(Start.AddHours(2), 1000, 20_000, 0.5m, last, 60)]);
        async Task<Instrument> OfAsync(decimal last) => (await new ReplayMarketData(
            MarketId.Replay("0123456789abcdef"), Listed, Series(last), time, Start.AddHours(2)).GetInstrumentsAsync(Token))[0];

        (await OfAsync(0.7m)).ShouldBe(await OfAsync(19_000));
        (await OfAsync(0.7m)).PriceIncrement.ShouldBe(0.01m);
    }

    [Fact]
    public async Task Quote_InAGapOrAfterTheEnd_IsNone()
    {
        var clock = new ManualTimeProvider(Start.AddHours(1).AddMinutes(30));
        var market = new ReplayMarketData(MarketId.Replay("0123456789abcdef"), Listed, CandleSeries.Create(Timeframe.Hour1, [Candle(0), Candle(2)]), clock);

        (await market.GetQuoteAsync(Listed, Token)).ShouldBeNull();
        clock.Advance(TimeSpan.FromHours(1));
        (await market.GetQuoteAsync(Listed, Token)).ShouldNotBeNull();
        clock.Advance(TimeSpan.FromHours(1));
        (await market.GetQuoteAsync(Listed, Token)).ShouldBeNull();
        market.EndsAt.ShouldBe(Start.AddHours(3));
    }

    private static Candle Candle(int hour)
    {
        var open = 1000 + hour % 37 * 3m;
        var close = 1000 + (hour + 1) % 37 * 3m;
        return new Candle(Start.AddHours(hour), open, Math.Max(open, close) + hour % 5, Math.Min(open, close) - hour % 7, close, 60 + hour % 11);
    }
}
