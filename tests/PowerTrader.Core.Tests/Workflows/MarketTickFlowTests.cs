using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Tests.Workflows;

public class MarketTickFlowTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");
    private static readonly Symbol Xrp = Symbol.Parse("XRP-USDT");
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TickWorld world = new(Start.AddMinutes(61), Btc, Eth, Xrp);

    [Fact]
    public async Task Run_OneSymbolRefused_TheOthersHaveQuotesCandlesAndForecasts()
    {
        world.Trouble[Btc] = new MarketRefusedException(MarketRefusal.Symbol, "gone");

        await world.TickAsync();

        foreach (var symbol in (Symbol[])[Eth, Xrp])
        {
            world.Quotes.Of(symbol)!.Quote.VenueTime.ShouldBe(world.Now);
            (await world.Candles.NewestAsync(symbol, Timeframe.Hour1, default)).ShouldBe(Start);
            world.Started.ShouldContain(id => id.Contains($"|{symbol}|1hour|", StringComparison.Ordinal));
        }
        world.Quotes.Of(Btc).ShouldBeNull();
    }

    [Fact]
    public async Task Run_OneSymbolUnanswered_TheOthersGoOnAndItIsTold()
    {
        world.Trouble[Btc] = new TransientException("no answer");

        (await Should.ThrowAsync<TransientException>(world.TickAsync)).Message.ShouldBe("no answer");

        world.Quotes.Of(Xrp).ShouldNotBeNull();
        (await world.Candles.NewestAsync(Xrp, Timeframe.Hour1, default)).ShouldBe(Start);
    }

    [Fact]
    public async Task Run_PlaceRefused_Ends()
    {
        world.Trouble[Btc] = new MarketRefusedException(MarketRefusal.Region, "not here");

        (await Should.ThrowAsync<MarketRefusedException>(world.TickAsync)).Refusal.ShouldBe(MarketRefusal.Region);
    }

    [Fact]
    public async Task Run_SuspendedPair_IsNotAskedForCandles()
    {
        world.Suspended.Add(Btc);

        await world.TickAsync();

        world.CandleRequests.ShouldBe([Eth, Xrp]);
        world.Told.ShouldBe([(Btc, "kucoin has suspended its trading")]);
    }

    [Fact]
    public async Task Run_ListOfPairs_IsReadOnceAnHour()
    {
        for (var minute = 0; minute < 120; minute++)
        {
            await world.TickAsync();
            world.Now += TimeSpan.FromMinutes(1);
        }

        world.InstrumentRequests.ShouldBe(3);
    }

    [Fact]
    public async Task Run_ListUnreadableOrEmpty_LeavesWhatWasKnownAndTriesAgain()
    {
        await world.TickAsync();
        world.Now += TimeSpan.FromHours(1);
        world.Listed.Clear();

        (await Should.ThrowAsync<TransientException>(world.TickAsync)).Message.ShouldContain("empty list");

        world.Views.InstrumentOf(Btc)!.EnableTrading.ShouldBeTrue();
        world.Quotes.Of(Btc)!.Quote.VenueTime.ShouldBe(world.Now);
        world.Listed.AddRange([Btc, Eth, Xrp]);
        world.Now += TimeSpan.FromMinutes(1);
        await world.TickAsync();
    }

    /// <summary>A clock here that is slow does not see the hour's end; the stream does, and the market's own time proves it.</summary>
    [Fact]
    public async Task Run_StreamSawTheHourEnd_FetchesTheCandleThoughTheClockIsSlow()
    {
        world.Now = Start.AddMinutes(59).AddSeconds(50);
        world.ServerAhead = TimeSpan.FromSeconds(20);
        await world.TickAsync();
        (await world.Candles.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Start.AddHours(-1));

        world.Ended[Btc] = Start;
        await world.TickAsync();

        (await world.Candles.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Start);
        (await world.Candles.NewestAsync(Eth, Timeframe.Hour1, default)).ShouldBe(Start.AddHours(-1));
    }
}
